"""Reads that stand on every page: the ORM puts each into SQL once a process, and asks it again with other values.

What a query may see is still said by sight, once; only the writing of the SQL is spared: it costs more than asking.
"""

import uuid
from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any, Generic, TypeVar, cast

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model, QuerySet
from django.db.models.query import ModelIterable
from django.db.models.sql.compiler import SQLCompiler
from django.utils import timezone, translation

from transfers.prepared import ask

M = TypeVar("M", bound=Model)
T = TypeVar("T")

Value = int | str | datetime | uuid.UUID
# Values that no row holds and no query names by itself: where they stand in the SQL, the caller's go. The query is
# built with two sets of them, as unlike as can be and under two languages and time zones: one that looks at what it
# is given, shortens it or turns an instant into a local day shows itself.
_IDS = 2**63 - 1, 31_002
_WORDS = "Stand-in \N{SNOWMAN} {}", "  " + "another " * 50 + "{} "
_INSTANTS = datetime(9000, 1, 1, 0, 1, tzinfo=UTC), datetime(1961, 1, 1, 23, 59, 7, 654_321, tzinfo=UTC)
_LANGUAGES, _ZONES = ("en", "de"), ("UTC", "Pacific/Auckland")


def _as_it_is(value: Any) -> Any:
    return value


def _stand_in(kind: type[Value], place: int, turn: int) -> Value:
    if kind is datetime:
        return _INSTANTS[turn] + timedelta(days=2 * place)
    if kind is str:
        return _WORDS[turn].format(place)
    number = _IDS[turn] - place
    return uuid.UUID(int=number) if kind is uuid.UUID else number


@dataclass(frozen=True, slots=True)
class _Place:
    """A parameter of the SQL: a value that never changes, or the name of the caller's and how it is written there."""

    fixed: Any = None
    name: str = ""
    write: Callable[[Any], Any] = _as_it_is


class _Written:
    """A query's compiler that has done its work, in the place of query and compiler both."""

    db = DEFAULT_DB_ALIAS
    _known_related_objects: dict[Any, Any] = {}

    def __init__(self, compiler: SQLCompiler, sql: str, params: list[Any]) -> None:
        self._compiler, self._sql, self._params = compiler, sql, params
        self.select, self.klass_info = compiler.select, compiler.klass_info
        self.annotation_col_map = compiler.annotation_col_map

    @property
    def query(self) -> "_Written":
        return self

    def get_compiler(self, **_where: object) -> "_Written":
        return self

    def execute_sql(self, **_how: object) -> list[list[tuple[Any, ...]]]:
        return [ask(self._sql, self._params)]

    def results_iter(self, results: Any) -> Iterator[Any]:
        compiler = copy(self._compiler)
        compiler.connection = connection  # the one it was written with may be another thread's
        return iter(compiler.results_iter(results, tuple_expected=True))


class Statement(Generic[T]):
    """A query of one shape, for other values each time.

    `build` is given a stand-in for every value and returns the query; it may not look at what it is given: whatever
    depends on a value is in the SQL. An instant may go into it as its day in UTC too, and a value may go unused.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, T]], **kinds: type[Value]) -> None:
        self._build, self._kinds = build, kinds

    def ask(self, **values: Value) -> list[T]:
        """The rows, as the query gives them: models with what they were read with, or tuples of values."""
        compiler, sql, places = self._shape
        params = [place.write(values[place.name]) if place.name else place.fixed for place in places]
        written = _Written(compiler, sql, params)
        if not compiler.query.default_cols:
            return list(written.results_iter(written.execute_sql()))
        return list(ModelIterable(cast("QuerySet[Any]", written)))

    @cached_property
    def _shape(self) -> tuple[SQLCompiler, str, list[_Place]]:
        first, second = self._write(0), self._write(1)
        if first[1:] != second[1:]:
            raise ValueError("the query makes something of a value before it asks")
        return first

    def _write(self, turn: int) -> tuple[SQLCompiler, str, list[_Place]]:
        stand_ins = {name: _stand_in(kind, place, turn) for place, (name, kind) in enumerate(self._kinds.items())}
        with translation.override(_LANGUAGES[turn]), timezone.override(_ZONES[turn]):
            compiler = self._build(**stand_ins).query.get_compiler(connection.alias)
            sql, params = compiler.as_sql()
        return compiler, sql, [_place(param, stand_ins) for param in params]


def _place(param: Any, stand_ins: dict[str, Value]) -> _Place:
    for name, stand_in in stand_ins.items():
        if param == stand_in:
            return _Place(name=name)
        if isinstance(stand_in, datetime) and param == stand_in.date():
            return _Place(name=name, write=datetime.date)
    return _Place(fixed=str(param) if isinstance(param, str) else param)
