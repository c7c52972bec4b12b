"""What another system's columns probably mean, by their headers and their cells. A guess is shown, and corrected."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from types import MappingProxyType

from transfers.formats.layout_headers import headers_of
from transfers.formats.layouts import (
    BY_EMAIL,
    BY_LAST_FIRST,
    BY_NAME,
    DAYS,
    LAST_FIRST,
    PEOPLE_COLUMNS,
    PLAIN,
    Layout,
    Source,
    read_day,
)
from transfers.formats.tables import Column, Table, key_of

_DAYS = frozenset({"hired_on", "on_leave_from", "on_leave_until", "assigned_on", "wanted_by", "merged_on"})
_LEVEL = re.compile(r"[A-Za-z]{1,6}[ -]?(\d{1,2})")
_HIGHEST_LEVEL = 20
_LOOKED_AT = 2_000
# by our columns: the codes that a cell may hold
Known = Mapping[str, Collection[str]]


def guess(kind: str, columns: Sequence[Column], raw: Table, known: Known = MappingProxyType({})) -> Layout:
    """The layout that a file probably has, from all its headers and the beginning of its cells (`read_all`).

    Of several headers that may mean a column it is the one most of whose cells are `known` codes of that column.
    """
    place = {key_of(header): index for index, header in enumerate(raw.columns)}
    found: dict[str, int] = {}
    for column in columns:  # a header that is our own word goes before another one's synonym
        if indexes := _find(place, (column.name, *column.aliases)):
            found[column.name] = indexes[0]
    for column in columns:
        if column.name not in found and (indexes := _find(place, headers_of(column.name), found.values())):
            codes = known.get(column.name, ())
            found[column.name] = max(indexes, key=lambda index: _share(_cells(raw, index - 1), codes))
    ids = _cells(raw, found["hr_id"] - 1) if "hr_id" in found else set()
    sources = {name: _source(name, raw, index - 1, ids) for name, index in found.items()}
    rest = [header for index, header in enumerate(raw.columns) if index + 1 not in found.values()]
    return Layout(
        kind, {column.name: sources[column.name] for column in columns if column.name in sources}, tuple(rest)
    )


def _find(place: dict[str, int], words: Sequence[str], taken: Collection[int] = ()) -> list[int]:
    """The places of the headers that are one of the words, counted from 1, in the order of the words."""
    places = [place.get(key_of(word), -1) + 1 for word in words]
    return [index for index in places if index and index not in taken]


def _share(cells: set[str], codes: Collection[str]) -> float:
    return sum(cell in codes for cell in cells) / len(cells) if cells and codes else 0.0


def _cells(raw: Table, index: int) -> set[str]:
    return {row.cells[index] for row in raw.rows[:_LOOKED_AT]} - {""}


def _source(name: str, raw: Table, index: int, ids: set[str]) -> Source:
    cells, header = _cells(raw, index), raw.columns[index]
    if name in _DAYS:
        return Source(header, reads=_order(cells))
    if name == "name" and _mostly(cells, lambda cell: "," in cell):
        return Source(header, reads=LAST_FIRST)
    if name in PEOPLE_COLUMNS:
        return Source(header, reads=_by(cells, ids))
    if name == "level":
        read = {cell: int(match[1]) for cell in sorted(cells) if (match := _LEVEL.fullmatch(cell))}
        return Source(header, values={cell: str(at) for cell, at in read.items() if 1 <= at <= _HIGHEST_LEVEL})
    return Source(header)


def _order(cells: set[str]) -> str:
    """The one notation in which every day can be read; where two can, the first, which the page asks to look at."""
    if not cells or any(re.fullmatch(r"\d{4}-\d\d-\d\d", cell) for cell in cells):
        return PLAIN
    counts = {order: sum(bool(read_day(cell, order)) for cell in cells) for order in DAYS}
    best = max(counts, key=lambda order: counts[order])
    return best if 2 * counts[best] >= len(cells) else PLAIN


def _by(cells: set[str], ids: set[str]) -> str:
    """How people are named who stand neither by a known id nor by a mail address, since these are always taken."""
    if not cells or len(cells & ids) > len(cells) // 2:
        return PLAIN
    rest = {cell for cell in cells - ids if "@" not in cell}
    if _mostly(rest, lambda cell: "," in cell):
        return BY_LAST_FIRST
    if _mostly(rest, lambda cell: " " in cell and not any(map(str.isdigit, cell))):
        return BY_NAME
    return BY_EMAIL if _mostly(cells, lambda cell: "@" in cell) else PLAIN


def _mostly(cells: set[str], holds: Callable[[str], bool]) -> bool:
    return bool(cells) and sum(holds(cell) for cell in cells) > len(cells) // 2
