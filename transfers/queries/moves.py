"""What a worker reads to carry out one move: few columns in few statements, since it does so by the hundred.

The ORM would say the same with seven tables joined whole; PostgreSQL then plans longer than it reads.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from accounts.models import Unit
from transfers.models import Assignment, Candidacy, Entitlement, Placement
from transfers.models.partly import partly
from transfers.states import CandidacyStatus, EntitlementStatus

_PLACEMENT = ("id", "public_id", "employee_id", "role_id", "effective_at", "announced_at", "status")
_MOVE = f"""
SELECT {", ".join(f"p.{name}" for name in _PLACEMENT)}, c.level, u.id, u.lead_id
FROM transfers_placement p
JOIN transfers_claim c ON c.id = p.claim_id
JOIN transfers_role r ON r.id = p.role_id
JOIN accounts_unit u ON u.id = r.unit_id
WHERE p.id = %s
"""  # noqa: S608  (column names of our own)
# from the person, so that there is a row for who was never assigned; at most one priority of an assignment stands
_HOLDINGS = """
SELECT a.id, a.assigned_unit_id, a.status, e.id, e.status, c.id, c.version, c.status
FROM accounts_employee p
LEFT JOIN transfers_assignment a ON a.employee_id = p.id
LEFT JOIN transfers_entitlement e ON e.assignment_id = a.id AND e.status <> %s
LEFT JOIN transfers_candidacy c ON c.employee_id = p.id AND c.status = %s
WHERE p.id = %s
ORDER BY a.id, e.id
"""


@dataclass(frozen=True, slots=True)
class Move:
    """A placement, the level it was claimed at, the unit it leads to with its lead; other columns are deferred."""

    placement: Placement
    level: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class Holdings:
    """What a person holds that a move may end: every assignment with its standing priority, an open candidacy."""

    assignments: Sequence[tuple[Assignment, Entitlement | None]]
    candidacy: Candidacy | None


def get_move(placement_id: int) -> Move:
    """The move of one placement, as it stands now."""
    with connection.cursor() as cursor:
        cursor.execute(_MOVE, [placement_id])
        *placement, level, unit_id, lead_id = cursor.fetchone()
    return Move(
        placement=partly(Placement, _PLACEMENT, placement),
        level=level,
        unit=partly(Unit, ("id", "lead_id"), (unit_id, lead_id)),
    )


def get_holdings(employee_id: int) -> Holdings:
    """What a person holds, as it stands now."""
    with connection.cursor() as cursor:
        cursor.execute(_HOLDINGS, [EntitlementStatus.ENDED, CandidacyStatus.OPEN, employee_id])
        rows = cursor.fetchall()
    return Holdings(
        assignments=[
            (
                partly(Assignment, ("id", "assigned_unit_id", "status"), row[:3]),
                None if row[3] is None else partly(Entitlement, ("id", "status"), row[3:5]),
            )
            for row in rows
            if row[0] is not None
        ],
        candidacy=None if rows[0][5] is None else partly(Candidacy, ("id", "version", "status"), rows[0][5:]),
    )
