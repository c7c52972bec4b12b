"""Statements that thousands of pages and forms send: planned once a connection, their values bound by the server.

The ORM's other queries hold their values in their text, where each would be a statement of its own.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import NotSupportedError, connection
from psycopg import Cursor
from psycopg.types.numeric import Int8

Values = Sequence[Any] | Mapping[str, Any]


# "cached plan must not change result type": a migration gave a column another type since this was prepared. It is
# feature_not_supported; PostgreSQL has no narrower code for it.
CHANGED = "0A000"


def ask(sql: str, values: Values = ()) -> list[tuple[Any, ...]]:
    """Send one statement that returns rows, prepared, and read them all.

    One that was prepared before a column changed is prepared anew; inside a transaction, which that ends, by who
    opened it (atomic.py).
    """
    try:
        return _ask(sql, values)
    except NotSupportedError as error:
        if connection.in_atomic_block or getattr(error.__cause__, "sqlstate", None) != CHANGED:
            raise
        _ask("DEALLOCATE ALL", ())  # psycopg forgets by it what it had prepared
        return _ask(sql, values)


def _ask(sql: str, values: Values) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        if not connection.queries_logged:  # a log of queries shows values, which only the ORM's own cursor keeps
            cursor.cursor = Cursor(connection.connection)
        cursor.execute(sql, _typed(values))
        rows: list[tuple[Any, ...]] = cursor.fetchall() if cursor.rowcount >= 0 else []  # DEALLOCATE has none
    return rows


def _typed(values: Values) -> Values:
    """Whole numbers as the widest, so that a statement is not prepared anew for each width."""
    if isinstance(values, Mapping):
        return {name: Int8(value) if type(value) is int else value for name, value in values.items()}
    return [Int8(value) if type(value) is int else value for value in values]
