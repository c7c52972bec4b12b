"""What a reader can work out from published tables: exact bounds, found by solving for them in whole numbers.

Knows nothing of how the tables were made. The reader knows in which unit, at which level and at which site everybody
is, and holds every table at once; whatever fits all of them may be true. A group of people is given away where it
follows that fewer than FLOOR of them (or not all, of fewer) can have chosen one option, or that fewer than FLOOR can
have not chosen it.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

from transfers.formats.suppression import WHOLE, Group, Table, Tree, Unit

FLOOR = 10
OPTIONS = ("undraft", "stay", "none")
Vector = NDArray[np.int64]


class Given(NamedTuple):
    """A group of people, an option, and the most or the fewest of them who can have chosen it."""

    group: str
    option: str
    at_most: int | None
    at_least: int | None


class Line(NamedTuple):
    """One number that was published: of whom, what, between which bounds."""

    mask: Vector
    option: str
    low: int
    high: int


class Reader:
    """Somebody who holds the tables. `slack` is how far a published number may be from the true one."""

    def __init__(
        self, groups: Sequence[Group], parents: Mapping[int, int | None], tables: Iterable[Table], slack: int
    ) -> None:
        self._tree = Tree(groups, parents)
        self._groups = [group for group in groups if group.tally.assigned]
        self.people = np.array([group.tally.assigned for group in self._groups], dtype=np.int64)
        self._lines = [line for table in tables for line in self._lines_of(table, slack)]
        self._limits = self._constraints(self._lines)
        truth = [[getattr(group.tally, option) for group in self._groups] for option in OPTIONS]
        self._known = [np.array(truth, dtype=np.int64)]  # everything found so far that fits

    def learn(self, unit: Unit, option: str, at_least: int) -> None:
        """Something known of a unit and what is under it from elsewhere."""
        self._lines.append(Line(self._mask_of(unit), option, at_least, int(self.people.sum())))
        self._limits = self._constraints(self._lines)

    def fits(self) -> bool:
        """Whether the truth itself fits what was published."""
        return self._solve(np.zeros(3 * len(self._groups))) is not None

    def gives_away(self) -> list[Given]:
        """Every group of which something follows."""
        found = []
        for name, mask in self._watched().items():
            size = int(self.people @ mask)
            goal = min(FLOOR, size)
            for option in OPTIONS:
                most, fewest = self._bound(mask, option, goal), self._bound(mask, option, goal, others=True)
                if most < goal:
                    found.append(Given(name, option, at_most=most, at_least=None))
                if fewest < goal:
                    found.append(Given(name, option, at_most=None, at_least=size - fewest))
        return found

    def _watched(self) -> dict[str, Vector]:
        """Every unit with and without what is under it, every level and site, and wherever two or three cross."""
        units = {group.unit for group in self._groups}
        above = {each for unit in units for each in self._tree.upward(unit)}
        found = {f"unit {unit} and below": self._mask_of(unit) for unit in above}
        found |= {f"unit {unit} itself": self._pick(lambda group, unit=unit: group.unit == unit) for unit in units}
        levels = {group.level for group in self._groups}
        found |= {f"level {level}": self._pick(lambda group, level=level: group.level == level) for level in levels}
        for site in {group.site for group in self._groups}:
            found[f"site {site}"] = self._pick(lambda group, site=site: group.site == site)
            for unit in units:
                inside = self._pick(lambda group, site=site, unit=unit: (group.site, group.unit) == (site, unit))
                found[f"site {site} in unit {unit}"] = inside
            for level in levels:
                inside = self._pick(lambda group, site=site, level=level: (group.site, group.level) == (site, level))
                found[f"level {level} at site {site}"] = inside
        for unit in units:
            for level in levels:
                inside = self._pick(lambda group, unit=unit, level=level: (group.unit, group.level) == (unit, level))
                found[f"level {level} in unit {unit}"] = inside
        for number, group in enumerate(self._groups):
            name = f"level {group.level} in unit {group.unit} at site {group.site}"
            found[name] = np.eye(len(self._groups), dtype=np.int64)[number]
        return {name: mask for name, mask in found.items() if self.people @ mask}

    def _pick(self, wanted) -> Vector:
        return np.array([int(wanted(group)) for group in self._groups], dtype=np.int64)

    def _mask_of(self, unit: Unit) -> Vector:
        return self._pick(lambda group: unit is WHOLE or unit in self._tree.upward(group.unit))

    def _lines_of(self, table: Table, slack: int) -> Iterable[Line]:
        for cell in table.units:
            for option in OPTIONS:
                value = getattr(cell, option)
                if value is not None:
                    yield Line(self._mask_of(cell.unit), option, value - slack, value + slack)
        for band in table.levels:
            mask = self._pick(lambda group, band=band: band.lowest <= group.level <= band.highest)
            yield Line(mask, "undraft", band.undraft - slack, band.undraft + slack)
        named = {line.site for line in table.sites}
        for line in table.sites:
            mask = self._pick(lambda group, line=line: (group.site if group.site in named else None) == line.site)
            yield Line(mask, "undraft", line.undraft - slack, line.undraft + slack)

    def _constraints(self, lines: Sequence[Line]) -> LinearConstraint:
        """Everybody chose exactly one of the three; every published number holds."""
        size = len(self._groups)
        rows = [np.concatenate([np.eye(size, dtype=np.int64)[each]] * 3) for each in range(size)]
        low, high = list(self.people), list(self.people)
        for line in lines:
            blocks = [line.mask if option == line.option else np.zeros(size, dtype=np.int64) for option in OPTIONS]
            rows.append(np.concatenate(blocks))
            low.append(line.low)
            high.append(line.high)
        return LinearConstraint(np.array(rows), low, high)

    def _bound(self, mask: Vector, option: str, goal: int, *, others: bool = False) -> int:
        """At most how many of the group can have chosen the option (or another), counted up to `goal`."""
        place = OPTIONS.index(option)
        weights = np.array([mask if (each == place) != others else mask * 0 for each in range(3)])
        best = max(int((known * weights).sum()) for known in self._known)
        if best >= goal:
            return best
        found = self._solve(-weights.reshape(-1))
        assert found is not None
        self._known.append(found)
        return int((found * weights).sum())

    def _solve(self, costs: NDArray[np.float64] | Vector) -> Vector | None:
        bounds = Bounds(0, np.tile(self.people, 3))
        result = milp(costs, constraints=self._limits, bounds=bounds, integrality=np.ones(costs.size, dtype=np.int64))
        return None if result.x is None else np.rint(result.x).astype(np.int64).reshape(3, -1)
