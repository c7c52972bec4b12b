"""A file's columns while they are checked; every problem is kept with its row and column."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TypeVar, cast

from django.utils.translation import gettext as _

from transfers.actions.imports.cells import Parse, WrongCell
from transfers.actions.imports.report import ImportRefused, Problem
from transfers.formats.tables import Column, Table

T = TypeVar("T")
E = TypeVar("E")

HEADER_ROW = 1


def columns(
    *key: str, others: Iterable[str], also: Mapping[str, tuple[str, ...]] = MappingProxyType({})
) -> tuple[Column, ...]:
    """A kind's columns: those that every file has, the others, and further headers that mean the same."""
    return tuple(Column(name, also.get(name, ()), is_required=name in key) for name in dict.fromkeys((*key, *others)))


class Sheet:
    """A table read by column.

    Columns are checked by distinct value, since a company has many people and few units. Values come back in the
    order of the rows; where a cell is wrong the list holds None whatever its type says, so that checks across cells
    go over `sound()` only, and `refuse_if_wrong` ends the import before anything is written.
    """

    def __init__(self, table: Table) -> None:
        self.problems: list[Problem] = []
        self.waiting: list[Problem] = []
        self.numbers = [row.number for row in table.rows]
        columns = list(zip(*(row.cells for row in table.rows), strict=True)) or [() for _column in table.columns]
        cells = dict(zip(table.columns, columns, strict=True))
        self._cells = {name: values for name, values in cells.items() if name not in table.absent}
        unknown = _("This column is not known and was not read.")
        self.warnings = [Problem(HEADER_ROW, header, unknown) for header in table.ignored]

    def __len__(self) -> int:
        return len(self.numbers)

    def has(self, column: str) -> bool:
        """Whether the file has this column; what it does not have is left as it stands."""
        return column in self._cells

    def raw(self, column: str) -> Sequence[str]:
        """The cells of a column as they stand."""
        return self._cells[column]

    def refuse(self, index: int, column: str, message: str) -> None:
        """Keep a problem of the row at `index`."""
        self.problems.append(Problem(self.numbers[index], column, message))

    def warn(self, index: int, column: str, message: str) -> None:
        """Keep a warning: the import goes on."""
        self.warnings.append(Problem(self.numbers[index], column, message))

    def wait(self, index: int, column: str, message: str) -> None:
        """Keep word of a row that is not applied until HR has decided on it."""
        self.waiting.append(Problem(self.numbers[index], column, message))

    def refuse_if_wrong(self) -> None:
        """Raise ImportRefused with every problem kept so far."""
        if self.problems:
            raise ImportRefused(self.problems)

    def required(self, column: str, parse: Parse[T]) -> list[T] | None:
        """The values of a column none of whose cells may be empty; None when the file does not have it."""
        nothing: tuple[T] | None = None
        return self._values(column, parse, nothing)

    def optional(self, column: str, parse: Parse[T], empty: E) -> list[T | E] | None:
        """The values of a column; an empty cell means `empty`. None when the file does not have the column."""
        return self._values(column, parse, (empty,))

    def _values(self, column: str, parse: Parse[T], empty: tuple[E] | None) -> list[T | E] | None:
        if column not in self._cells:
            return None
        cells = self._cells[column]
        values: dict[str, T | E] = {}
        wrong: dict[str, str] = {}
        for cell in set(cells):
            if cell == "":
                if empty is not None:
                    values[cell] = empty[0]
                else:
                    wrong[cell] = _("This must not be empty.")
                continue
            try:
                values[cell] = parse(cell)
            except WrongCell as error:
                wrong[cell] = error.message
        if wrong:
            for index, cell in enumerate(cells):
                if cell in wrong:
                    self.refuse(index, column, wrong[cell])
            return cast("list[T | E]", [values.get(cell) for cell in cells])
        return list(map(values.__getitem__, cells))

    def sound(self) -> Iterator[int]:
        """Indexes of the rows in which no problem was found so far."""
        wrong = {problem.row for problem in self.problems}
        return (index for index, number in enumerate(self.numbers) if number not in wrong)

    def keys(self, column: str, parse: Parse[str]) -> list[str]:
        """The values of the key column: none empty, none twice."""
        values = self.required(column, parse) or []
        self.refuse_twice(column, values)
        return values

    def refuse_twice(self, column: str, values: Sequence[object]) -> None:
        """Keep a problem for every row whose value stood in an earlier row."""
        if len(set(values)) == len(values):
            return
        first: dict[object, int] = {}
        for index, value in enumerate(values):
            if value is not None and first.setdefault(value, index) != index:
                self.refuse_as_twin(index, column, value, first[value])

    def refuse_as_twin(self, index: int, column: str, value: object, first: int) -> None:
        """Keep a problem of the row at `index`, whose value stands in the row at `first` already."""
        words = _("“%(value)s” stands in row %(row)d too.")
        self.refuse(index, column, words % {"value": value, "row": self.numbers[first]})

    def refuse_new_without(self, columns: Iterable[str], is_new: Sequence[bool]) -> None:
        """Keep a problem for every new row of a file that lacks a column which a new row needs."""
        for column in columns:
            if not self.has(column):
                for index, new in enumerate(is_new):
                    if new:
                        self.refuse(index, column, _("A new row needs this column."))
