"""What an import wrote, row by row as the tables have it: kept for a day, so that it can be taken back."""

import json
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from django.db import connection

# The tables that each kind of import writes, what others hang on last. Merges and people who come back are refused
# as a whole, and what else those write is not in here.
TABLES: dict[str, tuple[str, ...]] = {
    "sites": ("accounts_site", "accounts_holiday"),
    "skills": ("accounts_skill",),
    "families": ("accounts_jobfamily", "accounts_jobfamily_adjacent"),
    "units": ("accounts_unit", "accounts_unit_delegates"),
    "people": ("accounts_employee", "accounts_employeeskill", "transfers_heldmove"),
    "roles": ("transfers_role", "transfers_roleskill", "transfers_grant"),
    "assignments": ("transfers_assignment", "transfers_campaign_assigned_units"),
    "leavers": ("transfers_leaver",),
}
# What a row has of its person's own: kept nowhere else, and no part of what an import writes.
ROW = "(to_jsonb({alias}) - 'password' - 'last_login')"
_BEFORE = f"""
CREATE TEMPORARY TABLE journal_{{table}} ON COMMIT DROP AS SELECT id, {ROW.format(alias="t")} AS line FROM {{table}} t
"""  # noqa: S608  (our own words)
_WRITTEN = f"""
SELECT coalesce(a.id, b.id), b.line, a.line
FROM journal_{{table}} b FULL JOIN (SELECT id, {ROW.format(alias="t")} AS line FROM {{table}} t) a USING (id)
WHERE b.line IS DISTINCT FROM a.line ORDER BY 1
"""  # noqa: S608  (our own words)

_REFERRING = """
SELECT DISTINCT quote_ident(conname) FROM pg_constraint
WHERE contype = 'f' AND condeferrable AND confrelid = ANY(%s::regclass[]) ORDER BY 1
"""
# of these constraints, in one statement
_AT_ONCE = 8

Line = dict[str, Any]


class Written(NamedTuple):
    """One row: as it stood before the import (None: it did not) and after it (None: it does not)."""

    id: int
    before: Line | None
    after: Line | None


Journal = dict[str, list[Written]]


@contextmanager
def written_down(kind: str) -> Iterator[Journal]:
    """Fill the journal with what is written to the kind's tables inside, in the caller's transaction."""
    journal: Journal = {}
    with connection.cursor() as cursor:
        for table in TABLES[kind]:
            cursor.execute(f"DROP TABLE IF EXISTS journal_{table}")
            cursor.execute(_BEFORE.format(table=table))
    yield journal
    with connection.cursor() as cursor:
        for table in TABLES[kind]:
            cursor.execute(_WRITTEN.format(table=table))
            journal[table] = [Written(pk, _read(before), _read(after)) for pk, before, after in cursor.fetchall()]


def _read(line: str | None) -> Line | None:
    return json.loads(line) if line is not None else None


def pack_journal(journal: Journal) -> bytes:
    return zlib.compress(json.dumps(journal).encode(), 1)


def unpack_journal(packed: bytes) -> Journal:
    read = json.loads(zlib.decompress(packed))
    return {table: [Written(*row) for row in rows] for table, rows in read.items()}


def created(rows: Sequence[Written]) -> list[int]:
    return [row.id for row in rows if row.before is None]


def take_back(journal: Journal, told: Callable[[int], object]) -> None:
    """Put every row back as it stood: what was added goes, what was changed or taken away comes back.

    Whoever calls this holds the rows, and knows that they stand as the import left them. Nearly all of the time goes
    to the database's look through every table that refers to a row: `told` gets how many percent of them are done.
    """
    with connection.cursor() as cursor:
        for table, rows in reversed(journal.items()):
            cursor.execute(f"DELETE FROM {table} WHERE id = ANY(%s)", [created(rows)])  # noqa: S608
        for table, rows in journal.items():
            changed = [row for row in rows if row.before is not None and row.after is not None]
            columns = sorted({name for row in changed for name in _differing(row)})
            if columns:
                sets = ", ".join(f'"{name}" = was."{name}"' for name in columns)
                cursor.execute(
                    f"UPDATE {table} t SET {sets} FROM jsonb_populate_recordset(NULL::{table}, %s) was "  # noqa: S608
                    "WHERE t.id = was.id",
                    [json.dumps([row.before for row in changed])],
                )
            gone = [row.before for row in rows if row.after is None]
            if gone:
                cursor.execute(
                    f"INSERT INTO {table} SELECT * FROM jsonb_populate_recordset(NULL::{table}, %s)",  # noqa: S608
                    [json.dumps(gone)],
                )
        cursor.execute(_REFERRING, [[*journal]])
        names = [name for (name,) in cursor.fetchall()]
        for done in range(0, len(names), _AT_ONCE):
            cursor.execute(f"SET CONSTRAINTS {', '.join(names[done : done + _AT_ONCE])} IMMEDIATE")
            told(100 * (done + _AT_ONCE) // (len(names) + _AT_ONCE))
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _differing(row: Written) -> set[str]:
    before, after = row.before or {}, row.after or {}
    return {name for name in before if before[name] != after.get(name)}


def moved(rows: Sequence[Written], columns: Sequence[str]) -> list[int]:
    """Ids of standing rows of which one of the columns was changed."""
    return [row.id for row in rows if row.before and row.after and _differing(row) & set(columns)]
