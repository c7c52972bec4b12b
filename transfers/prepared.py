"""Statements that thousands of pages and forms send: planned once a connection, their values bound by the server.

The ORM's other queries hold their values in their text, where each would be a statement of its own.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection
from psycopg import Cursor
from psycopg.types.numeric import Int8

Values = Sequence[Any] | Mapping[str, Any]


def ask(sql: str, values: Values = ()) -> list[tuple[Any, ...]]:
    """Send one statement that returns rows, prepared, and read them all."""
    with connection.cursor() as cursor:
        server = connection.connection
        threshold = server.prepare_threshold
        if not connection.queries_logged:  # a log of queries shows values, which only the ORM's own cursor keeps
            cursor.cursor = Cursor(server)
            server.prepare_threshold = 0
        try:
            cursor.execute(sql, _typed(values))
        finally:
            server.prepare_threshold = threshold
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _typed(values: Values) -> Values:
    """Whole numbers as the widest, so that a statement is not prepared anew for each width."""
    if isinstance(values, Mapping):
        return {name: Int8(value) if type(value) is int else value for name, value in values.items()}
    return [Int8(value) if type(value) is int else value for value in values]
