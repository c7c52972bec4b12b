"""Import of units."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import connection
from django.utils.translation import gettext as _

from accounts.models import Employee, Unit
from accounts.names import LONGEST_NAME, sort_name_of
from transfers import atomic, ledger
from transfers.actions.imports import cells
from transfers.actions.imports.loops import find_loops
from transfers.actions.imports.own_chain import refuse_near, units_near
from transfers.actions.imports.report import ImportReport
from transfers.actions.imports.run import WRITE, Progress, begin, finish, report_of, say_nothing
from transfers.actions.imports.sheet import Sheet, columns
from transfers.actions.imports.staging import Column, ids_changed_by, ids_for, moving, stage, upsert
from transfers.actions.locks import lock_roles
from transfers.actions.unit_changes import merge_unit
from transfers.actions.units import get_arrivals, tell_arrivals
from transfers.clock import Clock, database_clock
from transfers.errors import TransferError
from transfers.formats.tables import Table
from transfers.models import Role
from transfers.queries.units import get_tree
from transfers.sight.actor import Actor

TARGET = Unit._meta.db_table
# where a unit lies and who leads it, and the file's columns that say it
_PLACE = {"parent_id": "parent_code", "lead_id": "lead_hr_id", "delegates": "delegate_hr_ids"}
_DELEGATES = Unit.delegates.through._meta.db_table
NEEDED = ("name",)
COLUMNS = columns(
    "code",
    others=(
        *("name", "parent_code", "lead_hr_id", "delegate_hr_ids", "approved_headcount", "at_risk", "pool"),
        *("merged_into", "merged_on"),
    ),
)

_DROP_DELEGATES = f"""
DELETE FROM {_DELEGATES} standing USING staged_unit
WHERE standing.unit_id = staged_unit.id
  AND NOT EXISTS (SELECT FROM staged_delegate s
                  WHERE (s.unit_id, s.employee_id) = (standing.unit_id, standing.employee_id))
RETURNING standing.unit_id
"""  # noqa: S608  (table names of our own)
_ADD_DELEGATES = f"""
INSERT INTO {_DELEGATES} (unit_id, employee_id) SELECT unit_id, employee_id FROM staged_delegate
ON CONFLICT DO NOTHING RETURNING unit_id
"""  # noqa: S608


@atomic.write
def import_units(
    table: Table,
    *,
    by: Actor,
    clock: Clock = database_clock,
    dry_run: bool = False,
    progress: Progress = say_nothing,
) -> ImportReport:
    """Add and change units. Columns that the file lacks stay as they are, so leads may come in a file of their own.

    A unit with `merged_into` is merged there, with everything that hangs on it; a merge is never taken back. Who is
    on their way to a unit that comes to be at risk is told.
    Raises NotAllowed, ImportRefused with every problem of the file, or Busy while another import runs.
    """
    at = begin(by=by, clock=clock, progress=progress)
    parents = dict(Unit.objects.values_list("code", "parent__code"))
    known = dict(Unit.objects.values_list("code", "id"))
    people = dict(Employee.objects.filter(is_active=True).values_list("hr_id", "id"))
    person = cells.one_of(people, _("person at work here"))
    sheet = Sheet(table)
    codes = sheet.keys("code", cells.code(40))
    ids = ids_for(TARGET, codes, known)
    everybody = known | dict(zip(codes, ids, strict=True))
    names = sheet.required("name", cells.text(LONGEST_NAME))
    tree = get_tree()
    above = {code: tree.standing(pk) if pk in tree.rows else pk for code, pk in everybody.items()}
    parent_ids = sheet.optional("parent_code", cells.one_of(above, _("unit")), None)
    leads = sheet.optional("lead_hr_id", person, None)
    delegates = sheet.optional("delegate_hr_ids", cells.listed(person), ())
    headcounts = sheet.optional("approved_headcount", cells.whole(0), 0)
    at_risk = sheet.optional("at_risk", cells.yes_no, False)
    pools = sheet.optional("pool", cells.yes_no, False)
    merges = sheet.optional("merged_into", cells.one_of(everybody, _("unit")), None)
    days = sheet.optional("merged_on", cells.day, None)
    sheet.refuse_new_without(NEEDED, [code not in known for code in codes])
    if parent_ids is not None:
        code_of = {pk: code for code, pk in everybody.items()}
        standing = [code_of[above[code]] if code in above else code for code in sheet.raw("parent_code")]
        _refuse_loops(sheet, codes, standing, parents)
    sheet.refuse_if_wrong()

    progress(WRITE)
    staged = [
        Column("id", "bigint", ids),
        Column("public_id", "uuid", default="gen_random_uuid()"),
        Column("code", "text", codes),
        Column("name", "text", names),
        Column("sort_name", "text", [sort_name_of(name) for name in names] if names is not None else None),
        Column("parent_id", "bigint", parent_ids),
        Column("lead_id", "bigint", leads),
        Column("approved_headcount", "integer", headcounts, default="0"),
        Column("is_at_risk", "boolean", at_risk, default="false"),
        Column("is_pool", "boolean", pools, default="false"),
    ]
    stage("staged_unit", staged)
    endangered = _hold_endangered() if at_risk is not None else []
    near = units_near(by)
    moved = moving("staged_unit", TARGET, [name for name in ("parent_id", "lead_id") if sheet.has(_PLACE[name])])
    done = upsert("staged_unit", TARGET, staged, key="code")
    deputised = _write_delegates(ids, delegates)
    moved |= dict.fromkeys(deputised - moved.keys(), "delegates")
    refuse_near(sheet, ids, moved, near | units_near(by), _PLACE)
    changed = set(done.changed) | deputised
    for unit in Unit.objects.filter(pk__in=endangered).order_by("pk"):
        tell_arrivals(ledger.record("unit.changed", unit, by=by, at=at), get_arrivals(unit), at=at)
    if merges is not None:
        approved = dict(zip(ids, headcounts, strict=True)) if headcounts is not None else {}
        changed |= _merge(sheet, ids, merges, days or [None] * len(ids), approved, by=by, at=at)
    report = report_of(
        "units",
        sheet,
        created=len(done.created),
        changed=len(changed - set(done.created)),
        missing=list(known.keys() - set(codes)),
    )
    return finish(report, by=by, at=at, dry_run=dry_run, progress=progress)


def _hold_endangered() -> list[int]:
    """Ids of the units that come to be at risk; their roles are held, so that nobody accepts an offer unseen."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT present.id FROM {TARGET} present JOIN staged_unit staged USING (id) "  # noqa: S608
            "WHERE staged.is_at_risk AND NOT present.is_at_risk"
        )
        ids = [row[0] for row in cursor.fetchall()]
    lock_roles(Role.objects.filter(unit__in=ids).values_list("pk", flat=True))
    return ids


def _merge(
    sheet: Sheet,
    ids: Sequence[int],
    merges: Sequence[int | None],
    days: Sequence[date | None],
    approved: Mapping[int, int],
    *,
    by: Actor,
    at: datetime,
) -> set[int]:
    """Merge the units that the file says were merged, in its order; returns their ids.

    Ends the import with every row that cannot be merged, or that says otherwise than an earlier merge.
    """
    merged: set[int] = set()
    tree = get_tree()
    for index, (pk, into) in enumerate(zip(ids, merges, strict=True)):
        if tree.rows[pk].merged_into_id is not None:
            if into is None or tree.standing(into) != tree.standing(pk):
                words = _("This unit was merged into another before, and a merge is not taken back.")
                sheet.refuse(index, "merged_into", words)
            continue
        on = days[index]
        if into is None:
            continue
        if on is None:
            sheet.refuse(index, "merged_on", _("Give the day of the merge."))
            continue
        target = tree.standing(into)
        unit, standing = Unit.objects.get(pk=pk), Unit.objects.get(pk=target)
        reason, headcount = _("So it stands in HR’s file of units."), approved.get(target)
        try:
            merge_unit(unit, standing, on=on, reason=reason, approved_headcount=headcount, by=by, clock=lambda: at)
        except TransferError as refusal:
            column = "merged_on" if getattr(refusal, "field", "") == "on" else "merged_into"
            sheet.refuse(index, column, refusal.message)
            continue
        merged.add(pk)
        tree = get_tree()
    sheet.refuse_if_wrong()
    return merged


def _refuse_loops(
    sheet: Sheet, codes: Sequence[str], parent_codes: Sequence[str], standing: Mapping[str, str | None]
) -> None:
    """Keep a problem on every row that stands in a loop of units."""
    place = {codes[index]: index for index in sheet.sound()}
    above = {**standing, **{code: parent_codes[index] or None for code, index in place.items()}}
    for loop in find_loops(above):
        words = _("This makes a loop: %(loop)s.") % {"loop": " → ".join([*loop, loop[0]])}
        for code in loop:
            if code in place:
                sheet.refuse(place[code], "parent_code", words)


def _write_delegates(ids: Sequence[int], delegates: Sequence[Sequence[int]] | None) -> set[int]:
    """Make each listed unit's delegates those of its cell; returns the units whose delegates changed."""
    if delegates is None:
        return set()
    pairs = [(unit, employee) for unit, people in zip(ids, delegates, strict=True) for employee in people]
    staged = [
        Column("unit_id", "bigint", [unit for unit, _employee in pairs]),
        Column("employee_id", "bigint", [employee for _unit, employee in pairs]),
    ]
    stage("staged_delegate", staged)
    return ids_changed_by(_DROP_DELEGATES, _ADD_DELEGATES)
