"""A guard is out for as long as a test takes; one of the database's is dropped and made again."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from tests.guards.switch import state

_DEFINED = "SELECT conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = %s"


@contextmanager
def without(guard: str) -> Iterator[None]:
    """One guard is out; of the database's guards the statements that take it out and put it back are run."""
    kind, *names = guard.split(" · ")
    state["out"] = guard
    match kind:
        case "constraint":
            back = _drop(names[0])
        case "trigger":
            _run(f'ALTER TABLE {names[0]} DISABLE TRIGGER "{names[1]}"')
            back = f'ALTER TABLE {names[0]} ENABLE TRIGGER "{names[1]}"'
        case _:
            back = ""
    try:
        yield
    finally:
        state["out"] = ""
        if back:
            _run(back)


def _drop(name: str) -> str:
    """Drop a constraint, or the index that a conditional one is; returns what makes it again."""
    found = _ask(_DEFINED, name)
    if found:
        table, definition = found
        _run(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        return f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}'
    found = _ask("SELECT pg_get_indexdef(%s::regclass), ''", name)
    assert found is not None
    _run(f'DROP INDEX "{name}"')
    return found[0]


def _ask(statement: str, name: str) -> tuple[str, str] | None:
    with connection.cursor() as cursor:
        cursor.execute(statement, [name])
        row = cursor.fetchone()
    return None if row is None else (str(row[0]), str(row[1]))


def _run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '10s'")
        cursor.execute(statement)
        cursor.execute("RESET lock_timeout")
