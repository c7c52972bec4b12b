"""A file of another system's columns, read as ours: people who are named by name or mail become ids, or problems."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from itertools import islice

from django.utils.translation import gettext as _

from accounts.models import Employee, JobFamily, Site, Unit
from transfers.actions.imports import cells
from transfers.actions.imports.kinds import KINDS
from transfers.actions.imports.report import ImportRefused, ImportReport, Problem
from transfers.actions.imports.run import Progress
from transfers.errors import Invalid
from transfers.formats.layout_guesses import guess
from transfers.formats.layouts import (
    BY_LAST_FIRST,
    DAYS,
    OF_PEOPLE,
    PEOPLE_COLUMNS,
    PLAIN,
    Layout,
    LayoutRefused,
    Source,
    lay_out,
    read_layout,
    show_day,
    turn_name,
)
from transfers.formats.problems import Problem as Unreadable
from transfers.formats.tables import Row, Table, read_all
from transfers.sight.actor import Actor

_MOST_CANDIDATES = 10
# cells of each column that tell what it holds, and among how many rows they are looked for
SAMPLES, _LOOKED_AT = 3, 200
# what somebody is called (name or mail, folded) → their ids
Called = Mapping[str, set[str]]


def to_layout(text: str, kind: str) -> Layout:
    """A layout from TOML. Raises Invalid naming what is wrong."""
    try:
        return read_layout(text, kind, KINDS[kind].columns)
    except LayoutRefused as refusal:
        words = _("This is no layout: %(why)s.") % {"why": refusal}
        raise Invalid(words, field="layout") from refusal


@dataclass(frozen=True, slots=True)
class File:
    """A file read: as a table of our columns, by which layout (None: our own), and what is wrong with it so far.

    One that is not readable has no rows; otherwise the problems are people whom nobody can tell.
    """

    table: Table
    layout: Layout | None
    headers: tuple[str, ...]
    problems: tuple[Problem, ...] = ()
    is_readable: bool = True
    raw: Table | None = None  # under the file's own columns, where they are not ours


def read_file(kind: str, data: bytes, layout: Layout | None, *, guesses: bool) -> File:
    """Read a file by a layout; without one as our own, or, where `guesses`, by what its columns probably mean.

    Raises ImportRefused where a file of our own columns cannot be read.
    """
    if layout is None:
        table = KINDS[kind].read_plainly(data)
        is_ours = not table.ignored and not any(problem.code == "missing_column" for problem in table.problems)
        if is_ours or not guesses:
            return File(KINDS[kind].read(data) if table.problems else table, None, table.headers)
    raw = read_all(data)
    if layout is None:
        layout = guess(kind, KINDS[kind].columns, raw, _known_codes())
    table = lay_out(raw, KINDS[kind].columns, layout)
    if table.problems:
        return File(table, layout, raw.columns, tuple(map(_told, table.problems)), is_readable=False, raw=raw)
    table, problems = _with_ids(table, layout)
    return File(table, layout, raw.columns, tuple(problems), raw=raw)


def _known_codes() -> dict[str, set[str]]:
    units = set(Unit.objects.values_list("code", flat=True))
    families, sites = (set(model.objects.values_list("code", flat=True)) for model in (JobFamily, Site))
    of_units = dict.fromkeys(("unit_code", "origin_unit", "assigned_unit", "parent_code"), units)
    return {**of_units, "job_family": families, "site": sites}


def samples_of(file: File) -> list[list[str]]:
    """For each header of the file the first cells of its column that differ and hold something."""
    table = file.raw or file.table
    columns = zip(*(row.cells for row in table.rows[:_LOOKED_AT]), strict=True)
    return [list(islice(dict.fromkeys(filter(None, column)), SAMPLES)) for column in columns]


def own_layout(kind: str, file: File) -> Layout:
    """The layout of a file that has our own columns."""
    names = [column.name for column in KINDS[kind].columns if column.name not in file.table.absent]
    headers = dict(zip(file.table.columns, file.table.headers, strict=True))
    return Layout(kind, {name: Source(headers[name]) for name in names})


def load_file(kind: str, file: File, *, by: Actor, dry_run: bool, progress: Progress) -> ImportReport:
    """Load a file that was read. Raises ImportRefused with every error, in the words of the file."""
    errors: Sequence[Problem] = ()
    try:
        if file.is_readable:
            is_tried = dry_run or bool(file.problems)
            report = KINDS[kind].load(file.table, by=by, dry_run=is_tried, progress=progress)
    except ImportRefused as refused:
        errors = refused.problems
    if errors or file.problems:
        raise ImportRefused(in_words_of_the_file(errors, file))
    return report


def in_words_of_the_file(problems: Sequence[Problem], file: File) -> list[Problem]:
    """Problems with columns and cells as the file has them; whom nobody can tell is told once."""
    known = {(problem.row, problem.column) for problem in file.problems}
    rest = [problem for problem in problems if (problem.row, problem.column) not in known]
    if file.layout is None or file.raw is None:
        return [*file.problems, *rest]
    numbers = {problem.row for problem in rest}
    ours = {row.number: dict(zip(file.table.columns, row.cells, strict=True)) for row in _of(file.table, numbers)}
    theirs = {row.number: dict(zip(file.raw.columns, row.cells, strict=True)) for row in _of(file.raw, numbers)}
    quoted = []
    for problem in rest:
        source = file.layout.columns.get(problem.column, Source())
        read, stands = ours.get(problem.row, {}).get(problem.column), theirs.get(problem.row, {}).get(source.header)
        words = problem.message if read is None or stands is None else _quote(problem.message, read, stands, source)
        quoted.append(Problem(problem.row, problem.column, words))
    headers = {name: source.header for name, source in file.layout.columns.items()}
    return [
        Problem(each.row, headers.get(each.column) or each.column, each.message) for each in (*file.problems, *quoted)
    ]


def _of(table: Table, numbers: Set[int]) -> list[Row]:
    return [row for row in table.rows if row.number in numbers]


def _quote(message: str, read: str, stands: str, source: Source) -> str:
    """A sentence about a cell, with the cell as it stands; a day that is none is told in the chosen notation."""
    if source.reads in DAYS:
        try:
            cells.day(read)
        except cells.WrongCell as wrong:
            if wrong.message == message:
                words = _("“%(cell)s” is not a day such as %(example)s (%(form)s).")
                example = show_day(date(2026, 11, 21), source.reads)
                return words % {"cell": stands, "example": example, "form": source.reads}
    if read == stands:
        return message
    # in the quotation marks of any language
    return re.sub(rf"(?<=[“„«]){re.escape(read)}(?=[”“»])", lambda _found: stands, message)


def _told(problem: Unreadable) -> Problem:
    return Problem(problem.row, problem.column, problem.sentence(_))


def _with_ids(table: Table, layout: Layout) -> tuple[Table, list[Problem]]:
    """People by their ids: an id and a mail address are known as such, however the others are said to be named."""
    named = {
        name: source.reads
        for name, source in layout.columns.items()
        if source.reads in OF_PEOPLE or (name in PEOPLE_COLUMNS and source.reads == PLAIN)
    }
    columns = {name: [row.cells[place] for row in table.rows] for place, name in enumerate(table.columns)}
    if not any(reads != PLAIN or any("@" in cell for cell in columns[name]) for name, reads in named.items()):
        return table, []
    ids, names, mails = _read_called(table)
    problems: list[Problem] = []
    for name, reads in named.items():
        told: dict[str, tuple[str, str]] = {}
        for index, cell in enumerate(columns[name]):
            if not cell or cell in ids or (reads == PLAIN and "@" not in cell):
                continue
            if cell not in told:
                called = mails if "@" in cell else names
                told[cell] = _find(cell, called, turns=reads == BY_LAST_FIRST)
            found, words = told[cell]
            columns[name][index] = found or cell
            if words:
                problems.append(Problem(table.rows[index].number, name, words))
    rows = tuple(
        Row(row.number, cells) for row, cells in zip(table.rows, zip(*columns.values(), strict=True), strict=True)
    )
    return Table(table.columns, table.headers, rows, (), table.ignored, table.absent), problems


def _read_called(table: Table) -> tuple[set[str], Called, Called]:
    """Every id, and who is called what: of the people who stand here, and of those in the file itself."""
    ids: set[str] = set()
    names: dict[str, set[str]] = defaultdict(set)
    mails: dict[str, set[str]] = defaultdict(set)
    people = list(Employee.objects.filter(is_active=True).values_list("hr_id", "name", "email"))
    if {"hr_id", "name", "email"} <= set(table.columns):
        places = [table.columns.index(name) for name in ("hr_id", "name", "email")]
        people += [(row.cells[places[0]], row.cells[places[1]], row.cells[places[2]]) for row in table.rows]
    for hr_id, name, mail in people:
        ids.add(hr_id)
        names[_folded(name)].add(hr_id)
        mails[mail.casefold()].add(hr_id)
    return ids, names, mails


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


def _find(cell: str, called: Called, *, turns: bool) -> tuple[str, str]:
    """The id of who is meant, or what to do where that is nobody or several."""
    candidates = sorted(called.get(_folded(turn_name(cell) if turns else cell), ()))
    if len(candidates) == 1:
        return candidates[0], ""
    if not candidates:
        return "", _("Nobody here or in the file is called “%(cell)s”. Write the person’s id.") % {"cell": cell}
    listed = ", ".join(candidates[:_MOST_CANDIDATES])
    words = _("“%(cell)s” can be any of these people: %(ids)s. Write the id of the one who is meant.")
    return "", words % {"cell": cell, "ids": listed}
