"""Rows of an upload that are wrong, as a file of the same columns to be mended, and the mended rows put back."""

import re
from collections import defaultdict

from transfers.formats.layouts import ERROR
from transfers.formats.tables import key_of, read_all, separator_of, write_table
from transfers.queries.previews import ERRORS, Preview

# "12 · Grade: “IC” is not …": by its number the mended row finds its place
_NUMBER = re.compile(r"(\d{1,7}) ·")


class CannotMend(ValueError):
    """The file of mended rows does not fit. `code` says how, `what` where."""

    def __init__(self, code: str, what: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.what = what


def get_error_rows(data: bytes, preview: Preview) -> bytes:
    """The wrong rows as CSV, in the file's own columns and one more that says what is wrong with each."""
    raw = read_all(data)
    told: dict[int, list[str]] = defaultdict(list)
    for number, column, sentence in preview.rows[ERRORS]:
        told[number].append(f"{column}: {sentence}" if column else sentence)
    places = _places_without_error(raw.columns)
    rows = [
        [*(row.cells[place] for place in places), f"{row.number} · {' / '.join(told[row.number])}"]
        for row in raw.rows
        if row.number in told
    ]
    return write_table([*(raw.columns[place] for place in places), ERROR], rows, separator_of(data))


def put_back(data: bytes, mended: bytes) -> bytes:
    """The file with its rows replaced by the mended ones. Raises CannotMend."""
    raw, new = read_all(data), read_all(mended)
    if raw.problems or new.problems:
        raise CannotMend("unreadable", str(new.problems[0].row) if new.problems else "")
    place = {key_of(header): index for index, header in enumerate(new.columns)}
    if ERROR not in place:
        raise CannotMend("column", ERROR)
    places = _places_without_error(raw.columns)
    for index in places:
        if key_of(raw.columns[index]) not in place:
            raise CannotMend("column", raw.columns[index])
    taken = [place[key_of(raw.columns[index])] for index in places]
    mends: dict[int, list[str]] = {}
    numbers = {row.number for row in raw.rows}
    for row in new.rows:
        number = _NUMBER.match(row.cells[place[ERROR]])
        if number is None or int(number[1]) not in numbers:
            raise CannotMend("number", str(row.number))
        mends[int(number[1])] = [row.cells[index] for index in taken]
    rows = [mends.get(row.number) or [row.cells[index] for index in places] for row in raw.rows]
    return write_table([raw.columns[index] for index in places], rows, separator_of(data))


def _places_without_error(columns: tuple[str, ...]) -> list[int]:
    return [index for index, header in enumerate(columns) if key_of(header) != ERROR]
