"""Tables in and out: CSV and XLSX as text cells under known columns, every problem with its row and column."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import NamedTuple

from transfers.formats.problems import LIMITS, Limits, Problem, TableRefused
from transfers.formats.workbooks import SIGNATURE, read_workbook

OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
SEPARATORS = (",", ";", "\t")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
FORMULA_ERRORS = frozenset({"#N/A", "#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!"})


@dataclass(frozen=True, slots=True)
class Column:
    """A column the reader knows: its name, other headers that mean it, and whether it must be there."""

    name: str
    aliases: tuple[str, ...] = ()
    is_required: bool = True


class Row(NamedTuple):
    """One row: its number as a spreadsheet shows it, and its cells in the order of the known columns."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """What was read. With any problem nothing may be written; `ignored` are headers that nobody asked for.

    Rows that have a problem are left out of `rows`. `headers` has one entry a known column: the header as
    typed, or the column's name where the file has none; `absent` are the columns it has none for.
    """

    columns: tuple[str, ...]
    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]
    ignored: tuple[str, ...]
    absent: frozenset[str] = frozenset()


def read_table(data: bytes, columns: Sequence[Column], limits: Limits = LIMITS) -> Table:
    """Read CSV (UTF-8, UTF-16; comma, semicolon or tab) or the first sheet of an XLSX workbook.

    Headers are matched whatever their case, spaces and punctuation. Cells lose blanks at both ends, and the
    apostrophe that `write_table` puts before a formula. An absent optional column gives empty cells.
    """
    names = tuple(column.name for column in columns)
    try:
        records, is_padded = _records(data, columns, limits)
        header = next((record for record in records if any(record[1])), None)
        if header is None:
            raise TableRefused(Problem(0, "", "empty"))
        places, ignored, problems = _match(header, columns, limits)
        headers = tuple(header[1][place] if place >= 0 else names[i] for i, place in enumerate(places))
        if problems:
            return Table(names, headers, (), tuple(problems), ignored)
        width = max(place for place, text in enumerate(header[1]) if text) + 1
        rows = _read_rows(records, header, places, width, is_padded, limits, problems)
    except TableRefused as refusal:
        return Table(names, names, (), (refusal.problem,), ())
    absent = frozenset(name for name, place in zip(names, places, strict=True) if place < 0)
    return Table(names, headers, tuple(rows), tuple(problems), ignored, absent)


def read_all(data: bytes, limits: Limits = LIMITS) -> Table:
    """Read every column that has a header, under its own name. A header that no layout can name is a problem."""
    try:
        records, _is_padded = _records(data, (), limits)
        header = next((record for record in records if any(record[1])), None)
    except TableRefused as refusal:
        return Table((), (), (), (refusal.problem,), ())
    if wrong := tuple(_unnameable(header, limits)) if header else ():
        return Table((), (), (), wrong, ())
    headers = {key_of(text): text for text in (header[1] if header else ()) if text}
    table = read_table(data, [Column(text, is_required=False) for text in headers.values()], limits)
    titles = tuple(problem for problem in table.problems if problem.code == "title")
    return Table((), (), (), titles, ()) if titles else table


def _unnameable(header: "Record", limits: Limits) -> Iterator[Problem]:
    for text in header[1]:
        if code := "nul" if "\0" in text else "cell_too_long" if len(text) > limits.header_letters else "":
            shown = text.replace("\0", "")[: limits.header_letters]
            yield Problem(header[0], shown, code, {"limit": limits.header_letters})


def write_table(
    headers: Sequence[str], rows: Iterable[Sequence[str | int | None]], separator: str = SEPARATORS[0]
) -> bytes:
    """Write CSV that a spreadsheet opens as UTF-8 and in which no text is a formula.

    Texts are quoted, so that a spreadsheet with another separator finds no cell inside a cell.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=separator, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow([neutralise(header) for header in headers])
    for row in rows:
        writer.writerow(["" if cell is None else neutralise(cell) if isinstance(cell, str) else cell for cell in row])
    return text.getvalue().encode("utf-8-sig")


def neutralise(text: str) -> str:
    """Return `text` so that no spreadsheet runs it: an apostrophe before what starts a formula."""
    return "'" + text if text.startswith(FORMULA_STARTS) else text


def separator_of(data: bytes) -> str:
    """What `read_all` finds between the cells of a file; a comma where it is a workbook, which has none."""
    if data.startswith(SIGNATURE):
        return SEPARATORS[0]
    return _open_text(_decode(data), ())[1]


Record = tuple[int, list[str]]


def _records(data: bytes, columns: Sequence[Column], limits: Limits) -> tuple[Iterator[Record], bool]:
    """Return the numbered records, and whether short ones lack only empty cells, as a workbook's do."""
    if len(data) > limits.file_bytes:
        raise TableRefused(Problem(0, "", "too_large", {"limit": limits.file_bytes}))
    if data.startswith(OLD_WORKBOOK):
        raise TableRefused(Problem(0, "", "old_workbook"))
    if data.startswith(SIGNATURE):
        return _numbered(read_workbook(data, limits), 1, limits), True
    text, separator, first = _open_text(_decode(data), columns)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    return _numbered(reader, first, limits), False


def _open_text(text: str, columns: Sequence[Column]) -> tuple[str, str, int]:
    """The text of a CSV file without Excel's own line for the separator, it, and its first row's number."""
    told = re.match(r"sep=([,;\t])\r?\n", text, re.IGNORECASE)
    return (text[told.end() :], told.group(1), 2) if told else (text, _guess_separator(text, columns), 1)


def _numbered(records: Iterable[list[str]], first: int, limits: Limits) -> Iterator[Record]:
    number = first - 1
    try:
        for number, record in enumerate(records, start=first):
            if number > limits.rows + first:
                raise TableRefused(Problem(number, "", "too_many_rows", {"limit": limits.rows}))
            cells = [cell.strip() for cell in record]
            yield number, [_unquote(cell) for cell in cells] if "'" in "".join(cells) else cells
    except csv.Error as error:
        raise TableRefused(Problem(number + 1, "", "quotes")) from error


def _unquote(cell: str) -> str:
    return cell[1:] if cell[:1] == "'" and cell[1:2] in FORMULA_STARTS else cell


def _decode(data: bytes) -> str:
    encoding = "utf-8-sig"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif data[1:4:2] == b"\0\0" and b"\0" not in data[:4:2]:
        encoding = "utf-16-le"
    elif data[:4:2] == b"\0\0" and b"\0" not in data[1:4:2]:
        encoding = "utf-16-be"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        row = data[: error.start].count(b"\n") + 1
        raise TableRefused(Problem(row, "", "encoding")) from error


def _guess_separator(text: str, columns: Sequence[Column]) -> str:
    """Return the separator by which the first row shows most known headers."""
    start = text.lstrip("\r\n")[:100_000]
    known = set(_known(columns))

    def score(separator: str) -> tuple[int, int]:
        try:
            record = next(csv.reader(io.StringIO(start, newline=""), delimiter=separator), [])
        except csv.Error:
            return 0, 0
        return sum(key_of(cell) in known for cell in record), len(record)

    return max(SEPARATORS, key=score)


def key_of(header: str) -> str:
    """A header whatever its case, spaces and punctuation."""
    return re.sub(r"[\W_]+", "_", header.casefold()).strip("_")


def _known(columns: Sequence[Column]) -> dict[str, int]:
    return {key_of(name): i for i, column in enumerate(columns) for name in (column.name, *column.aliases)}


def _match(
    header: Record, columns: Sequence[Column], limits: Limits
) -> tuple[list[int], tuple[str, ...], list[Problem]]:
    """Return for each known column its place in the file (−1: absent), the headers ignored, and the problems."""
    number, texts = header
    if len(texts) > limits.columns:
        raise TableRefused(Problem(number, "", "too_many_columns", {"limit": limits.columns}))
    known = _known(columns)
    places, ignored, problems = [-1] * len(columns), [], []
    twice = {key for key, count in Counter(key_of(text) for text in texts if text).items() if count > 1}
    for place, text in enumerate(texts):
        column = known.get(key_of(text))
        if column is None:
            if key_of(text) in twice:
                problems.append(Problem(number, text, "duplicate_header"))
            elif text:
                ignored.append(text)
        elif places[column] >= 0:
            problems.append(Problem(number, text, "duplicate_header"))
        else:
            places[column] = place
    problems += [
        Problem(number, column.name, "missing_column")
        for place, column in zip(places, columns, strict=True)
        if place < 0 and column.is_required
    ]
    return places, tuple(ignored), problems


def _read_rows(
    records: Iterator[Record],
    header: Record,
    places: list[int],
    width: int,
    is_padded: bool,
    limits: Limits,
    problems: list[Problem],
) -> list[Row]:
    """Return the sound rows and add what is wrong with the others to `problems`."""
    rows: list[Row] = []
    # place −1, an absent column, is the empty cell put at the end; the second such cell keeps the answer a tuple
    take = itemgetter(*places, -1)

    def pick(cells: list[str]) -> tuple[str, ...]:
        picked: tuple[str, ...] = take([*cells, ""])
        return picked[:-1]

    try:
        for number, cells in records:
            if not any(cells):
                continue
            if len(cells) == width and _is_plain(cells, limits):
                rows.append(Row(number, pick(cells)))
                continue
            _refuse_title(header, cells, is_padded)
            found = list(_row_problems(number, cells, header[1], width, is_padded, limits))
            problems += found
            if len(problems) >= limits.problems:
                del problems[limits.problems :]
                problems.append(Problem(number, "", "too_many_problems", {"limit": limits.problems}))
                return rows
            if not found:
                rows.append(Row(number, pick(cells + [""] * (len(header[1]) - len(cells)))))
    except TableRefused as refusal:
        problems.append(refusal.problem)
    return rows


def _refuse_title(header: Record, cells: list[str], is_padded: bool) -> None:
    """End the reading where the first row is not about the columns below it, such as the title of an export."""
    texts, filled = sum(map(bool, header[1])), sum(map(bool, cells))
    if 2 * texts <= filled if is_padded else texts == 1 and filled > 2:
        raise TableRefused(Problem(header[0], "", "title"))


def _is_plain(cells: list[str], limits: Limits) -> bool:
    """Whether one look at the whole row shows that no cell of it has a problem."""
    row = "".join(cells)
    return "\0" not in row and "#" not in row and len(row) <= limits.cell_letters


def _row_problems(
    number: int, cells: list[str], header: list[str], width: int, is_padded: bool, limits: Limits
) -> Iterator[Problem]:
    is_short = len(cells) < width and not is_padded
    if is_padded and any(cells[width:]):
        yield Problem(number, "", "beyond")
        return
    if is_short or any(cells[width:]):
        yield Problem(number, "", "ragged", {"cells": len(cells), "expected": width})
        return
    for cell, title in zip(cells, header, strict=False):
        if "\0" in cell:
            yield Problem(number, title, "nul")
        elif len(cell) > limits.cell_letters:
            yield Problem(number, title, "cell_too_long", {"limit": limits.cell_letters})
        elif cell in FORMULA_ERRORS:
            yield Problem(number, title, "formula_error", {"value": cell})
