"""Import of who left the company and when: for the count of people who left before a reassignment and since."""

from django.utils.translation import gettext as _

from accounts.models import Employee
from transfers import atomic
from transfers.actions.imports import cells
from transfers.actions.imports.report import ImportReport
from transfers.actions.imports.run import WRITE, Progress, begin, finish, report_of, say_nothing
from transfers.actions.imports.sheet import Sheet, columns
from transfers.actions.imports.staging import Column, ids_for, stage, upsert
from transfers.clock import Clock, database_clock
from transfers.formats.tables import Table
from transfers.models import Leaver
from transfers.queries.retention import KEPT
from transfers.sight.actor import Actor

TARGET = Leaver._meta.db_table
NEEDED = ("left_on",)
COLUMNS = columns("hr_id", others=["left_on"])


@atomic.write
def import_leavers(
    table: Table,
    *,
    by: Actor,
    clock: Clock = database_clock,
    dry_run: bool = False,
    progress: Progress = say_nothing,
) -> ImportReport:
    """Note who left on which day. Nobody's rights, sign-in or unit change by it.

    Raises NotAllowed, ImportRefused with every problem of the file, or Busy while another import runs.
    """
    at = begin(by=by, clock=clock, progress=progress)
    known = dict(Leaver.objects.values_list("hr_id", "id"))
    sheet = Sheet(table)
    hr_ids = sheet.keys("hr_id", cells.code(40))
    days = sheet.required("left_on", cells.day)
    sheet.refuse_new_without(NEEDED, [hr_id not in known for hr_id in hr_ids])
    here = set(Employee.objects.filter(is_active=True).values_list("hr_id", flat=True))
    for index in sheet.sound():
        if days is not None and days[index] > at.date():
            sheet.refuse(index, "left_on", _("This day has not come yet."))
        elif days is not None and days[index] <= (at - KEPT).date():
            sheet.warn(index, "left_on", _("This is more than 18 months ago: the row is deleted again within a day."))
        elif hr_ids[index] in here:
            words = _("This person works here by the people file. They are counted as left; nothing else changes.")
            sheet.warn(index, "hr_id", words)
    sheet.refuse_if_wrong()

    progress(WRITE)
    staged = [Column("id", "bigint", ids_for(TARGET, hr_ids, known)), Column("hr_id", "text", hr_ids)]
    staged += [Column("left_on", "date", days)] if days is not None else []
    stage("staged_leaver", staged)
    done = upsert("staged_leaver", TARGET, staged, key="hr_id")
    report = report_of(
        "leavers",
        sheet,
        created=len(done.created),
        changed=len(done.changed),
        missing=list(known.keys() - set(hr_ids)),
    )
    return finish(report, by=by, at=at, dry_run=dry_run, progress=progress)
