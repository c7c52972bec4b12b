"""What the roles file may not do to roles that stand, and what it is warned of."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from django.db import connection
from django.utils.translation import gettext as _

from accounts.models import Employee, Unit
from transfers.actions.imports.role_skills import AskedSkills
from transfers.actions.imports.sheet import Sheet
from transfers.actions.imports.terms import merge_terms
from transfers.models import Placement, Role
from transfers.models.terms import TermsLine
from transfers.queries.clearance import is_in_round
from transfers.states import PlacementStatus, RoleStatus

# the fields that decide who qualifies, with the columns that hold them
FIXED_ONCE_OPENED = {
    "unit_id": "unit_code",
    "job_family_id": "job_family",
    "level_min": "level_min",
    "level_max": "level_max",
    "site_id": "site",
    "is_remote_allowed": "remote_allowed",
    "is_trainable": "trainable",
}

_SEATED = [PlacementStatus.PENDING, PlacementStatus.FINALISED, PlacementStatus.SETTLED]
# of the seats that are taken only those of announced moves count, as everywhere before an announcement
_TOO_MANY_SEATS = f"""
WITH known AS (
    SELECT role_id, count(*) AS seats FROM {Placement._meta.db_table}
    WHERE status = ANY(%s) AND announced_at IS NOT NULL GROUP BY role_id
)
SELECT unit.code, unit.approved_headcount, filled.people, sought.seats
FROM {Unit._meta.db_table} unit
JOIN (SELECT unit_id, sum(role.seats - coalesce(known.seats, 0)) AS seats FROM {Role._meta.db_table} role
      LEFT JOIN known ON known.role_id = role.id
      WHERE status <> %s GROUP BY unit_id) sought ON sought.unit_id = unit.id
LEFT JOIN LATERAL (SELECT count(*) AS people FROM {Employee._meta.db_table} person
                   WHERE person.unit_id = unit.id AND person.is_active) filled ON true
WHERE unit.code = ANY(%s) AND sought.seats > unit.approved_headcount - filled.people
"""  # noqa: S608  (table names of our own)


class Line(Protocol):
    """A row of the roles file."""

    index: int
    fields: dict[str, Any]
    skills: AskedSkills
    terms: dict[str, TermsLine | None]


def check_changes(
    sheet: Sheet,
    lines: Sequence[Line],
    standing: Mapping[int, Role],
    asked: Mapping[int, AskedSkills],
    at: datetime,
) -> None:
    """Keep a problem for whatever a row may not say: of itself, or of the role that stands and is held."""
    for index in list(sheet.sound()):
        line, role = lines[index], standing.get(index)
        least = line.fields.get("level_min", role.level_min if role else 1)
        most = line.fields.get("level_max", role.level_max if role else 20)
        if least > most:
            sheet.refuse(index, "level_max", _("The highest level lies below the lowest."))
        _check_lists(sheet, line, asked.get(role.pk) if role else None)
        if role is not None and role.status == RoleStatus.CLOSED:
            sheet.refuse(index, "code", _("This role is closed for good. Give the new one a code of its own."))
        elif role is not None:
            _check_change(sheet, line, role, asked.get(role.pk))
            _check_round(sheet, line, role, at)


def _check_lists(sheet: Sheet, line: Line, standing: AskedSkills | None) -> None:
    before = standing or AskedSkills()
    required = line.skills.required if line.skills.required is not None else before.required
    desired = line.skills.desired if line.skills.desired is not None else before.desired
    if {skill for skill, _level in required or ()} & {skill for skill, _level in desired or ()}:
        column = "desired_skills" if line.skills.desired is not None else "required_skills"
        sheet.refuse(line.index, column, _("A skill is either required or desired, not both."))


def _check_change(sheet: Sheet, line: Line, role: Role, asked: AskedSkills | None) -> None:
    seats = line.fields.get("seats", role.seats)
    if seats < role.taken + role.held_seats:
        # without figures: before the announcement only the role's manager may know how many seats are taken
        words = _(
            "%(seats)d seats are fewer than those accepted, on offer or held. Withdraw offers first; each person is "
            "told the reason."
        )
        sheet.refuse(line.index, "seats", words % {"seats": seats})
    if role.status == RoleStatus.PREPARING:
        return
    for name, column in FIXED_ONCE_OPENED.items():
        if name in line.fields and line.fields[name] != getattr(role, name):
            sheet.refuse(line.index, column, _("This is fixed since the role was opened: close it and open another."))
    if line.skills.required_differ_from(asked):
        words = _(
            "What a role requires is fixed since it was opened: changing it needs a reason and a second person."
        )
        sheet.refuse(line.index, "required_skills", words)


def _check_round(sheet: Sheet, line: Line, role: Role, at: datetime) -> None:
    if not is_in_round(role, at):
        return
    words = _("This role takes part in a round: its seats and terms stay as they are until that is over.")
    if line.fields.get("seats", role.seats) != role.seats:
        sheet.refuse(line.index, "seats", words)
    if merge_terms(role.terms, line.terms) != role.terms:
        sheet.refuse(line.index, "code", words)


def warn_of_too_many_seats(sheet: Sheet) -> None:
    """Warn, at its first row, of every unit that seeks more people than its approved headcount leaves room for.

    Only seats of announced moves count as taken.
    """
    if not sheet.has("unit_code"):
        return
    units = sheet.raw("unit_code")
    with connection.cursor() as cursor:
        cursor.execute(_TOO_MANY_SEATS, [_SEATED, RoleStatus.CLOSED, sorted(set(units))])
        rows = cursor.fetchall()
    for code, approved, filled, seats in rows:
        words = _("%(unit)s seeks %(seats)d people, but %(filled)d of %(approved)d approved places are filled.")
        values = {"unit": code, "seats": seats, "filled": filled, "approved": approved}
        sheet.warn(units.index(code), "seats", words % values)
