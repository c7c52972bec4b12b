"""Moves in a people file wait for an HR partner, everybody's alike (docs/adr/0007-moves-from-files-wait.md)."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection
from django.utils.translation import gettext as _

from accounts.models import Employee
from transfers.actions.imports.sheet import Sheet
from transfers.models import HeldMove, Role

_PEOPLE = Employee._meta.db_table
_HELD = HeldMove._meta.db_table

_SETTLED = f"""
DELETE FROM {_HELD} held USING staged_person, {_PEOPLE} present
WHERE held.employee_id = staged_person.id AND present.id = staged_person.id
  AND present.unit_id = staged_person.unit_id
"""  # noqa: S608  (table names of our own)
_HOLD = f"""
INSERT INTO {_HELD} AS held (employee_id, unit_id, manager_id, changes_manager, at)
SELECT id, staged_person.unit_id, {{manager}}, {{changes_manager}}, %s
FROM staged_person JOIN {_PEOPLE} present USING (id)
WHERE present.unit_id <> staged_person.unit_id AND present.is_active
ORDER BY id
ON CONFLICT (employee_id) DO UPDATE
SET unit_id = excluded.unit_id, manager_id = excluded.manager_id, changes_manager = excluded.changes_manager,
    at = excluded.at
WHERE (held.unit_id, held.manager_id, held.changes_manager)
      IS DISTINCT FROM (excluded.unit_id, excluded.manager_id, excluded.changes_manager)
"""  # noqa: S608
_LEAVE = f"""
UPDATE staged_person SET unit_id = present.unit_id {{manager}}
FROM {_PEOPLE} present
WHERE present.id = staged_person.id AND present.unit_id <> staged_person.unit_id AND present.is_active
RETURNING staged_person.id
"""  # noqa: S608


def hold_moves(sheet: Sheet, ids: Sequence[int], *, at: datetime) -> set[int]:
    """Keep the moves of the staged rows for an HR partner and take them out of the rows; whose they are.

    Until the first role was opened nobody can be on the way to one, and a company that is being loaded is left alone.
    """
    if not sheet.has("unit_code"):
        return set()
    has_manager = sheet.has("manager_hr_id")
    with connection.cursor() as cursor:
        cursor.execute(_SETTLED)
        if not Role.objects.filter(open_at__isnull=False).exists():
            return set()
        manager = "staged_person.manager_id" if has_manager else "NULL::bigint"
        cursor.execute(_HOLD.format(manager=manager, changes_manager=has_manager), [at])
        cursor.execute(_LEAVE.format(manager=", manager_id = present.manager_id" if has_manager else ""))
        held = {row[0] for row in cursor.fetchall()}
    place = {pk: index for index, pk in enumerate(ids)} if held else {}
    words = _("This move waits until an HR partner has looked at it, as every move does; the rest was applied.")
    for pk in sorted(held):
        sheet.wait(place[pk], "unit_code", words)
    return held
