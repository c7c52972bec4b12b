"""Import of job families and of which lie close enough to move between."""

from accounts.models import JobFamily
from accounts.names import LONGEST_NAME
from transfers import atomic
from transfers.actions.imports import cells
from transfers.actions.imports.report import ImportReport
from transfers.actions.imports.run import WRITE, Progress, begin, finish, report_of, say_nothing
from transfers.actions.imports.sheet import Sheet, columns
from transfers.actions.imports.staging import Column, ids_changed_by, ids_for, stage, upsert
from transfers.clock import Clock, database_clock
from transfers.formats.tables import Table
from transfers.sight.actor import Actor

TARGET = JobFamily._meta.db_table
NEEDED = ("name",)
COLUMNS = columns("code", others=["name", "adjacent"])
_ADJACENT = JobFamily.adjacent.through._meta.db_table

# A family's neighbours are those its line names and those whose lines name it: adjacency has two sides and one row
# each way. What the file does not name any more ends, for the families that the file lists.
_DROP = f"""
DELETE FROM {_ADJACENT} pair USING staged_family a, staged_family b
WHERE pair.from_jobfamily_id = a.id AND pair.to_jobfamily_id = b.id
  AND NOT EXISTS (SELECT FROM staged_adjacent s
                  WHERE (s.a, s.b) IN ((a.id, b.id), (b.id, a.id)))
RETURNING pair.from_jobfamily_id
"""  # noqa: S608  (table names of our own)
_ADD = f"""
INSERT INTO {_ADJACENT} (from_jobfamily_id, to_jobfamily_id)
SELECT a, b FROM staged_adjacent UNION SELECT b, a FROM staged_adjacent
ON CONFLICT DO NOTHING RETURNING from_jobfamily_id
"""  # noqa: S608


@atomic.write
def import_families(
    table: Table,
    *,
    by: Actor,
    clock: Clock = database_clock,
    dry_run: bool = False,
    progress: Progress = say_nothing,
) -> ImportReport:
    """Add and rename job families and set their neighbours; a neighbour may be named on either line.

    Raises NotAllowed, ImportRefused with every problem of the file, or Busy while another import runs.
    """
    at = begin(by=by, clock=clock, progress=progress)
    known = dict(JobFamily.objects.values_list("code", "id"))
    sheet = Sheet(table)
    codes = sheet.keys("code", cells.code(40))
    names = sheet.required("name", cells.text(LONGEST_NAME))
    ids = ids_for(TARGET, codes, known)
    everybody = known | dict(zip(codes, ids, strict=True))
    adjacent = sheet.optional("adjacent", cells.listed(cells.one_of(everybody, "job family")), ())
    sheet.refuse_new_without(NEEDED, [code not in known for code in codes])
    sheet.refuse_if_wrong()

    progress(WRITE)
    staged = [Column("id", "bigint", ids), Column("code", "text", codes), Column("name", "text", names)]
    stage("staged_family", staged)
    done = upsert("staged_family", TARGET, staged, key="code")
    changed = set(done.changed)
    if adjacent is not None:
        pairs: list[tuple[int, int]] = [
            (a, b) for a, others in zip(ids, adjacent, strict=True) for b in others if a != b
        ]
        stage(
            "staged_adjacent",
            [Column("a", "bigint", [p[0] for p in pairs]), Column("b", "bigint", [p[1] for p in pairs])],
        )
        changed |= ids_changed_by(_DROP, _ADD)
    report = report_of(
        "families",
        sheet,
        created=len(done.created),
        changed=len(changed & set(ids) - set(done.created)),
        missing=list(known.keys() - set(codes)),
    )
    return finish(report, by=by, at=at, dry_run=dry_run, progress=progress)
