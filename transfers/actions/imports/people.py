"""Import of people.

It never touches what somebody signs in with: `sign_in_name` is read for new people only, passwords start unusable,
and nobody is deactivated here (leaving is an action of its own). A person who had left and was hired again comes
back with the same HR id.
"""

from collections.abc import Sequence

from django.db import connection
from django.utils.translation import gettext as _

from accounts.models import Employee, EmployeeSkill, JobFamily, Site, Skill, Unit
from accounts.names import LONGEST_NAME, sort_name_of
from transfers import atomic
from transfers.actions.addresses import NewAddress, keep_address_changes
from transfers.actions.departures import readmit
from transfers.actions.imports import cells
from transfers.actions.imports.held_moves import hold_moves
from transfers.actions.imports.own_chain import people_near, people_who_would_enter, refuse_near
from transfers.actions.imports.people_checks import Standing, check_across, read_standing
from transfers.actions.imports.report import ImportReport
from transfers.actions.imports.run import CHECK, LOCK, WRITE, Progress, finish, report_of, say_nothing
from transfers.actions.imports.sheet import Sheet, columns
from transfers.actions.imports.staging import (
    Column,
    array,
    differing,
    hold_imports,
    ids_changed_by,
    ids_for,
    moving,
    stage,
    upsert,
)
from transfers.actions.locks import hold_people
from transfers.actions.own_deadlines import give_deadlines_for_leave_to
from transfers.clock import Clock, database_clock
from transfers.formats.tables import Table
from transfers.models.address_change import LEAVE, OWN
from transfers.permissions.imports import check_can_import
from transfers.sight.actor import Actor

TARGET = Employee._meta.db_table
# where somebody stands, and the file's columns that say it
_PLACE = {"manager_id": "manager_hr_id", "unit_id": "unit_code"}
_ADDRESSES = {"email": OWN, "leave_email": LEAVE}
_SKILLS = EmployeeSkill._meta.db_table
NEEDED = ("name", "email", "unit_code", "job_family", "level", "site", "hired_on")
COLUMNS = columns(
    "hr_id",
    others=(
        *NEEDED,
        *("sign_in_name", "manager_hr_id", "time_zone", "right_to_work", "on_leave_from", "on_leave_until"),
        *("leave_email", "skills"),
    ),
    also={"hr_id": ("employee_id", "personnel_number"), "unit_code": ("unit",), "manager_hr_id": ("manager",)},
)

_DROP_SKILLS = f"""
DELETE FROM {_SKILLS} standing USING staged_person
WHERE standing.employee_id = staged_person.id
  AND NOT EXISTS (SELECT FROM staged_level s
                  WHERE (s.employee_id, s.skill_id) = (standing.employee_id, standing.skill_id))
RETURNING standing.employee_id
"""  # noqa: S608  (table names of our own)
_PUT_SKILLS = f"""
INSERT INTO {_SKILLS} AS standing (employee_id, skill_id, proficiency)
SELECT employee_id, skill_id, staged_level.proficiency
FROM staged_level JOIN staged_person ON staged_person.id = employee_id
LEFT JOIN {_SKILLS} present USING (employee_id, skill_id)
WHERE present.proficiency IS DISTINCT FROM staged_level.proficiency
ON CONFLICT (employee_id, skill_id) DO UPDATE SET proficiency = excluded.proficiency
RETURNING standing.employee_id
"""  # noqa: S608
_DIFFERING_SKILLS = f"""
SELECT employee_id FROM staged_level FULL JOIN (
    SELECT * FROM {_SKILLS} WHERE employee_id IN (SELECT id FROM staged_person)
) present USING (employee_id, skill_id)
WHERE present.proficiency IS DISTINCT FROM staged_level.proficiency
"""  # noqa: S608
_RETURNING = f"""
SELECT id FROM {TARGET} present JOIN staged_person USING (id)
WHERE id = ANY(%s) AND present.left_on < staged_person.hired_on
"""  # noqa: S608


@atomic.write
def import_people(
    table: Table,
    *,
    by: Actor,
    clock: Clock = database_clock,
    dry_run: bool = False,
    progress: Progress = say_nothing,
) -> ImportReport:
    """Add and change people. Columns that the file lacks stay as they are.

    Moves to another unit wait for an HR partner, and so does a row about somebody who has left. A leave in a window
    gives its person longer, as one that is recorded by hand.
    Raises NotAllowed, ImportRefused with every problem of the file, or Busy while another import runs.
    Locks: the people whose rows differ, by ascending id.
    """
    hold_imports()
    progress(CHECK)
    known = read_standing()
    sheet = Sheet(table)
    hr_ids = sheet.keys("hr_id", cells.code(40))
    ids = ids_for(TARGET, hr_ids, {hr_id: person.id for hr_id, person in known.items()})
    is_new = [hr_id not in known for hr_id in hr_ids]
    staged = _columns(sheet, hr_ids, ids, known)
    levels = sheet.optional("skills", cells.levels(dict(Skill.objects.values_list("code", "id"))), ())
    sheet.refuse_new_without(NEEDED, is_new)
    check_across(sheet, hr_ids, staged, known, by)
    sheet.refuse_if_wrong()

    progress(LOCK)
    stage("staged_person", staged)
    if levels is not None:
        _stage_levels(ids, levels)
    returning = _hold_and_sort(sheet, ids, staged, levels)
    at = clock()
    check_can_import(by, at)
    progress(WRITE)
    addresses = _new_addresses([name for name in _ADDRESSES if sheet.has(name)])
    places = [name for name, header in _PLACE.items() if sheet.has(header)]
    near = people_near(by) | people_who_would_enter(by, places)
    moved = moving("staged_person", TARGET, places)
    held = hold_moves(sheet, ids, at=at)
    done = upsert("staged_person", TARGET, staged, key="hr_id")
    refuse_near(sheet, ids, moved, near | people_near(by), _PLACE)
    keep_address_changes(addresses, by=by, at=at)
    changed = set(done.changed) | set(returning)
    for person in Employee.objects.filter(pk__in=returning):
        readmit(person, person.hired_on, by=by, clock=lambda: at)
    if levels is not None:
        changed |= _write_skills()
    if sheet.has("on_leave_until"):
        give_deadlines_for_leave_to(changed)
    report = report_of(
        "people",
        sheet,
        created=len(done.created),
        changed=len(changed - set(done.created)),
        waiting_too=len(changed & held),
        missing=[hr_id for hr_id in known.keys() - set(hr_ids) if known[hr_id].is_active],
    )
    return finish(report, by=by, at=at, dry_run=dry_run, progress=progress)


def _columns(sheet: Sheet, hr_ids: Sequence[str], ids: Sequence[int], known: dict[str, Standing]) -> list[Column]:
    """Every column of the people table, from the file's cells; checks each cell on its own."""
    everybody = {hr_id: person.id for hr_id, person in known.items()} | dict(zip(hr_ids, ids, strict=True))
    units = dict(Unit.objects.filter(merged_into=None).values_list("code", "id"))
    families = dict(JobFamily.objects.values_list("code", "id"))
    sites = dict(Site.objects.values_list("code", "id"))
    names = sheet.required("name", cells.text(LONGEST_NAME))
    emails = sheet.required("email", cells.email)
    rights = sheet.optional("right_to_work", _rights, "{}")
    return [
        Column("id", "bigint", ids),
        Column("public_id", "uuid", default="gen_random_uuid()"),
        Column("hr_id", "text", hr_ids),
        Column("sign_in_name", "text", _sign_in_names(sheet, hr_ids, emails, known)),
        Column("email", "text", emails),
        Column("name", "text", names),
        Column("sort_name", "text", [sort_name_of(name or "") for name in names] if names is not None else None),
        Column("unit_id", "bigint", sheet.required("unit_code", cells.one_of(units, _("unit")))),
        Column("manager_id", "bigint", sheet.optional("manager_hr_id", cells.one_of(everybody, _("person")), None)),
        Column("job_family_id", "bigint", sheet.required("job_family", cells.one_of(families, _("job family")))),
        Column("level", "smallint", sheet.required("level", cells.whole(1, 20))),
        Column("site_id", "bigint", sheet.required("site", cells.one_of(sites, _("site")))),
        Column("time_zone", "text", sheet.optional("time_zone", cells.zone, ""), default="''"),
        Column("hired_on", "date", sheet.required("hired_on", cells.day)),
        Column("right_to_work", "varchar[]", rights, default="'{}'"),
        Column("on_leave_from", "date", sheet.optional("on_leave_from", cells.day, None)),
        Column("on_leave_until", "date", sheet.optional("on_leave_until", cells.day, None)),
        Column("leave_email", "text", sheet.optional("leave_email", cells.email, ""), default="''"),
        # '!' is Django's mark of a password that nobody has; the rest makes each person's reset token their own
        Column("password", "text", default="'!' || replace(gen_random_uuid()::text, '-', '')"),
        Column("is_active", "boolean", default="true"),
    ]


def _rights(cell: str) -> str:
    return array(cells.listed(cells.country)(cell))


def _sign_in_names(
    sheet: Sheet, hr_ids: Sequence[str], emails: Sequence[str] | None, known: dict[str, Standing]
) -> list[str] | None:
    """New people's own, else their mail address; whoever stands keeps what they sign in with."""
    asked = sheet.optional("sign_in_name", cells.text(254), "") or [""] * len(hr_ids)
    mails = emails or [""] * len(hr_ids)
    taken = {person.sign_in_name for person in known.values()}
    first: dict[str, int] = {}
    names = []
    for index, (hr_id, name, mail) in enumerate(zip(hr_ids, asked, mails, strict=True)):
        if hr_id in known:
            names.append(known[hr_id].sign_in_name)
            continue
        typed = name or mail or ""
        new = typed.casefold()
        column = "sign_in_name" if sheet.has("sign_in_name") and name else "email"
        if new and new in taken:
            sheet.refuse(index, column, _("Somebody else signs in as “%(name)s”.") % {"name": new})
        elif new and first.setdefault(new, index) != index:
            sheet.refuse_as_twin(index, column, typed, first[new])
        names.append(new)
    return names


def _hold_and_sort(
    sheet: Sheet, ids: Sequence[int], staged: Sequence[Column], levels: Sequence[cells.Levels] | None
) -> list[int]:
    """Lock whoever will change; take out the rows that wait for HR. Returns the ids of who comes back to work."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT present.id FROM {TARGET} present JOIN staged_person USING (hr_id) "  # noqa: S608
            f"WHERE {differing('staged_person', staged)}"
        )
        touched = {row[0] for row in cursor.fetchall()}
        if levels is not None:
            cursor.execute(_DIFFERING_SKILLS)
            touched |= {row[0] for row in cursor.fetchall()}
    hold_people(touched & set(ids))
    waiting, returning = _read_waiting(sheet)
    place = {pk: index for index, pk in enumerate(ids)} if waiting else {}
    for pk in waiting:
        sheet.wait(place[pk], "hr_id", _("This row waits until HR has looked at it; it was not applied."))
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM staged_person WHERE id = ANY(%s)", [waiting])
    return returning


def _read_waiting(sheet: Sheet) -> tuple[list[int], list[int]]:
    """Ids of people whose rows wait, and of people who had left and were hired again since."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM {TARGET} WHERE NOT is_active AND id IN (SELECT id FROM staged_person)")  # noqa: S608
        left = {row[0] for row in cursor.fetchall()}
        returning: set[int] = set()
        if left and sheet.has("hired_on"):
            cursor.execute(_RETURNING, [list(left)])
            returning = {row[0] for row in cursor.fetchall()}
    return sorted(left - returning), sorted(returning)


def _new_addresses(columns: Sequence[str]) -> list[NewAddress]:
    """The addresses that the staged rows change, but for large and small letters, with what stands now."""
    found: list[NewAddress] = []
    with connection.cursor() as cursor:
        for column in columns:
            cursor.execute(
                f"SELECT present.id, present.{column} FROM {TARGET} present JOIN staged_person USING (id) "  # noqa: S608
                f"WHERE lower(present.{column}) <> lower(staged_person.{column}) ORDER BY present.id"
            )
            found += [NewAddress(pk, _ADDRESSES[column], former) for pk, former in cursor.fetchall()]
    return found


def _write_skills() -> set[int]:
    """Make each listed person's skills those of their cell; returns the people whose skills changed."""
    return ids_changed_by(_DROP_SKILLS, _PUT_SKILLS)


def _stage_levels(ids: Sequence[int], levels: Sequence[cells.Levels]) -> None:
    lines = [(pk, skill, level) for pk, pairs in zip(ids, levels, strict=True) for skill, level in pairs]
    people, skills, proficiencies = zip(*lines, strict=True) if lines else ((), (), ())
    stage(
        "staged_level",
        [
            Column("employee_id", "bigint", people),
            Column("skill_id", "bigint", skills),
            Column("proficiency", "smallint", proficiencies),
        ],
    )
