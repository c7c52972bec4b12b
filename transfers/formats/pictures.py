"""The kinds of pictures, each from plain data: bars, dumbbell, steps, dots by two measures, strip of days.

Every row has its words above its shape, so that long names and narrow places need no second form. A number that is
not shown (None) has its words and no shape. Shares and places are given from 0 to 1.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from transfers.formats.svg import END, LINE, MIDDLE, NARROW, START, Drawing, fit, width_of

_GAP = 1.0  # between what a line says at its start and at its end
_ROW = 3.0
_PLOT = 9.0
_EDGE = 2.0  # a dot at the very end is whole


class Picture(Protocol):
    """What can be drawn, in either direction of writing."""

    def draw(self, *, mirrored: bool = False) -> Drawing: ...


def share_of(number: int | None, most: int) -> float | None:
    """How far along the full width a number reaches; None where it is too small to be shown."""
    return None if number is None else number / most


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: its name, its number in words, and how long it is; `limit` is a mark on the same scale."""

    name: str
    says: str
    share: float | None
    limit: float | None = None


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars on a ground that is the whole."""

    rows: Sequence[Bar]

    def draw(self, *, mirrored: bool = False) -> Drawing:
        drawing = Drawing(0.0, mirrored)
        for row in self.rows:
            top = _head(drawing, row.name, row.says)
            drawing.bar(0, top, 100, 0.75, "rest" if row.share is not None else "unshown")
            if row.share:
                drawing.bar(0, top, _within(row.share) * 100, 0.75, "part")
            if row.limit is not None:
                at = _within(row.limit) * 100
                drawing.line(at, top - 0.25, at, top + 1.0, "limit")
        return drawing


@dataclass(frozen=True, slots=True)
class Pair:
    """One row of a dumbbell: where it was and where it is."""

    name: str
    says: str
    before: float | None
    after: float | None


@dataclass(frozen=True, slots=True)
class Dumbbell:
    """Rows of a ring (before) and a dot (after) with a bar between."""

    rows: Sequence[Pair]

    def draw(self, *, mirrored: bool = False) -> Drawing:
        drawing = Drawing(0.0, mirrored)
        for row in self.rows:
            middle = _head(drawing, row.name, row.says) + 0.45
            drawing.line(0, middle, 100, middle, "ground")
            if row.before is not None and row.after is not None:
                drawing.line(_place(row.before), middle, _place(row.after), middle, "between")
            if row.before is not None:
                drawing.dot(_place(row.before), middle, "ring", 0.45)
            if row.after is not None:
                drawing.dot(_place(row.after), middle, "full", 0.3)
        return drawing


@dataclass(frozen=True, slots=True)
class Steps:
    """A number that stays until it changes: points (when, how much), with words for the ends of both scales."""

    points: Sequence[tuple[float, float]]
    highest: str
    first: str
    last: str
    limit: float | None = None
    limit_says: str = ""

    def draw(self, *, mirrored: bool = False) -> Drawing:
        top = LINE * (2 if self.limit_says else 1)
        drawing = Drawing(top + _PLOT + LINE + 0.5, mirrored)
        drawing.say(0, 1.0, fit(self.highest, NARROW))
        drawing.say(0, 1.0 + LINE, fit(self.limit_says, NARROW), kind="words faint")
        for share in (0.0, 0.5, 1.0):
            drawing.line(0, top + _PLOT * share, 100, top + _PLOT * share, "ground")
        drawing.shape(top, _PLOT, list(self._line()), "steps", closed=False)
        if self.limit is not None:
            at = top + _PLOT * (1 - _within(self.limit))
            drawing.line(0, at, 100, at, "limit")
        _ends(drawing, top + _PLOT + 1.25, self.first, self.last)
        return drawing

    def _line(self) -> Sequence[tuple[float, float]]:
        line: list[tuple[float, float]] = []
        for when, much in sorted(self.points):
            x, y = _within(when) * 100, _PLOT * (1 - _within(much))
            if line:
                line.append((x, line[-1][1]))
            line.append((x, y))
        return [*line, (100.0, line[-1][1])] if line else line


@dataclass(frozen=True, slots=True)
class Spot:
    """One thing by two measures; `mark` is the number that it has in the table."""

    across: float
    up: float
    mark: str
    is_square: bool = False


@dataclass(frozen=True, slots=True)
class Scatter:
    """Things by two measures; each has its number above it, where that number finds a place."""

    spots: Sequence[Spot]
    highest: str
    first: str
    last: str

    def draw(self, *, mirrored: bool = False) -> Drawing:
        top, plot = LINE + 1.2, _PLOT * 1.5
        drawing = Drawing(top + plot + LINE + 1.0, mirrored)
        drawing.say(0, 1.0, fit(self.highest, NARROW))
        for share in (0.0, 0.5, 1.0):
            drawing.line(0, top + plot * share, 100, top + plot * share, "ground")
        taken: list[tuple[float, float]] = []
        for spot in self.spots:
            x, y = _place(spot.across), top + plot * (1 - _within(spot.up))
            (drawing.box if spot.is_square else drawing.dot)(x, y, "seen")
            if all(abs(x - other) * NARROW / 100 > 2.0 or abs(y - down) > 1.2 for other, down in taken):
                drawing.say(x, y - 0.6, spot.mark, MIDDLE, "words mark")
                taken.append((x, y))
        _ends(drawing, top + plot + 1.75, self.first, self.last)
        return drawing


@dataclass(frozen=True, slots=True)
class Moment:
    """One day of a strip: past ones are full, those ahead are rings; `mark` is its number in the list."""

    when: float
    mark: str
    is_past: bool


@dataclass(frozen=True, slots=True)
class Strip:
    """Days along a line, in as many rows as they need not to stand on each other, and where today is."""

    moments: Sequence[Moment]
    now: float | None
    now_says: str
    first: str
    last: str

    def draw(self, *, mirrored: bool = False) -> Drawing:
        rows = self._rows()
        top = LINE if self.now is not None else 0.25
        foot = top + (max(rows, default=0) + 1) * 2.5
        drawing = Drawing(foot + LINE + 0.5, mirrored)
        if self.now is not None:
            at = _place(self.now)
            drawing.line(at, top - 0.25, at, foot, "limit")
            anchor = START if at < 35 else END if at > 65 else MIDDLE
            drawing.say(at, 1.0, fit(self.now_says, NARROW / 2), anchor)
        drawing.line(0, foot, 100, foot, "ground")
        for moment, row in zip(self.moments, rows, strict=True):
            x, y = _place(moment.when), foot - 0.9 - row * 2.5
            drawing.dot(x, y, "full" if moment.is_past else "ring")
            drawing.say(x, y - 0.6, moment.mark, MIDDLE, "words mark")
        _ends(drawing, foot + 1.25, self.first, self.last)
        return drawing

    def _rows(self) -> list[int]:
        ends: list[float] = []  # how far each row is taken, in em of the narrowest place
        rows = []
        for moment in self.moments:
            at, room = _place(moment.when) * NARROW / 100, max(1.2, width_of(moment.mark)) + 0.2
            row = next((n for n, end in enumerate(ends) if end <= at - room / 2), len(ends))
            ends[row : row + 1] = [at + room / 2]
            rows.append(row)
        return rows


def _head(drawing: Drawing, name: str, says: str) -> float:
    """A row's name at its start and its number at its end, on two lines where one is too narrow. Returns where its
    shape begins."""
    name, said = fit(name, NARROW), fit(says, NARROW)
    if width_of(name) + _GAP + width_of(said) > NARROW:
        drawing.say(0, drawing.height + 1.0, name)
        drawing.height += LINE
        name = ""
    drawing.say(0, drawing.height + 1.0, name)
    drawing.say(100, drawing.height + 1.0, said, END, "words number")
    drawing.height += _ROW
    return drawing.height - _ROW + LINE


def _ends(drawing: Drawing, foot: float, first: str, last: str) -> None:
    """Words for the two ends of a scale, on two lines where one is too narrow for both: a date is never cut."""
    first, last = fit(first, NARROW), fit(last, NARROW)
    drawing.say(0, foot, first)
    if width_of(first) + _GAP + width_of(last) > NARROW:
        foot += LINE
        drawing.height += LINE
    drawing.say(100, foot, last, END)


def _within(share: float) -> float:
    return min(max(share, 0.0), 1.0)


def _place(share: float) -> float:
    return _EDGE + _within(share) * (100 - 2 * _EDGE)
