"""Import of sites and their holidays."""

from datetime import date

from django.utils.translation import gettext as _

from accounts.models import Holiday, Site
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

TARGET = Site._meta.db_table
NEEDED = ("name", "country", "time_zone")
COLUMNS = columns("code", others=["name", "country", "time_zone", "holidays"])
_HOLIDAY = Holiday._meta.db_table

# the cell is the site's whole calendar
_DROP = f"""
DELETE FROM {_HOLIDAY} standing USING staged_site
WHERE standing.site_id = staged_site.id
  AND NOT EXISTS (SELECT FROM staged_holiday s WHERE (s.site_id, s."on") = (standing.site_id, standing."on"))
RETURNING standing.site_id
"""  # noqa: S608  (table names of our own)
_ADD = f"""
INSERT INTO {_HOLIDAY} AS standing (site_id, "on", name) SELECT site_id, "on", name FROM staged_holiday
ON CONFLICT (site_id, "on") DO UPDATE SET name = excluded.name WHERE standing.name <> excluded.name
RETURNING site_id
"""  # noqa: S608


def _holiday(part: str) -> tuple[date, str]:
    day, _space, name = part.partition(" ")
    return cells.day(day), cells.text(LONGEST_NAME)(name.strip())


def _holidays(cell: str) -> tuple[tuple[date, str], ...]:
    """“2026-01-01 New Year’s Day|2026-05-01 May Day”."""
    holidays = cells.listed(_holiday)(cell)
    if len({on for on, _name in holidays}) != len(holidays):
        raise cells.WrongCell(_("A day stands here twice."))
    return holidays


@atomic.write
def import_sites(
    table: Table,
    *,
    by: Actor,
    clock: Clock = database_clock,
    dry_run: bool = False,
    progress: Progress = say_nothing,
) -> ImportReport:
    """Add and change sites; the column `holidays`, where the file has it, is each site's whole calendar.

    Raises NotAllowed, ImportRefused with every problem of the file, or Busy while another import runs.
    """
    at = begin(by=by, clock=clock, progress=progress)
    known = dict(Site.objects.values_list("code", "id"))
    sheet = Sheet(table)
    codes = sheet.keys("code", cells.code(40))
    names = sheet.required("name", cells.text(LONGEST_NAME))
    countries = sheet.required("country", cells.country)
    zones = sheet.required("time_zone", cells.zone)
    holidays = sheet.optional("holidays", _holidays, ())
    sheet.refuse_new_without(NEEDED, [code not in known for code in codes])
    sheet.refuse_if_wrong()

    progress(WRITE)
    ids = ids_for(TARGET, codes, known)
    staged = [
        Column("id", "bigint", ids),
        Column("code", "text", codes),
        Column("name", "text", names),
        Column("country", "text", countries),
        Column("time_zone", "text", zones),
    ]
    stage("staged_site", staged)
    done = upsert("staged_site", TARGET, staged, key="code")
    changed = set(done.changed)
    if holidays is not None:
        lines: list[tuple[int, date, str]] = [
            (site, on, name) for site, days in zip(ids, holidays, strict=True) for on, name in days
        ]
        stage(
            "staged_holiday",
            [
                Column("site_id", "bigint", [line[0] for line in lines]),
                Column('"on"', "date", [line[1] for line in lines]),
                Column("name", "text", [line[2] for line in lines]),
            ],
        )
        changed |= ids_changed_by(_DROP, _ADD)
    report = report_of(
        "sites",
        sheet,
        created=len(done.created),
        changed=len(changed - set(done.created)),
        missing=list(known.keys() - set(codes)),
    )
    return finish(report, by=by, at=at, dry_run=dry_run, progress=progress)
