"""Import of skills."""

from accounts.models import Skill
from accounts.names import LONGEST_NAME
from transfers import atomic
from transfers.actions.imports import cells
from transfers.actions.imports.report import ImportReport
from transfers.actions.imports.run import WRITE, Progress, begin, finish, report_of, say_nothing
from transfers.actions.imports.sheet import Sheet, columns
from transfers.actions.imports.staging import Column, ids_for, stage, upsert
from transfers.clock import Clock, database_clock
from transfers.formats.tables import Table
from transfers.sight.actor import Actor

TARGET = Skill._meta.db_table
NEEDED = ("name",)
COLUMNS = columns("code", others=["name"])


@atomic.write
def import_skills(
    table: Table,
    *,
    by: Actor,
    clock: Clock = database_clock,
    dry_run: bool = False,
    progress: Progress = say_nothing,
) -> ImportReport:
    """Add and rename skills.

    Raises NotAllowed, ImportRefused with every problem of the file, or Busy while another import runs.
    """
    at = begin(by=by, clock=clock, progress=progress)
    known = dict(Skill.objects.values_list("code", "id"))
    sheet = Sheet(table)
    codes = sheet.keys("code", cells.code(60))
    names = sheet.required("name", cells.text(LONGEST_NAME))
    sheet.refuse_new_without(NEEDED, [code not in known for code in codes])
    sheet.refuse_if_wrong()

    progress(WRITE)
    staged = [
        Column("id", "bigint", ids_for(TARGET, codes, known)),
        Column("code", "text", codes),
        Column("name", "text", names),
    ]
    stage("staged_skill", staged)
    done = upsert("staged_skill", TARGET, staged, key="code")
    report = report_of(
        "skills",
        sheet,
        created=len(done.created),
        changed=len(done.changed),
        missing=list(known.keys() - set(codes)),
    )
    return finish(report, by=by, at=at, dry_run=dry_run, progress=progress)
