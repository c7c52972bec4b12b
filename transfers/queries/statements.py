"""Reads that stand on every page, or whose SQL is long: the ORM puts each into SQL once a process, and asks it again.

What a query may see is still said by sight, once; only the writing of the SQL is spared: it costs more than asking.
A word or number that stays stands in the text and a value of the caller's is bound once, however often it occurs: so
PostgreSQL keeps one plan for every reader (databases.py) and does not plan anew each time. What is found by a span of
time alone, whose width a plan would have to know, is asked by the ORM instead.
"""

import re
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any, Generic, TypeVar, cast

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Count, Model, QuerySet
from django.db.models import Value as Constant
from django.db.models.query import ModelIterable, ValuesListIterable
from django.db.models.sql.compiler import SQLCompiler
from django.utils import timezone, translation
from psycopg.sql import Literal

from transfers.calendars import start_of_portal_day
from transfers.models.partly import partly
from transfers.prepared import ask
from transfers.sight.actor import Person

M = TypeVar("M", bound=Model)
T = TypeVar("T")

Value = int | str | datetime | uuid.UUID
# What a query is built with in place of the values it will be asked with: where one stands in the SQL, the caller's
# goes. It is built with each set of them, as unlike as can be and under other languages and time zones: a query that
# looks at what it is given, shortens it or turns an instant into a local day comes out otherwise.
_IDS = 2**63 - 1, -31_002, 31_002
_WORDS = "Stand-in \N{SNOWMAN} {}", "  " + "another " * 50 + "{} ", "A third {}"
_INSTANTS = (
    datetime(9000, 1, 1, 0, 1, tzinfo=UTC),
    datetime(1961, 1, 1, 23, 59, 7, 654_321, tzinfo=UTC),
    datetime(2021, 6, 15, 12, tzinfo=UTC),
)
_LANGUAGES, _ZONES = ("en", "de", "en"), ("UTC", "Pacific/Auckland", "America/Los_Angeles")
_TURNS = range(len(_IDS))
_BOUND = re.compile("%s|%%")


def _stand_in(kind: type[Value], place: int, turn: int) -> Value:
    if kind is datetime:
        # two: a zone moves a day by one; and never as far apart as in another turn
        return _INSTANTS[turn] + timedelta(days=2 * place * (turn + 1))
    if kind is str:
        return _WORDS[turn].format(place)
    number = _IDS[turn] - place
    return uuid.UUID(int=abs(number)) if kind is uuid.UUID else number


@dataclass(frozen=True, slots=True)
class _Place:
    """A parameter of the SQL: a value that stays, or the name of the caller's: of an instant perhaps its day, that
    day's first moment, or an instant so much later."""

    fixed: Any = None
    name: str = ""
    is_day: bool = False
    is_start_of_day: bool = False
    later: timedelta = timedelta()

    def fill(self, values: dict[str, Value]) -> Any:
        if not self.name:
            return self.fixed
        value = values[self.name]
        if not isinstance(value, datetime):
            return value
        if self.is_day:
            return value.date()
        return start_of_portal_day(value) if self.is_start_of_day else value + self.later


class _Written:
    """A query's compiler that has done its work, in the place of query and compiler both."""

    db = DEFAULT_DB_ALIAS
    _known_related_objects: dict[Any, Any] = {}

    def __init__(self, compiler: SQLCompiler, sql: str, params: dict[str, Any]) -> None:
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
        return iter(self._compiler.results_iter(results, tuple_expected=True))


class Statement(Generic[T]):
    """A query of one shape, for other values each time.

    `build` is given a stand-in for every value, by name, and returns the query, of models or `values_list` of tuples.
    It may not look at what it is given: whatever depends on a value is in the SQL. An instant is in UTC and may go
    into it as its day there too, as the start of that day, and the first instant named as one that lies a fixed time
    before or after it; a value may go unused. `kinds` are the types of the values.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, T]], **kinds: type[Value]) -> None:
        self._build, self._kinds = build, kinds

    def ask(self, **values: Value) -> list[T]:
        """The rows, as the query gives them: models with what they were read with, or tuples of values.

        Raises ValueError at the first asking where the query makes something of its values, or gives other rows.
        """
        compiler, sql, places = self._written
        written = _Written(compiler, sql, {name: place.fill(values) for place, name in places.items()})
        if not compiler.query.default_cols:
            return list(written.results_iter(written.execute_sql()))
        return list(ModelIterable(cast("QuerySet[Any]", written)))

    @cached_property
    def _written(self) -> tuple[SQLCompiler, str, dict[_Place, str]]:
        """The SQL with what stays in it, and the name under which each other place is bound."""
        compiler, sql, places = self._shape
        waiting, bound = iter(places), dict[_Place, str]()

        def write(found: re.Match[str]) -> str:
            if found[0] != "%s":
                return found[0]
            place = next(waiting)
            if not place.name and isinstance(place.fixed, str | int):
                return Literal(place.fixed).as_string().replace("%", "%%")
            return f"%({bound.setdefault(place, f'v{len(bound)}')})s"

        return compiler, _BOUND.sub(write, sql), bound

    @cached_property
    def _shape(self) -> tuple[SQLCompiler, str, list[_Place]]:
        first, *others = (self._write(turn) for turn in _TURNS)
        if any(other[1:] != first[1:] for other in others):
            raise ValueError("the query makes something of a value before it asks")
        return first

    def _write(self, turn: int) -> tuple[SQLCompiler, str, list[_Place]]:
        stand_ins = {name: _stand_in(kind, place, turn) for place, (name, kind) in enumerate(self._kinds.items())}
        with translation.override(_LANGUAGES[turn]), timezone.override(_ZONES[turn]):
            rows = self._build(**stand_ins)
            if rows._iterable_class not in (ModelIterable, ValuesListIterable):
                raise ValueError("models, or tuples of values")
            compiler = rows.query.get_compiler(connection.alias)
            try:
                sql, params = compiler.as_sql()
            except EmptyResultSet:
                return compiler, f"nothing in turn {turn}", []
        return compiler, sql, [_place(param, stand_ins) for param in params]


def _place(param: Any, stand_ins: dict[str, Value]) -> _Place:
    for name, stand_in in stand_ins.items():
        if param == stand_in:
            return _Place(name=name)
        if isinstance(stand_in, datetime) and param == stand_in.date():
            return _Place(name=name, is_day=True)
        if isinstance(stand_in, datetime) and param == start_of_portal_day(stand_in):
            return _Place(name=name, is_start_of_day=True)
    if isinstance(param, datetime):
        for name, stand_in in stand_ins.items():
            if isinstance(stand_in, datetime):
                return _Place(name=name, later=param - stand_in)  # of an instant that is fixed, another in each turn
    return _Place(fixed=str(param) if isinstance(param, str) else param)  # a status is a word here, not its enum


def person_by_id(viewer: int) -> Person:
    """The viewer as sight's filters take them, for a `build`; a filter that reads more of them finds nobody."""
    return partly(Person, ("id",), (viewer,))


def in_one_row(rows: QuerySet[M]) -> QuerySet[M, tuple[int]]:
    """How many rows there are, in one row; for `count_of`."""
    all_alike = rows.order_by().annotate(every=Constant(1)).values("every")
    return cast("QuerySet[M, tuple[int]]", all_alike.annotate(number=Count("*")).values_list("number"))


def count_of(found: list[tuple[int]]) -> int:
    """What a Statement of `in_one_row` found: no row is none."""
    return sum(number for (number,) in found)
