"""A layout: how the columns of another system's file mean ours. Kept as TOML, guessed from headers and cells."""

import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from transfers.formats.problems import Problem
from transfers.formats.tables import Column, Row, Table, key_of

PLAIN, LAST_FIRST, BY_NAME, BY_LAST_FIRST, BY_EMAIL = "plain", "last_first", "by_name", "by_last_first", "by_email"
# how a day is written, and what finds its parts
DAYS = {
    "DD.MM.YYYY": re.compile(r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})"),
    "DD/MM/YYYY": re.compile(r"(?P<d>\d{1,2})/(?P<m>\d{1,2})/(?P<y>\d{4})"),
    "MM/DD/YYYY": re.compile(r"(?P<m>\d{1,2})/(?P<d>\d{1,2})/(?P<y>\d{4})"),
    "DD-MM-YYYY": re.compile(r"(?P<d>\d{1,2})-(?P<m>\d{1,2})-(?P<y>\d{4})"),
    "YYYYMMDD": re.compile(r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})"),
}
READS = (PLAIN, LAST_FIRST, BY_NAME, BY_LAST_FIRST, BY_EMAIL, *DAYS)
OF_PEOPLE = (BY_NAME, BY_LAST_FIRST, BY_EMAIL)
# the columns that name one person
PEOPLE_COLUMNS = frozenset({"manager_hr_id", "lead_hr_id", "origin_manager_hr_id"})
# the column that a file of mended rows has beside its own
ERROR = "error"
LONGEST_TEXT = 50_000


class LayoutRefused(ValueError):
    """The text is no layout. Its message says what is wrong with it, in English: it is for who writes TOML."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a column's cells come from: a header or a constant; how they are read; words that are put for others."""

    header: str = ""
    constant: str = ""
    reads: str = PLAIN
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Layout:
    """Of one kind of file: our columns by name, and headers that are known to say nothing."""

    kind: str
    columns: Mapping[str, Source]
    ignored: tuple[str, ...] = ()


def lay_out(raw: Table, columns: Sequence[Column], layout: Layout) -> Table:
    """A table of the file's own columns (`read_all`) as one of ours.

    Cells that cannot be read as told stay as they are, for the importer to name. People who are named otherwise than
    by their id are left to the caller.
    """
    names = tuple(column.name for column in columns)
    place = {key_of(header): index for index, header in enumerate(raw.columns)}
    used = {key_of(source.header): source.header for source in layout.columns.values() if source.header}
    lacking = [Problem(1, header, "missing_column") for key, header in used.items() if key not in place]
    lacking += [
        Problem(1, c.name, "missing_column") for c in columns if c.is_required and c.name not in layout.columns
    ]
    rest = [header for key, header in zip(place, raw.columns, strict=True) if key not in used]
    if raw.problems or lacking:
        return Table(names, names, (), raw.problems or tuple(lacking), tuple(rest))
    sources = [layout.columns.get(name) for name in names]
    places = [place[key_of(source.header)] if source is not None and source.header else -1 for source in sources]
    rows = tuple(
        Row(row.number, tuple(_cell(source, row.cells, at) for source, at in zip(sources, places, strict=True)))
        for row in raw.rows
    )
    headers = tuple(source.header or name if source else name for name, source in zip(names, sources, strict=True))
    known = {key_of(header) for header in (*layout.ignored, ERROR)}
    ignored = tuple(header for header in rest if key_of(header) not in known)
    absent = frozenset(name for name, source in zip(names, sources, strict=True) if source is None)
    return Table(names, headers, rows, (), ignored, absent)


def _cell(source: Source | None, cells: Sequence[str], place: int) -> str:
    if source is None:
        return ""
    return read_cell(source, cells[place]) if place >= 0 else source.constant


def read_cell(source: Source, cell: str) -> str:
    """A cell in our own notation, where it is written as the layout says; otherwise as it stands."""
    if source.values:
        cell = source.values.get(cell, cell)
    if source.reads == LAST_FIRST:
        return turn_name(cell)
    if source.reads in DAYS:
        return read_day(cell, source.reads) or cell
    return cell


def turn_name(name: str) -> str:
    """“Lovelace, Ada” as “Ada Lovelace”."""
    last, comma, first = name.partition(",")
    return f"{first.strip()} {last.strip()}".strip() if comma else name


def read_day(cell: str, order: str) -> str:
    """A day in another notation as 2026-11-21; empty where it is none."""
    found = DAYS[order].fullmatch(cell)
    try:
        return date(int(found["y"]), int(found["m"]), int(found["d"])).isoformat() if found else ""
    except ValueError:
        return ""


def show_day(day: date, order: str) -> str:
    """A day in one of the notations."""
    parts = {"YYYY": f"{day.year:04}", "MM": f"{day.month:02}", "DD": f"{day.day:02}"}
    return re.sub("YYYY|MM|DD", lambda found: parts[found[0]], order)


def write_layout(layout: Layout) -> str:
    """The layout as TOML."""
    lines = [f"kind = {_text(layout.kind)}"]
    if layout.ignored:
        lines.append(f"ignored = [{', '.join(map(_text, layout.ignored))}]")
    for name, source in layout.columns.items():
        lines += ["", f"[columns.{name}]"]
        lines.append(f"header = {_text(source.header)}" if source.header else f"constant = {_text(source.constant)}")
        if source.reads != PLAIN:
            lines.append(f"reads = {_text(source.reads)}")
        if source.values:
            pairs = ", ".join(f"{_text(theirs)} = {_text(ours)}" for theirs, ours in source.values.items())
            lines.append(f"values = {{ {pairs} }}")
    return "\n".join(lines) + "\n"


def read_layout(text: str, kind: str, columns: Sequence[Column]) -> Layout:
    """A layout from TOML. Raises LayoutRefused, naming what is wrong."""
    if len(text) > LONGEST_TEXT:
        raise LayoutRefused(f"it is longer than {LONGEST_TEXT} letters")
    try:
        read = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise LayoutRefused(f"it is no TOML: {error}") from error
    if read.get("kind") != kind:
        raise LayoutRefused(f"it is a layout of {read.get('kind', 'no kind')}, not of {kind}")
    unknown = read.keys() - {"kind", "ignored", "columns"}
    tables, ignored = read.get("columns", {}), read.get("ignored", [])
    if unknown or not isinstance(tables, dict) or not _is_texts(ignored):
        raise LayoutRefused(f"it holds more than kind, ignored and columns: {', '.join(sorted(unknown))}")
    names = {column.name for column in columns}
    if strange := sorted(set(tables) - names):
        raise LayoutRefused(f"{kind} have no column {', '.join(strange)}")
    return Layout(kind, {name: _read_source(name, each) for name, each in tables.items()}, tuple(ignored))


def _read_source(name: str, read: Any) -> Source:
    if not isinstance(read, dict) or read.keys() - {"header", "constant", "reads", "values"}:
        raise LayoutRefused(f"columns.{name} has header or constant, and reads and values; nothing else")
    values = read.get("values", {})
    texts = [
        read.get("header", ""),
        read.get("constant", ""),
        *(values.values() if isinstance(values, dict) else [0]),
    ]
    if not _is_texts(texts) or bool(texts[0]) == bool(texts[1]):
        raise LayoutRefused(f"columns.{name} needs either a header or a constant, and words for words")
    if read.get("reads", PLAIN) not in READS:
        raise LayoutRefused(f"columns.{name} reads one of: {', '.join(READS)}")
    return Source(texts[0], texts[1], read.get("reads", PLAIN), values)


def _is_texts(values: Any) -> bool:
    return isinstance(values, list) and all(isinstance(value, str) and "\0" not in value for value in values)


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
