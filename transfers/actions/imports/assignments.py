"""Import of assignments: who was reassigned from where to where, when and by whose authority."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Employee, Unit
from accounts.names import LONGEST_NAME
from transfers import atomic, transition
from transfers.actions.imports import cells
from transfers.actions.imports.own_chain import NEAR, assignments_near
from transfers.actions.imports.report import ImportRefused, ImportReport, Problem
from transfers.actions.imports.run import CHECK, LOCK, WRITE, Progress, finish, report_of, say_nothing
from transfers.actions.imports.second_drafts import look_at_second_drafts
from transfers.actions.imports.sheet import HEADER_ROW, Sheet, columns
from transfers.actions.imports.staging import hold_imports
from transfers.actions.imports.terms import merge_terms, read_terms, terms_columns
from transfers.actions.locks import hold_people, lock_campaign
from transfers.clock import Clock, database_clock
from transfers.formats.tables import Table
from transfers.models import Assignment, Campaign, Placement
from transfers.models.terms import ROLE_TOPICS, TermsLine
from transfers.permissions.imports import check_can_import
from transfers.queries.units import get_tree
from transfers.sight.actor import Actor, employee_of
from transfers.states import AssignmentStatus, CampaignStatus, PlacementStatus

NEEDED = ("origin_unit", "assigned_unit", "assigned_on")
COLUMNS = columns(
    "campaign",
    "hr_id",
    others=(
        *NEEDED,
        *("origin_manager_hr_id", "authority", "reason", "choice_offered", "not_offered_because", "override_reason"),
        *terms_columns(ROLE_TOPICS),
    ),
)
# nobody is drafted in the first year after a placement, unless a reason is given
LEFT_ALONE = timedelta(days=365)


@dataclass(slots=True)
class Line:
    """One row: the model's fields that the file gives."""

    index: int
    employee_id: int  # 0 while the cell is wrong
    fields: dict[str, Any]
    terms: dict[str, TermsLine | None]
    is_overridden: bool


@atomic.write
def import_assignments(
    table: Table,
    *,
    by: Actor,
    clock: Clock = database_clock,
    dry_run: bool = False,
    progress: Progress = say_nothing,
) -> ImportReport:
    """Add assignments to a campaign in preparation, and change what is recorded of those that stand.

    A file is about one campaign. It moves nobody: where people work is what the people file says.
    Raises NotAllowed, ImportRefused with every problem of the file, or Busy while another import runs.
    Locks: the campaign, then the people by ascending id.
    """
    hold_imports()
    progress(CHECK)
    sheet = Sheet(table)
    campaign = _read_campaign(sheet)
    hr_ids = sheet.keys("hr_id", cells.code(40))
    lines = _read_lines(sheet)
    standing = {a.employee_id: a for a in Assignment.objects.filter(campaign=campaign)}
    sheet.refuse_new_without(NEEDED, [line.employee_id not in standing for line in lines])
    sheet.refuse_if_wrong()

    progress(LOCK)
    campaign = lock_campaign(campaign.pk)
    hold_people(line.employee_id for line in lines)
    at = clock()
    check_can_import(by, at)
    standing = {a.employee_id: a for a in Assignment.objects.filter(campaign=campaign)}
    new = [line for line in lines if line.employee_id not in standing]
    differing = [line for line in lines if _differs(line, standing.get(line.employee_id))]
    _check(sheet, lines, new, by, at)
    _refuse_near(sheet, [*new, *differing], standing, by)
    drafted = [
        (line.index, line.employee_id, line.fields.get("origin_unit_id", 0), line.is_overridden)
        for line in [*new, *differing]
    ]
    look_at_second_drafts(sheet, drafted, campaign)
    differing = _take_out_voided(sheet, differing, standing)
    if campaign.status != CampaignStatus.PREPARING:
        for line in [*new, *differing]:
            words = _("The campaign was opened: its members are fixed, and HR changes one at a time.")
            sheet.refuse(line.index, "campaign", words)
    sheet.refuse_if_wrong()

    progress(WRITE)
    created = [_fill(Assignment(campaign=campaign, employee_id=line.employee_id), line) for line in new]
    transition.start_all(created, AssignmentStatus.ACTIVE, by=by, at=at, subject_field="employee_id")
    changed = [_fill(standing[line.employee_id], line) for line in differing]
    _save(changed)
    campaign.assigned_units.add(*{assignment.assigned_unit_id for assignment in [*created, *changed]})
    gone = set(standing) - {line.employee_id for line in lines}
    report = report_of(
        "assignments",
        sheet,
        created=len(created),
        changed=len(changed),
        missing=list(Employee.objects.filter(pk__in=gone).values_list("hr_id", flat=True)) if hr_ids else [],
    )
    return finish(report, by=by, at=at, dry_run=dry_run, progress=progress)


def _read_campaign(sheet: Sheet) -> Campaign:
    """The one campaign that the file is about; ends the import when there is none."""
    campaigns = {campaign.code: campaign for campaign in Campaign.objects.all()}
    found = sheet.required("campaign", cells.one_of(campaigns, _("campaign"))) or []
    first = next((campaign for campaign in found if campaign is not None), None)
    for index, campaign in enumerate(found):
        if campaign is not None and campaign != first:
            sheet.refuse(index, "campaign", _("A file is about one campaign: write another file for this one."))
    if first is None:
        raise ImportRefused(sheet.problems or [Problem(HEADER_ROW, "campaign", _("The file has no rows."))])
    return first


def _read_lines(sheet: Sheet) -> list[Line]:
    """Every row as the fields of an assignment, each cell checked on its own."""
    tree = get_tree()  # a unit that was merged away means the one it went to, as in what was imported before
    units = {code: tree.standing(pk) for code, pk in Unit.objects.filter(is_pool=False).values_list("code", "id")}
    everybody = dict(Employee.objects.values_list("hr_id", "id"))
    active = dict(Employee.objects.filter(is_active=True).values_list("hr_id", "id"))
    people = sheet.required("hr_id", cells.one_of(active, _("person at work here"))) or []
    cell_columns: dict[str, Sequence[Any] | None] = {
        "origin_unit_id": sheet.required("origin_unit", cells.one_of(units, _("unit"))),
        "assigned_unit_id": sheet.required("assigned_unit", cells.one_of(units, _("unit"))),
        "assigned_on": sheet.required("assigned_on", cells.day),
        "origin_manager_id": sheet.optional("origin_manager_hr_id", cells.one_of(everybody, _("person")), None),
        "authority": sheet.optional("authority", cells.text(LONGEST_NAME), ""),
        "reason": sheet.optional("reason", cells.text(10_000), ""),
        "choice_offered": sheet.optional("choice_offered", cells.yes_no, True),
        "not_offered_because": sheet.optional("not_offered_because", cells.text(LONGEST_NAME), ""),
    }
    given = {name: values for name, values in cell_columns.items() if values is not None}
    if (overrides := sheet.optional("override_reason", cells.text(1_000), "")) is not None:
        # kept with the assignment: whoever asks why a person in trial was drafted again finds it
        reasons = given.get("reason", [""] * len(sheet))
        given["reason"] = ["\n".join(filter(None, pair)) for pair in zip(reasons, overrides, strict=True)]
    terms = read_terms(sheet, ROLE_TOPICS)
    return [
        Line(
            index=index,
            employee_id=people[index] or 0,
            fields={name: values[index] for name, values in given.items()},
            terms={topic: values[index] for topic, values in terms.items()},
            is_overridden=overrides is not None and bool(overrides[index]),
        )
        for index in range(len(sheet))
    ]


def _differs(line: Line, assignment: Assignment | None) -> bool:
    if assignment is None:
        return False
    return any(getattr(assignment, name) != value for name, value in line.fields.items()) or (
        merge_terms(assignment.recorded_terms, line.terms) != assignment.recorded_terms
    )


def _check(sheet: Sheet, lines: Iterable[Line], new: Iterable[Line], by: Actor, at: datetime) -> None:
    """What no cell shows alone: moves to nowhere, a choice withheld without a word, people lately placed."""
    own = employee_of(by)
    for line in lines:
        fields = line.fields
        if own is not None and line.employee_id == own.pk:
            sheet.refuse(line.index, "hr_id", _("This is you: ask another admin for your own row."))
        if fields.get("origin_unit_id", 0) == fields.get("assigned_unit_id", -1):
            sheet.refuse(line.index, "assigned_unit", _("This is the unit the person came from."))
        if not fields.get("choice_offered", True) and not fields.get("not_offered_because"):
            words = _("Say why this person is not offered the choice: they will read it.")
            sheet.refuse(line.index, "not_offered_because", words)
    lately = set(
        Placement.objects.filter(
            status__in=[PlacementStatus.FINALISED, PlacementStatus.SETTLED], finalised_at__gt=at - LEFT_ALONE
        ).values_list("employee_id", flat=True)
    )
    for line in new:
        if line.employee_id in lately and not line.is_overridden:
            words = _("This person is in trial, or was placed less than a year ago: give an override_reason.")
            sheet.refuse(line.index, "override_reason", words)


def _refuse_near(sheet: Sheet, lines: Sequence[Line], standing: Mapping[int, Assignment], by: Actor) -> None:
    """Who leads somebody, or would by this file, neither drafts them nor changes what is recorded of it."""
    drafted = []
    for line in lines:
        units = {line.fields[name] for name in ("origin_unit_id", "assigned_unit_id") if name in line.fields}
        before = standing.get(line.employee_id)
        if before is not None:
            units |= {before.origin_unit_id, before.assigned_unit_id}
        drafted.append((line.employee_id, units, line.fields.get("origin_manager_id")))
    for place in assignments_near(by, drafted):
        sheet.refuse(lines[place].index, "hr_id", str(NEAR))


def _take_out_voided(sheet: Sheet, differing: Sequence[Line], standing: Mapping[int, Assignment]) -> list[Line]:
    """Rows about assignments that were voided or have ended wait for HR instead of changing history."""
    active = []
    for line in differing:
        if standing[line.employee_id].status == AssignmentStatus.ACTIVE:
            active.append(line)
        else:
            sheet.wait(line.index, "hr_id", _("This row waits until HR has looked at it; it was not applied."))
    return active


def _fill(assignment: Assignment, line: Line) -> Assignment:
    for name, value in line.fields.items():
        setattr(assignment, name, value)
    assignment.recorded_terms = merge_terms(assignment.recorded_terms, line.terms)
    return assignment


def _save(assignments: Sequence[Assignment]) -> None:
    fields = ("origin_unit", "assigned_unit", "assigned_on", "origin_manager", "authority", "reason")
    more = ("choice_offered", "not_offered_because", "recorded_terms")
    Assignment.objects.bulk_update(assignments, [*fields, *more], batch_size=500)
