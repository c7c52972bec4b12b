"""Import of roles. New ones are in preparation; hiring managers are proposed, and confirmed by somebody else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Employee, JobFamily, Site, Skill, Unit
from accounts.names import LONGEST_NAME, sort_name_of
from transfers import atomic, ledger, transition
from transfers.actions.grants import Proposal, propose_grants_in_batch
from transfers.actions.imports import cells
from transfers.actions.imports.report import ImportReport
from transfers.actions.imports.role_checks import check_changes, warn_of_too_many_seats
from transfers.actions.imports.role_skills import AskedSkills, read_asked, write_asked
from transfers.actions.imports.run import CHECK, LOCK, WRITE, Progress, finish, report_of, say_nothing
from transfers.actions.imports.sheet import Sheet, columns
from transfers.actions.imports.staging import hold_imports
from transfers.actions.imports.terms import merge_terms, read_terms, terms_columns
from transfers.actions.locks import lock_roles
from transfers.actions.roles import MOST_SEATS
from transfers.clock import Clock, database_clock
from transfers.formats.tables import Table
from transfers.ledger import Fact
from transfers.models import Role
from transfers.models.grant import HIRING_MANAGER
from transfers.models.terms import ROLE_TOPICS, TermsLine
from transfers.permissions.imports import check_can_import
from transfers.sight.actor import Actor
from transfers.states import RoleStatus

NEEDED = ("title", "unit_code", "job_family", "level_min", "level_max", "site", "seats")
COLUMNS = columns(
    "code",
    others=(
        *NEEDED,
        *(
            "summary",
            "remote_allowed",
            "trainable",
            "wanted_by",
            "required_skills",
            "desired_skills",
            "manager_hr_id",
        ),
        *terms_columns(ROLE_TOPICS),
    ),
    also={"unit_code": ("unit",), "manager_hr_id": ("hiring_manager",)},
)


@dataclass(slots=True)
class Line:
    """One row: the model's fields that the file gives, and what is asked of people."""

    index: int
    fields: dict[str, Any]
    terms: dict[str, TermsLine | None]
    skills: AskedSkills
    manager_id: int | None


@atomic.write
def import_roles(
    table: Table,
    *,
    by: Actor,
    clock: Clock = database_clock,
    dry_run: bool = False,
    progress: Progress = say_nothing,
) -> ImportReport:
    """Add roles in preparation and change those that stand. Columns that the file lacks stay as they are.

    Once a role was opened, what decides who qualifies is fixed here. Hiring managers are proposed as one batch.
    Raises NotAllowed, ImportRefused with every problem of the file, or Busy while another import runs.
    Locks: the roles whose rows differ, by ascending id.
    """
    hold_imports()
    progress(CHECK)
    sheet = Sheet(table)
    codes = sheet.keys("code", cells.code(40))
    known = {role.code: role for role in Role.objects.filter(code__in=[code for code in codes if code])}
    standing_codes = set(Role.objects.exclude(status=RoleStatus.CLOSED).values_list("code", flat=True))
    lines = _read_lines(sheet)
    sheet.refuse_new_without(NEEDED, [code not in known for code in codes])
    asked = read_asked(role.pk for role in known.values())

    progress(LOCK)
    standing = {line.index: known[codes[line.index]] for line in lines if codes[line.index] in known}
    differing = {index for index, role in standing.items() if _differs(lines[index], role, asked.get(role.pk))}
    held = lock_roles(standing[index].pk for index in differing)
    standing |= {index: held[standing[index].pk] for index in differing}
    at = clock()
    check_changes(sheet, lines, {index: standing[index] for index in differing}, asked, at)
    sheet.refuse_if_wrong()
    check_can_import(by, at)

    progress(WRITE)
    created = [_new_role(codes[line.index], line) for line in lines if line.index not in standing]
    transition.start_all(created, RoleStatus.PREPARING, by=by, at=at)
    changed = [_changed_role(standing[index], lines[index]) for index in sorted(differing)]
    _save(changed, by=by, at=at)
    role_of = {role.code: role.pk for role in [*known.values(), *created]}
    write_asked({role_of[codes[line.index]]: line.skills for line in lines})
    warn_of_too_many_seats(sheet)
    report = report_of(
        "roles",
        sheet,
        created=len(created),
        changed=len(changed),
        missing=list(standing_codes - set(codes)),
    )
    proposals = [
        Proposal(kind=HIRING_MANAGER, employee_id=line.manager_id, role_id=role_of[codes[line.index]])
        for line in lines
        if line.manager_id is not None
    ]
    if proposals:
        grants = propose_grants_in_batch(proposals, by=by, clock=lambda: at)
        report.batch = grants[0].batch if grants else None
    return finish(report, by=by, at=at, dry_run=dry_run, progress=progress)


def _read_lines(sheet: Sheet) -> list[Line]:
    """Every row as the fields of a role, each cell checked on its own."""
    units = dict(Unit.objects.filter(merged_into=None, is_pool=False).values_list("code", "id"))
    families = dict(JobFamily.objects.values_list("code", "id"))
    sites = dict(Site.objects.values_list("code", "id"))
    skills = cells.levels(dict(Skill.objects.values_list("code", "id")))
    people = dict(Employee.objects.filter(is_active=True).values_list("hr_id", "id"))
    cell_columns: dict[str, Sequence[Any] | None] = {
        "title": sheet.required("title", cells.text(LONGEST_NAME)),
        "unit_id": sheet.required("unit_code", cells.one_of(units, _("unit"))),
        "job_family_id": sheet.required("job_family", cells.one_of(families, _("job family"))),
        "level_min": sheet.required("level_min", cells.whole(1, 20)),
        "level_max": sheet.required("level_max", cells.whole(1, 20)),
        "site_id": sheet.required("site", cells.one_of(sites, _("site"))),
        "seats": sheet.required("seats", cells.whole(0, MOST_SEATS)),
        "summary": sheet.optional("summary", cells.text(10_000), ""),
        "is_remote_allowed": sheet.optional("remote_allowed", cells.yes_no, False),
        "is_trainable": sheet.optional("trainable", cells.yes_no, False),
        "wanted_by_on": sheet.optional("wanted_by", cells.day, None),
    }
    given = {name: values for name, values in cell_columns.items() if values is not None}
    required = sheet.optional("required_skills", skills, ())
    desired = sheet.optional("desired_skills", skills, ())
    managers = sheet.optional("manager_hr_id", cells.one_of(people, _("person at work here")), None)
    terms = read_terms(sheet, ROLE_TOPICS)
    return [
        Line(
            index=index,
            fields={name: values[index] for name, values in given.items()},
            terms={topic: values[index] for topic, values in terms.items()},
            skills=AskedSkills(
                required=required[index] if required is not None else None,
                desired=desired[index] if desired is not None else None,
            ),
            manager_id=managers[index] if managers is not None else None,
        )
        for index in range(len(sheet))
    ]


def _differs(line: Line, role: Role, asked: AskedSkills | None) -> bool:
    return (
        any(getattr(role, name) != value for name, value in line.fields.items())
        or merge_terms(role.terms, line.terms) != role.terms
        or line.skills.differ_from(asked)
    )


def _new_role(code: str, line: Line) -> Role:
    role = Role(code=code, terms=merge_terms({}, line.terms), **line.fields)
    role.sort_title = sort_name_of(role.title)
    return role


def _changed_role(role: Role, line: Line) -> Role:
    for name, value in line.fields.items():
        setattr(role, name, value)
    role.terms = merge_terms(role.terms, line.terms)
    role.sort_title = sort_name_of(role.title)
    role.version += 1
    return role


def _save(roles: Sequence[Role], *, by: Actor, at: datetime) -> None:
    """Write changed roles, held by the caller, with the Event that any change of a role leaves."""
    fields = ("title", "sort_title", "unit_id", "job_family_id", "level_min", "level_max", "site_id", "seats")
    flags = ("summary", "is_remote_allowed", "is_trainable", "wanted_by_on", "terms", "version")
    Role.objects.bulk_update(roles, [*(name.removesuffix("_id") for name in fields), *flags], batch_size=500)
    ledger.record_all([Fact(verb="role.changed", noun="role", noun_id=role.pk) for role in roles], by=by, at=at)
