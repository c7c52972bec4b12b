"""What another system's columns probably mean, by their headers and their cells. A guess is shown, and corrected."""

import re
from collections.abc import Callable, Collection, Sequence

from transfers.formats.layouts import (
    BY_EMAIL,
    BY_LAST_FIRST,
    BY_NAME,
    DAYS,
    LAST_FIRST,
    PLAIN,
    Layout,
    Source,
    read_day,
)
from transfers.formats.tables import Column, Table, key_of

SYNONYMS: dict[str, tuple[str, ...]] = {
    "hr_id": (
        "worker id", "worker", "employee number", "employee no", "emp id", "person number", "staff id",
        "staff number", "associate id", "user id", "id",
    ),
    "name": (
        "full name", "legal name", "preferred name", "employee name", "worker name", "display name", "employee",
        "skill name",
    ),
    "email": ("work email", "primary work email", "e-mail", "mail", "email address", "business email", "email work"),
    "unit_code": (
        "department code", "organization code", "organisation code", "supervisory organization", "org unit",
        "cost center", "cost centre", "department", "team", "team code", "division",
    ),
    "manager_hr_id": (
        "manager id", "manager name", "supervisor", "supervisor id", "supervisor name", "reports to", "line manager",
        "manager email", "worker's manager", "hiring manager",
    ),
    "job_family": ("job profile", "job family group", "job function", "function", "job code", "profession"),
    "level": ("grade", "job level", "career level", "management level", "compensation grade", "job grade", "band"),
    "site": ("location", "work location", "office", "primary location", "location code", "office code"),
    "hired_on": (
        "hire date", "original hire date", "start date", "date of hire", "joining date", "date joined", "entry date",
    ),
    "time_zone": ("timezone", "tz"),
    "right_to_work": ("work authorization", "work authorisation", "work permit countries"),
    "on_leave_from": ("leave start", "leave start date", "first day of leave"),
    "on_leave_until": ("leave end", "leave end date", "last day of leave", "return date"),
    "leave_email": ("personal email", "private email", "home email"),
    "sign_in_name": ("username", "user name", "login"),
    "code": ("id", "skill id", "key", "number", "requisition id", "req id", "organization id", "unit", "unit code"),
    "title": ("job title", "job requisition", "position", "position title"),
    "parent_code": ("parent", "parent unit", "parent organization", "superior organization"),
    "lead_hr_id": ("lead", "head", "manager", "manager id", "organization leader"),
    "approved_headcount": ("headcount", "approved positions", "budgeted headcount", "target headcount"),
    "country": ("country code",),
    "origin_unit": ("from unit", "from department", "previous unit"),
    "assigned_unit": ("to unit", "to department", "new unit"),
    "assigned_on": ("assignment date", "effective date", "date of assignment"),
    "origin_manager_hr_id": ("previous manager", "from manager"),
    "seats": ("openings", "positions", "number of openings"),
}  # fmt: skip
_DAYS = frozenset({"hired_on", "on_leave_from", "on_leave_until", "assigned_on", "wanted_by", "merged_on"})
_PEOPLE = frozenset({"manager_hr_id", "lead_hr_id", "origin_manager_hr_id"})
_LEVEL = re.compile(r"[A-Za-z]{1,6}[ -]?(\d{1,2})")
_LOOKED_AT = 2_000


def guess(kind: str, columns: Sequence[Column], raw: Table) -> Layout:
    """The layout that a file probably has, from all its headers and the beginning of its cells (`read_all`)."""
    place = {key_of(header): index for index, header in enumerate(raw.columns)}
    found: dict[str, int] = {}
    for column in columns:  # a header that is our own word goes before another one's synonym
        if index := _find(place, (column.name, *column.aliases)):
            found[column.name] = index
    for column in columns:
        if column.name not in found and (index := _find(place, SYNONYMS.get(column.name, ()), found.values())):
            found[column.name] = index
    ids = _cells(raw, found["hr_id"] - 1) if "hr_id" in found else set()
    sources = {name: _source(name, raw, index - 1, ids) for name, index in found.items()}
    rest = [header for index, header in enumerate(raw.columns) if index + 1 not in found.values()]
    return Layout(
        kind, {column.name: sources[column.name] for column in columns if column.name in sources}, tuple(rest)
    )


def _find(place: dict[str, int], words: Sequence[str], taken: Collection[int] = ()) -> int:
    """The place of the first header that is one of the words, counted from 1; 0 where there is none."""
    for word in words:
        index = place.get(key_of(word), -1) + 1
        if index and index not in taken:
            return index
    return 0


def _cells(raw: Table, index: int) -> set[str]:
    return {row.cells[index] for row in raw.rows[:_LOOKED_AT]} - {""}


def _source(name: str, raw: Table, index: int, ids: set[str]) -> Source:
    cells, header = _cells(raw, index), raw.columns[index]
    if name in _DAYS:
        return Source(header, reads=_order(cells))
    if name == "name" and _mostly(cells, lambda cell: "," in cell):
        return Source(header, reads=LAST_FIRST)
    if name in _PEOPLE:
        return Source(header, reads=_by(cells, ids))
    if name == "level":
        levels = {cell: match[1].lstrip("0") for cell in sorted(cells) if (match := _LEVEL.fullmatch(cell))}
        return Source(header, values=levels)
    return Source(header)


def _order(cells: set[str]) -> str:
    """The one notation in which every day can be read; where two can, the first, which the page asks to look at."""
    if not cells or any(re.fullmatch(r"\d{4}-\d\d-\d\d", cell) for cell in cells):
        return PLAIN
    counts = {order: sum(bool(read_day(cell, order)) for cell in cells) for order in DAYS}
    best = max(counts, key=lambda order: counts[order])
    return best if counts[best] > len(cells) // 2 else PLAIN


def _by(cells: set[str], ids: set[str]) -> str:
    if not cells or len(cells & ids) > len(cells) // 2:
        return PLAIN
    if _mostly(cells, lambda cell: "@" in cell):
        return BY_EMAIL
    if _mostly(cells, lambda cell: "," in cell):
        return BY_LAST_FIRST
    return BY_NAME if _mostly(cells, lambda cell: " " in cell and not any(map(str.isdigit, cell))) else PLAIN


def _mostly(cells: set[str], holds: Callable[[str], bool]) -> bool:
    return bool(cells) and sum(holds(cell) for cell in cells) > len(cells) // 2
