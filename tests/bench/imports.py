"""Importing 10,000 people beside a raw COPY of the same file. Run: `python -m tests.bench.imports`."""

import csv
import io
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import django
from django.db import connection
from django.test.utils import setup_databases, teardown_databases

from tests.bench.table import Figure, print_table

PEOPLE, TIMES = 10_000, 5
TODAY = date(2026, 11, 23)


@contextmanager
def scratch_database() -> Iterator[None]:
    """An empty database of its own, gone afterwards."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    made = setup_databases(verbosity=0, interactive=False, serialized_aliases=[])
    try:
        yield
    finally:
        teardown_databases(made, verbosity=0)


def seconds(work: Callable[[], object], *, before: Callable[[], object]) -> float:
    """The median duration of `work`, committed each time, after `before`, which does not count."""
    taken = []
    for _ in range(TIMES):
        before()
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def forget_people() -> None:
    """Back to a company without people, its tables as tidy as fresh ones."""
    with connection.cursor() as cursor:
        for table in ("accounts_employeeskill", "accounts_employee"):
            cursor.execute(f"DELETE FROM {table}")
            cursor.execute(f"VACUUM {table}")


def copy_raw(data: bytes) -> None:
    """COPY the file as it is into a bare table of text columns, and commit."""
    width = data.split(b"\n", 1)[0].count(b",") + 1
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE bench_raw ({', '.join(f'c{n} text' for n in range(width))})")
        with cursor.copy("COPY bench_raw FROM STDIN (FORMAT csv, HEADER)") as copy:
            copy.write(data)


def drop_raw() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_raw")


def read_rows() -> bytes:
    """The people that stand, as COPY writes them."""
    with connection.cursor() as cursor, cursor.copy("COPY accounts_employee TO STDOUT") as copy:
        return b"".join(bytes(block) for block in copy)


def copy_rows(rows: bytes) -> None:
    """COPY ready rows into the people's own table, with its keys, indexes and checks, and commit."""
    with connection.cursor() as cursor, cursor.copy("COPY accounts_employee FROM STDIN") as copy:
        copy.write(rows)


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
    # here, since the product may be imported only after Django was set up
    from seeds.company import make_company, write_files
    from transfers.actions.imports.kinds import KINDS
    from transfers.sight.actor import PORTAL

    files = write_files(make_company("full", TODAY), folder)
    for kind in ("sites", "skills", "families", "units"):
        KINDS[kind].load(KINDS[kind].read(files[kind].read_bytes()), by=PORTAL)
    return b"".join(files["people"].read_bytes().splitlines(keepends=True)[: PEOPLE + 1])


def measure(folder: Path) -> list[Figure]:
    """Figures for a first import, the same with skills, and the same file again."""
    from transfers.actions.imports.kinds import KINDS
    from transfers.sight.actor import PORTAL

    kind = KINDS["people"]

    def run(data: bytes) -> None:
        kind.load(kind.read(data), by=PORTAL)

    full = make_file(folder)
    plain = without(full, "skills")
    bare = seconds(lambda: copy_raw(plain), before=drop_raw)
    drop_raw()
    first = seconds(lambda: run(plain), before=forget_people)
    again = seconds(lambda: run(plain), before=lambda: None)
    rows = read_rows()
    ready = seconds(lambda: copy_rows(rows), before=forget_people)
    with_skills = seconds(lambda: run(full), before=forget_people)
    into_table, into_nothing = "raw COPY of ready rows into the same table", "raw COPY of the file into a bare table"
    return [
        Figure(f"import {PEOPLE:,} people", first, into_table, ready),
        Figure(f"import {PEOPLE:,} people", first, into_nothing, bare),
        Figure("the same file again, nothing changed", again, into_table, ready),
        Figure("with their 50,000 skills, a table more", with_skills, into_table, ready),
    ]


def print_figures() -> None:
    """The table, from a database of its own."""
    with scratch_database(), tempfile.TemporaryDirectory() as name:
        print_table("Importing people", measure(Path(name)))


if __name__ == "__main__":
    print_figures()
