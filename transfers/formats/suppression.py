"""Which counts of choices may be shown so that nobody is given away.

The method is threshold suppression with complementary suppression in a hierarchy (Hundepool et al., Statistical
Disclosure Control, Wiley 2012, chapter 4). It says the same of everything that can be worked out from a table:

1. A unit's count is shown only where at least `LEAST_ASSIGNED` people were assigned to it.
2. From the counts of a unit and of shown units under it, the count of the people in between, its *rest*, follows by
   subtraction. So a further unit is shown only where its own people and the rest of the unit above it are each
   *safe*: at least `floor` people chose it and at least `floor` did not; or where the rest has nobody in it.
3. Every sum and difference of shown counts is then a sum of safe rests, and whoever stands inside a rest may belong
   to either of its two sides: of no group of people does it follow that fewer than `floor` of them chose
   something, or that all or none did.
4. Levels cut across units, so `joint.py` asks the same of both tables together, and bands are merged until it holds.
   Sites cut across both: `sites.py`.
5. What is shown is rounded to `ROUNDED_TO`, each number for itself. Rounding hides more, never less.
6. A later release of the same campaign shows at most what the earlier one showed, of units alone, and only where
   every count and every rest moved by nothing or by at least `floor`: who changed their mind in between stays hidden.

Who knows these rules learns of a unit that is not shown only that one of them forbids it, never which.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import NamedTuple

from transfers.formats import joint

LEAST_ASSIGNED = 50
ROUNDED_TO = 5

Unit = int | None
WHOLE: Unit = None  # the whole campaign, above every unit


@dataclass(frozen=True, slots=True)
class Tally:
    """How many people filed undraft, filed stay, or filed no choice."""

    undraft: int = 0
    stay: int = 0
    none: int = 0

    @property
    def assigned(self) -> int:
        """All of them together."""
        return self.undraft + self.stay + self.none

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.undraft + other.undraft, self.stay + other.stay, self.none + other.none)

    def __sub__(self, other: "Tally") -> "Tally":
        return Tally(self.undraft - other.undraft, self.stay - other.stay, self.none - other.none)


class Group(NamedTuple):
    """The people of one unit itself, without the units under it, who have one level and work at one site."""

    unit: int
    level: int
    tally: Tally
    site: int = 0


class UnitCell(NamedTuple):
    """One line of the table of units, rounded; None is “not shown”. `unit` None: the whole campaign."""

    unit: Unit
    assigned: int
    undraft: int | None
    stay: int | None
    none: int | None


class LevelCell(NamedTuple):
    """One line of the table of levels, rounded: how many of the people at these levels filed undraft."""

    lowest: int
    highest: int
    assigned: int
    undraft: int


class SiteCell(NamedTuple):
    """One line of the table of sites, rounded. `site` None: all sites that have no line of their own, together."""

    site: int | None
    assigned: int
    undraft: int


class Table(NamedTuple):
    """What a release shows. No levels, no sites: they are not shown."""

    units: tuple[UnitCell, ...]
    levels: tuple[LevelCell, ...]
    sites: tuple[SiteCell, ...] = ()


class Family:
    """Units that are shown together, and the rest of each: its people who are under no other one of them."""

    def __init__(self, tree: "Tree", candidates: Iterable[Unit], is_safe: Callable[[Tally], bool]) -> None:
        self._tree = tree
        self.rests: dict[Unit, Tally] = {}
        for unit in candidates:
            self._show(unit, is_safe)

    def _show(self, unit: Unit, is_safe: Callable[[Tally], bool]) -> None:
        whole = self._tree.totals[unit]
        if whole.assigned < LEAST_ASSIGNED or not is_safe(whole):
            return
        above = self.holder_of(unit)
        if above in self.rests:
            rest = self.rests[above] - whole
            if rest.assigned and not is_safe(rest):
                return
            self.rests[above] = rest
        self.rests[unit] = whole

    def holder_of(self, unit: Unit) -> Unit:
        """The shown unit in whose rest a unit's own people are; the whole campaign where none is shown."""
        return next((each for each in self._tree.upward(unit) if each in self.rests), WHOLE)

    def __contains__(self, unit: Unit) -> bool:
        return unit in self.rests


class Tree:
    """The units that people were assigned to and those above them, with everybody under each counted.

    A unit that holds the same people as the one above it is left out: it would say the same twice.
    """

    def __init__(self, groups: Iterable[Group], parents: Mapping[int, int | None]) -> None:
        self.groups = tuple(groups)
        self._parents = parents
        self.totals: dict[Unit, Tally] = defaultdict(Tally)
        for group in self.groups:
            for unit in self.upward(group.unit):
                self.totals[unit] += group.tally
        order = sorted(self.totals, key=lambda unit: (self._depth(unit), -self.totals[unit].assigned, unit or 0))
        self.order = [unit for unit in order if unit is WHOLE or not self._is_same_as_above(unit)]

    def upward(self, unit: Unit) -> Iterator[Unit]:
        """The unit, every unit above it, the whole campaign."""
        seen = set()
        while unit is not None and unit not in seen:
            yield unit
            seen.add(unit)
            unit = self._parents.get(unit)
        yield WHOLE

    def levels(self) -> dict[int, Tally]:
        """Everybody by level, lowest first."""
        found: dict[int, Tally] = defaultdict(Tally)
        for group in sorted(self.groups, key=lambda group: group.level):
            found[group.level] += group.tally
        return dict(found)

    def _depth(self, unit: Unit) -> int:
        return sum(1 for _ in self.upward(unit))

    def _is_same_as_above(self, unit: Unit) -> bool:
        above = list(self.upward(unit))[1]
        return self.totals[above].assigned == self.totals[unit].assigned


def suppress(tree: Tree, floor: int) -> Table:
    """What may be shown of these counts. The same counts give the same table."""
    shown = Family(tree, tree.order, lambda tally: is_safe(tally, floor))
    split = _split(tree, shown.rests, floor)
    return Table(_unit_cells(tree, shown, split), tuple(_level_cells(tree, shown, floor)))


def suppress_again(stood: Sequence[UnitCell], earlier: Tree, later: Tree, floor: int) -> Table | None:
    """What may be shown after the lines that `stood` were published from the counts `earlier`; None where nothing.

    Both trees stand on the units of today. Where the earlier counts do not give those lines any more, the units have
    changed in between, and what follows from both releases cannot be told.
    """
    cells = [cell for cell in stood if cell.undraft is not None]
    wholes = [(earlier.totals[cell.unit], later.totals[cell.unit]) for cell in cells]
    for cell, (before, _after) in zip(cells, wholes, strict=True):
        if (cell.assigned, cell.undraft) != (rounded(before.assigned), rounded(before.undraft)):
            return None
    of_units = {cell.unit for cell in cells}
    of_split = {cell.unit for cell in cells if cell.stay is not None}
    shown = Family(later, _among(later, of_units), lambda tally: is_safe(tally, floor))
    split = _split(later, [unit for unit in shown.rests if unit in of_split], floor)
    moved = list(wholes)
    for family in (of_units, of_split, shown.rests, split.rests):
        rests, rests_now = rests_of(earlier, family), rests_of(later, family)
        moved += [(rests[unit], rests_now[unit]) for unit in family]
    if not all(_may_move(before, after, floor) for before, after in moved):
        return None
    return Table(_unit_cells(later, shown, split), ())


def rests_of(tree: Tree, units: Collection[Unit]) -> dict[Unit, Tally]:
    """Of each of these units the people who are under no other one of them."""
    rests = {unit: tree.totals[unit] for unit in units}
    for unit in units:
        above = next((each for each in list(tree.upward(unit))[1:] if each in rests), unit)
        if above != unit:
            rests[above] -= tree.totals[unit]
    return rests


def _may_move(before: Tally, after: Tally, floor: int) -> bool:
    moved = (after.undraft - before.undraft, after.stay - before.stay, after.none - before.none)
    return all(not number or abs(number) >= floor for number in (*moved, sum(moved)))


def is_safe(tally: Tally, floor: int) -> bool:
    """Whether enough people filed undraft, and enough did not."""
    return tally.undraft >= floor and tally.assigned - tally.undraft >= floor


def rounded(number: int) -> int:
    """To the nearest multiple of `ROUNDED_TO`; there is no half way between two."""
    return (number + ROUNDED_TO // 2) // ROUNDED_TO * ROUNDED_TO


def merge_upward(levels: Mapping[int, Tally], floor: int) -> list[list[int]]:
    """Levels in safe bands: each is merged with the ones above it until it is; the highest may join downward."""
    bands: list[list[int]] = []
    waiting: list[int] = []
    for level in sorted(levels):
        waiting.append(level)
        if is_safe(_sum(levels[each] for each in waiting), floor):
            bands.append(waiting)
            waiting = []
    if bands:
        bands[-1] += waiting
    return bands


def _level_cells(tree: Tree, shown: Family, floor: int) -> Iterator[LevelCell]:
    """Nothing where the whole campaign is not shown, or where everybody would stand in one band."""
    levels = tree.levels()
    bands = merge_upward(levels, floor) if WHOLE in shown else []
    while len(bands) > 1 and not joint.is_protected(_cross(tree, shown, bands), floor):
        bands[-2:] = [[*bands[-2], *bands[-1]]]
    for band in bands if len(bands) > 1 else []:
        tally = _sum(levels[level] for level in band)
        yield LevelCell(band[0], band[-1], rounded(tally.assigned), rounded(tally.undraft))


def _cross(tree: Tree, shown: Family, bands: Sequence[Sequence[int]]) -> joint.Cross:
    """Rests by bands: where everybody stands, and the people of whom nothing may follow."""
    rows = {unit: number for number, unit in enumerate(shown.rests)}
    column_of = {level: number for number, band in enumerate(bands) for level in band}
    people = [[0] * len(bands) for _ in rows]
    having = [[0] * len(bands) for _ in rows]
    of_unit: dict[Unit, list[int]] = defaultdict(lambda: [0] * len(bands))
    of_level: dict[int, list[int]] = defaultdict(lambda: [0] * len(rows))
    for group in tree.groups:
        row, column = rows[shown.holder_of(group.unit)], column_of[group.level]
        people[row][column] += group.tally.assigned
        having[row][column] += group.tally.undraft
        of_level[group.level][row] += group.tally.assigned
        for unit in tree.upward(group.unit):
            if unit in rows:
                break
            of_unit[unit][column] += group.tally.assigned
    within = [(rows[shown.holder_of(unit)], tuple(part)) for unit, part in of_unit.items()]
    across = [(column_of[level], tuple(part)) for level, part in of_level.items()]
    return joint.Cross(people, having, within, across)


def _among(tree: Tree, units: Collection[Unit]) -> list[Unit]:
    return [unit for unit in tree.order if unit in units]


def _split(tree: Tree, units: Iterable[Unit], floor: int) -> Family:
    """Those of the units shown whose other two counts may be shown as well."""
    return Family(tree, units, lambda tally: min(tally.stay, tally.none) >= floor)


def _unit_cells(tree: Tree, shown: Family, split: Family) -> tuple[UnitCell, ...]:
    units = [unit for unit in tree.order if tree.totals[unit].assigned >= LEAST_ASSIGNED]
    return tuple(_unit_cell(unit, tree.totals[unit], unit in shown, unit in split) for unit in units)


def _unit_cell(unit: Unit, tally: Tally, is_shown: bool, is_split: bool) -> UnitCell:
    return UnitCell(
        unit,
        rounded(tally.assigned),
        rounded(tally.undraft) if is_shown else None,
        rounded(tally.stay) if is_split else None,
        rounded(tally.none) if is_split else None,
    )


def _sum(tallies: Iterable[Tally]) -> Tally:
    return reduce(add, tallies, Tally())
