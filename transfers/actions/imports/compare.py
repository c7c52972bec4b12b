"""What an import does, row by row: how things stand before it and after it, read in its own transaction."""

from collections.abc import Sequence

from django.db import connection

from transfers.actions.imports.kinds import KINDS
from transfers.actions.imports.report import ImportReport, Problem
from transfers.actions.imports.run import Progress
from transfers.clock import Clock
from transfers.formats.tables import Table
from transfers.queries.previews import Fields, Found, Row
from transfers.queries.standing_rows import STANDING, read_line
from transfers.sight.actor import Actor

# the columns that name a row
_KEYS = {"people": ("hr_id",), "assignments": ("campaign", "hr_id"), "leavers": ("hr_id",)}

_DIFFERING = """
SELECT coalesce(b.key, a.key), jsonb_strip_nulls(b.line), jsonb_strip_nulls(a.line)
FROM standing_before b FULL JOIN ({standing}) a ON a.key = b.key
WHERE b.line IS DISTINCT FROM a.line ORDER BY 1
"""


def import_and_compare(kind: str, table: Table, *, by: Actor, clock: Clock, progress: Progress) -> Found:
    """Join a transaction: load the table, and tell what that did. Raises what the import raises."""
    numbers = keys_of(kind, table)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS standing_before")
        cursor.execute(f"CREATE TEMPORARY TABLE standing_before ON COMMIT DROP AS {STANDING[kind]}")
        report = KINDS[kind].load(table, by=by, clock=clock, progress=progress)
        cursor.execute(_DIFFERING.format(standing=STANDING[kind]))
        differing = cursor.fetchall()
        cursor.execute(
            "SELECT key, jsonb_strip_nulls(line) FROM standing_before WHERE key = ANY(%s)", [list(numbers)]
        )
        before = dict(cursor.fetchall())
    rows = [
        (Row(numbers.get(key, 0), key, _fields(read_line(old), read_line(new))), old is None)
        for key, old, new in differing
    ]
    found = Found(
        counts={},
        warnings=to_lines(report.warnings),
        waiting=to_lines(report.waiting),
        created=sorted(row for row, is_new in rows if is_new),
        changed=sorted(row for row, is_new in rows if not is_new and row.fields),
        missing=report.missing,
        numbers=numbers,
        before=before,
    )
    found.counts = _count(report, found)
    return found


def keys_of(kind: str, table: Table) -> dict[str, int]:
    """The number of each row of the file, by what names the row."""
    places = [table.columns.index(column) for column in _KEYS.get(kind, ("code",))]
    return {" ".join(row.cells[place] for place in places): row.number for row in table.rows}


def to_lines(problems: Sequence[Problem]) -> list[list[object]]:
    return [[problem.row, problem.column, problem.message] for problem in problems]


def _fields(old: dict[str, str], new: dict[str, str]) -> Fields:
    # pairs, not lists: of 10,000 new people the collector would look at 170,000 lists again and again
    if not old:
        return {name: ("", text) for name, text in sorted(new.items())}
    return {
        name: (old.get(name, ""), new.get(name, "")) for name in sorted(old | new) if old.get(name) != new.get(name)
    }


def _count(report: ImportReport, found: Found) -> dict[str, int]:
    return {
        "rows": report.rows,
        "created": len(found.created),
        "changed": len(found.changed),
        "unchanged": len(found.unchanged),
        "missing": len(found.missing),
        "waiting": len(found.waiting),
        "warnings": len(found.warnings),
        "errors": 0,
    }
