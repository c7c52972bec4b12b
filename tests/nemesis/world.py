"""Everything that stands in the database at one instant, as plain rows: what the model judges."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import psycopg
from psycopg.rows import dict_row

Row = Mapping[str, Any]

# The statements are the model's own: it must not look through the eyes that it checks.
_TABLES = {
    "campaign": "SELECT * FROM transfers_campaign",
    "assignment": "SELECT * FROM transfers_assignment",
    "choice": "SELECT id, assignment_id, version, filed_at FROM transfers_choice",
    "receipt": "SELECT id, choice_id, public_id FROM transfers_receipt",
    "entitlement": "SELECT e.*, a.employee_id FROM transfers_entitlement e"
    " JOIN transfers_assignment a ON a.id = e.assignment_id",
    "candidacy": "SELECT * FROM transfers_candidacy",
    "role": "SELECT * FROM transfers_role",
    "claim": "SELECT * FROM transfers_claim",
    "placement": "SELECT * FROM transfers_placement",
    "grant": "SELECT * FROM transfers_grant",
    "round": "SELECT * FROM transfers_round",
    "roundrole": "SELECT * FROM transfers_roundrole",
    "ballot": "SELECT * FROM transfers_ballot",
    "roundrun": "SELECT * FROM transfers_roundrun",
    "notice": "SELECT * FROM transfers_notice",
    "event": "SELECT e.*, p.employee_id AS subject_employee_id FROM transfers_event e"
    " LEFT JOIN transfers_pseudonym p ON p.id = e.subject_id",
    "employee": "SELECT id, public_id, unit_id, is_active, hr_id FROM accounts_employee",
    "policy": "SELECT * FROM transfers_policy",
}
_NOW = "SELECT clock_timestamp() + coalesce((SELECT clock_shift FROM transfers_demomarker WHERE id = 1), '0') AS now"


@dataclass(frozen=True, slots=True)
class World:
    """The rows of every table by its noun, oldest first, and what the portal's clock read."""

    now: datetime
    rows: Mapping[str, list[Row]]
    # what stood before this instant was arranged
    began_at: datetime

    def of(self, noun: str, where: Callable[[Row], bool] = lambda row: True) -> list[Row]:
        return [row for row in self.rows[noun] if where(row)]

    def by_id(self, noun: str) -> dict[int, Row]:
        return {row["id"]: row for row in self.rows[noun]}


def read_world(conninfo: str, *, began_at: datetime | None = None) -> World:
    """Read it in one snapshot, so that no rule sees two halves of one transaction."""
    with psycopg.connect(conninfo, row_factory=dict_row) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        rows: dict[str, list[Row]] = {
            noun: list(connection.execute(f"{statement} ORDER BY id")) for noun, statement in _TABLES.items()
        }
        now = connection.execute(_NOW).fetchone()
    assert now is not None
    return World(now=now["now"], rows=rows, began_at=began_at or now["now"])
