"""Importing 10,000 people beside a raw COPY of the same rows."""

import csv
import io
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from django.db import connection

from seeds.company import make_company, write_files
from tests.bench.scratch import scratch_database
from tests.bench.table import Figure
from transfers.actions.imports.kinds import KINDS
from transfers.sight.actor import PORTAL

PEOPLE, TIMES = 10_000, 5
TODAY = date(2026, 11, 23)


def forget_people() -> None:
    """Back to a company without people, its tables as tidy as fresh ones."""
    with connection.cursor() as cursor:
        for table in ("accounts_employeeskill", "accounts_employee"):
            cursor.execute(f"DELETE FROM {table}")
            cursor.execute(f"VACUUM {table}")


def read_rows() -> bytes:
    """The people that stand, as COPY writes them."""
    with connection.cursor() as cursor, cursor.copy("COPY accounts_employee TO STDOUT") as copy:
        return b"".join(bytes(block) for block in copy)


def copy_rows(rows: bytes, table: str) -> None:
    """COPY ready rows into a table of the people's columns, and commit."""
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN") as copy:
        copy.write(rows)


def make_staging() -> None:
    """An empty table of the people's columns without a key, an index or a check."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_staging")
        cursor.execute("CREATE TABLE bench_staging (LIKE accounts_employee)")


def without(data: bytes, column: str) -> bytes:
    """The same file without one column."""
    rows = list(csv.DictReader(io.StringIO(data.decode())))
    out = io.StringIO()
    writer = csv.DictWriter(out, [name for name in rows[0] if name != column], extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def make_file(folder: Path) -> bytes:
    """The first 10,000 people of the demo company; load what they refer to."""
    files = write_files(make_company("full", TODAY), folder)
    for kind in ("sites", "skills", "families", "units"):
        KINDS[kind].load(KINDS[kind].read(files[kind].read_bytes()), by=PORTAL)
    return b"".join(files["people"].read_bytes().splitlines(keepends=True)[: PEOPLE + 1])


def run(data: bytes) -> None:
    """What the command does with a file."""
    KINDS["people"].load(KINDS["people"].read(data), by=PORTAL)


def measure() -> list[Figure]:
    """A first import, the same file again, and one with skills; each beside raw COPY of the same rows, in turns."""
    with scratch_database(), tempfile.TemporaryDirectory() as name:
        full = make_file(Path(name))
        plain = without(full, "skills")
        run(plain)
        rows = read_rows()
        bare, keyed, first, again, skilled = in_turns(
            (make_staging, lambda: copy_rows(rows, "bench_staging")),
            (forget_people, lambda: copy_rows(rows, "accounts_employee")),
            (forget_people, lambda: run(plain)),
            (lambda: None, lambda: run(plain)),
            (forget_people, lambda: run(full)),
        )
    into_bare = "raw COPY of its rows into an unindexed table of the same columns"
    into_keyed = "raw COPY of its rows into the keyed table itself"
    return [
        Figure(f"import {PEOPLE:,} people", first, into_bare, bare, at_most=15),
        Figure(f"import {PEOPLE:,} people", first, into_keyed, keyed),
        Figure("the same file again, nothing changed", again, into_bare, bare, at_most=15),
        Figure("with their 50,000 skills, a table more", skilled, into_keyed, keyed),
    ]


def in_turns(*works: tuple[Callable[[], object], Callable[[], object]]) -> list[float]:
    """The median duration of each second work, after its first, which does not count; round by round."""
    taken: list[list[float]] = [[] for _ in works]
    for _ in range(TIMES):
        for (before, work), seconds in zip(works, taken, strict=True):
            before()
            start = time.perf_counter()
            work()
            seconds.append(time.perf_counter() - start)
    return [statistics.median(seconds) for seconds in taken]
