"""What is wrong with an uploaded table: where, what, and what to do about it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

Gettext = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Limits:
    """What a table may hold. `unpacked_bytes` bounds a workbook, which arrives compressed."""

    file_bytes: int = 50_000_000
    unpacked_bytes: int = 100_000_000
    rows: int = 200_000
    columns: int = 100
    cell_letters: int = 10_000
    header_letters: int = 300
    problems: int = 1_000


LIMITS = Limits()


class Problem(NamedTuple):
    """One thing wrong. Row 1 is the header, row 0 the file as a whole; `column` is the header as typed."""

    row: int
    column: str
    code: str
    params: dict[str, int | str] = {}

    def sentence(self, gettext: Gettext = str) -> str:
        """Return what is wrong and what to do, without the place."""
        return MESSAGES[self.code](gettext) % self.params


class TableRefused(ValueError):
    """The bytes cannot be read as a table at all; carries the one Problem that says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.sentence())
        self.problem = problem


MESSAGES: dict[str, Callable[[Gettext], str]] = {
    "too_large": lambda gettext: gettext("The file is larger than %(limit)d bytes. Split it."),
    "empty": lambda gettext: gettext("The file holds no rows. Its first row must be the header."),
    "old_workbook": lambda gettext: gettext("This is an old Excel file. Save it as .xlsx or as CSV."),
    "unreadable_workbook": lambda gettext: gettext(
        "The workbook cannot be read; it may be damaged or protected by a password. Save it as CSV and try again."
    ),
    "unpacks_too_large": lambda gettext: gettext(
        "The workbook unpacks to more than it may. Save its first sheet as CSV."
    ),
    "encoding": lambda gettext: gettext(
        "A letter here is neither UTF-8 nor UTF-16. Save the file as “CSV UTF-8” and try again."
    ),
    "quotes": lambda gettext: gettext("The quotation marks do not pair here, or a cell is far too long."),
    "too_many_rows": lambda gettext: gettext("The table has more than %(limit)d rows. Split it."),
    "too_many_columns": lambda gettext: gettext("The table has more than %(limit)d columns. Remove some."),
    "duplicate_header": lambda gettext: gettext("This column appears twice. Remove one of the two."),
    "missing_column": lambda gettext: gettext(
        "This column is missing. Say which of the file’s columns it is, or add it."
    ),
    "title": lambda gettext: gettext(
        "This row does not look like headers: the rows below have more cells. Delete what stands above the headers."
    ),
    "beyond": lambda gettext: gettext(
        "A cell here stands to the right of the last header. Give its column a header, or empty it."
    ),
    "ragged": lambda gettext: gettext(
        "This row has %(cells)d cells, the header has %(expected)d. Look for a separator too many or too few."
    ),
    "nul": lambda gettext: gettext("This cell holds a NUL character. Remove it."),
    "cell_too_long": lambda gettext: gettext("This cell holds more than %(limit)d letters. Shorten it."),
    "formula_error": lambda gettext: gettext("The spreadsheet shows an error here (%(value)s). Mend the formula."),
    "too_many_problems": lambda gettext: gettext("There are more problems; only the first %(limit)d are listed."),
}
