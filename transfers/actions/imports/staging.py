"""From columns of checked values into a temporary table, and from there into the real one in a single statement."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import connection

from transfers.actions.locks import keep_imports_out


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a target table: its SQL type, its values by row, and what a new row gets without a value.

    `values` None means that the file does not have this column: what stands is left alone, new rows get `default`,
    an SQL expression.
    """

    name: str
    type: str
    values: Sequence[object] | None = None
    default: str = "NULL"


@dataclass(frozen=True, slots=True)
class Upserted:
    """Ids by what happened to them."""

    created: list[int]
    changed: list[int]


def hold_imports() -> None:
    """Wait until no other import runs; the lock goes with the transaction, and so does the limit of a statement.

    The commit of a company's import, and taking it back, check each row's references in one statement.
    """
    keep_imports_out()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")


def ids_for(table: str, keys: Sequence[str], known: Mapping[str, int]) -> list[int]:
    """The ids of `keys` in `table`: those that stand, and fresh ones for what is new."""
    new = sum(key not in known for key in keys)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')::regclass::oid", [table])
        (sequence,) = cursor.fetchone()
        cursor.execute("SELECT nextval(%s::oid::regclass) FROM generate_series(1, %s)", [sequence, new])
        fresh = iter([row[0] for row in cursor.fetchall()])
    return [known[key] if key in known else next(fresh) for key in keys]


def stage(name: str, columns: Sequence[Column]) -> None:
    """Make the temporary table `name` and COPY the columns that have values into it."""
    present = [column for column in columns if column.values is not None]
    names = ", ".join(column.name for column in present)
    texts = [column.name for column in present if column.type in ("text", "varchar[]")]
    not_null = f", FORCE_NOT_NULL ({', '.join(texts)})" if texts else ""
    lines = io.StringIO()
    csv.writer(lines, lineterminator="\n").writerows(zip(*(column.values or () for column in present), strict=True))
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {name}")
        definition = ", ".join(f"{column.name} {column.type}" for column in present)
        cursor.execute(f"CREATE TEMPORARY TABLE {name} ({definition}) ON COMMIT DROP")
        # Django wraps what `execute` raises and not what `copy` does: unwrapped, a lost connection would be no 503
        # and a deadlock would not be tried again.
        with (
            connection.wrap_database_errors,
            cursor.copy(f"COPY {name} ({names}) FROM STDIN (FORMAT csv{not_null})") as copy,
        ):
            copy.write(lines.getvalue())


def differing(name: str, columns: Sequence[Column]) -> str:
    """SQL: the condition under which a staged row is new or differs from its row `present` in the target."""
    given = [column.name for column in columns if column.values is not None and column.name != "id"]
    present = ", ".join(f"present.{column}" for column in given)
    staged = ", ".join(f"{name}.{column}" for column in given)
    return f"(present.id IS NULL OR ({present}) IS DISTINCT FROM ({staged}))"


def moving(name: str, target: str, columns: Sequence[str]) -> dict[int, str]:
    """By id, the first of `columns` in which a staged row differs from its row in the target, or from nothing."""
    if not columns:
        return {}
    cases = " ".join(f"WHEN present.{column} IS DISTINCT FROM {name}.{column} THEN '{column}'" for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, moved FROM (SELECT {name}.id, CASE {cases} END AS moved "  # noqa: S608  (our own names)
            f"FROM {name} LEFT JOIN {target} present ON present.id = {name}.id) compared WHERE moved IS NOT NULL"
        )
        return dict(cursor.fetchall())


def upsert(name: str, target: str, columns: Sequence[Column], *, key: str) -> Upserted:
    """Update what differs, then insert what is new, each by ascending id and in one statement.

    The first column must be `id`; columns whose values the file lacks keep what stands. Rows that are equal are not
    touched at all. What is new is inserted without looking for a conflict, which would cost as much as an index more:
    one import runs at a time, and where another hand adds the same key the key refuses it and nothing is written.
    """
    given = [column for column in columns if column.values is not None]
    changing = [column.name for column in given if column.name not in ("id", key)]
    values = ", ".join(
        f"{name}.{column.name}"
        if column.values is not None
        else f"CASE WHEN present.id IS NULL THEN {column.default} ELSE present.{column.name} END"
        for column in columns
    )
    # A file of keys alone changes nothing but must not fail.
    action = (
        f"UPDATE SET {', '.join(f'{column} = excluded.{column}' for column in changing)} "
        f"WHERE ({', '.join(f'{target}.{column}' for column in changing)}) "
        f"IS DISTINCT FROM ({', '.join(f'excluded.{column}' for column in changing)})"
        if changing
        else "NOTHING"
    )
    insert = (
        f"INSERT INTO {target} ({', '.join(column.name for column in columns)}) "  # noqa: S608  (our own names)
        f"SELECT {values} FROM {name} LEFT JOIN {target} present ON present.{key} = {name}.{key} "
    )
    standing = f"present.id IS NOT NULL AND {differing(name, columns)}"
    with connection.cursor() as cursor:
        cursor.execute(f"{insert} WHERE {standing} ORDER BY {name}.id ON CONFLICT ({key}) DO {action} RETURNING id")
        changed = [pk for (pk,) in cursor.fetchall()]
        cursor.execute(f"{insert} WHERE present.id IS NULL ORDER BY {name}.id RETURNING id")
        created = [pk for (pk,) in cursor.fetchall()]
    return Upserted(created, changed)


def ids_changed_by(*statements: str) -> set[int]:
    """Run statements that say in RETURNING which rows they changed the lists of; all those ids."""
    changed: set[int] = set()
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
            changed |= {row[0] for row in cursor.fetchall()}
    return changed


def array(values: Iterable[str]) -> str:
    """Checked codes as the text of a PostgreSQL array."""
    return "{" + ",".join(values) + "}"
