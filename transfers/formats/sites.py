"""Which counts by site may be shown beside those by unit and by level of the same people.

What two tables that cut across each other give away is decided exactly by `joint.py`. Of three it is as hard as any
integer program (De Loera and Onn, SIAM Journal on Computing 33, 2004). So each group of people is asked for a
witness: numbers that fit everything shown and in which `floor` of the group (or all, of fewer) chose undraft, and
others in which as many did not. Witnesses are reached from what is true by exchanges that leave all totals as they
are. One that is found is a proof. Where one is not found, nothing is said: the smallest site that has a line of its
own joins the others, until every group has its witnesses or nothing is left to show.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import reduce
from operator import add
from typing import NamedTuple

from transfers.formats.suppression import LEAST_ASSIGNED, WHOLE, SiteCell, Table, Tally, Tree, Unit, is_safe, rounded

MOST_SITES = 8  # with a line of their own

Part = Mapping[int, int]  # how many people of which crowds


class _Place(NamedTuple):
    """Of which rest, band of levels and line of sites a crowd is: people of whom no table tells more."""

    rest: Unit
    band: int
    line: int


def suppress_sites(tree: Tree, table: Table, floor: int) -> tuple[SiteCell, ...]:
    """What may be shown by site beside this table of the same counts; nothing, or two lines at least."""
    tallies: dict[int, Tally] = defaultdict(Tally)
    for group in tree.groups:
        tallies[group.site] += group.tally
    by_size = sorted(tallies, key=lambda site: (-tallies[site].assigned, site))
    named = [site for site in by_size if _may_stand(tallies[site], floor)][:MOST_SITES]
    if all(cell.undraft is None for cell in table.units if cell.unit is WHOLE):
        named = []
    while named:
        others = reduce(add, (tallies[site] for site in by_size if site not in named), Tally())
        if (not others.assigned or _may_stand(others, floor)) and _Crowds(tree, table, named).are_protected(floor):
            lines: list[tuple[int | None, Tally]] = [(site, tallies[site]) for site in named]
            lines += [(None, others)] if others.assigned else []
            cells = [SiteCell(site, rounded(of.assigned), rounded(of.undraft)) for site, of in lines]
            return tuple(cells) if len(cells) > 1 else ()
        named.pop()
    return ()


def _may_stand(tally: Tally, floor: int) -> bool:
    return tally.assigned >= LEAST_ASSIGNED and is_safe(tally, floor)


class _Crowds:
    """Everybody by place, and the groups of people of whom nothing may follow."""

    def __init__(self, tree: Tree, table: Table, named: Sequence[int]) -> None:
        people: Counter[_Place] = Counter()
        having: Counter[_Place] = Counter()
        groups: dict[Hashable, Counter[_Place]] = defaultdict(Counter)
        shown = {cell.unit for cell in table.units if cell.undraft is not None}
        lines = {site: number for number, site in enumerate(named, 1)}
        for unit, level, tally, site in tree.groups:
            above = list(tree.upward(unit))
            rest = next(each for each in above if each in shown)
            band = next((n for n, of in enumerate(table.levels) if of.lowest <= level <= of.highest), 0)
            place = _Place(rest, band, lines.get(site, 0))
            people[place] += tally.assigned
            having[place] += tally.undraft
            for name in _names(above[: above.index(rest)], rest, level, site, place):
                groups[name][place] += tally.assigned
        self._places = sorted(people, key=lambda place: -people[place])  # where there is most to exchange, first
        self._at = {place: number for number, place in enumerate(self._places)}
        self._people = [people[place] for place in self._places]
        self._having = [having[place] for place in self._places]
        self._groups = [{self._at[place]: number for place, number in part.items()} for part in groups.values()]
        self._of_rest = self._by(lambda place: place.rest)
        self._of_band = self._by(lambda place: place.band)
        self._of_line = self._by(lambda place: place.line)
        self._of_both = self._by(lambda place: (place.band, place.line))

    def _by(self, key: Callable[[_Place], Hashable]) -> dict[Hashable, list[int]]:
        found: dict[Hashable, list[int]] = defaultdict(list)
        for number, place in enumerate(self._places):
            found[key(place)].append(number)
        return found

    def are_protected(self, floor: int) -> bool:
        """Whether every group has both of its witnesses."""
        others = [all_ - some for all_, some in zip(self._people, self._having, strict=True)]
        return all(
            self._may_hold(numbers, part, min(floor, sum(part.values())))
            for numbers in (self._having, others)
            for part in self._groups
        )

    def _may_hold(self, numbers: Sequence[int], part: Part, goal: int) -> bool:
        """Whether so many of the group may be among those who have it: an exchange for each that is lacking."""
        now = list(numbers)
        while sum(min(now[each], some) for each, some in part.items()) < goal:
            lacking = (each for each, some in part.items() if now[each] < some)
            exchange = next((found for each in lacking for found in self._exchanges(now, part, each)), None)
            if exchange is None:
                return False
            for each, more in exchange.items():
                now[each] += more
        return True

    def _exchanges(self, now: Sequence[int], part: Part, here: int) -> Iterator[Part]:
        """One more here for one fewer of the same rest, and the bands and lines of the two put right elsewhere."""
        place = self._places[here]
        for there in self._spare(now, part, self._of_rest[place.rest]):
            other = self._places[there]
            for mended in self._mended(now, part, place, other):
                exchange = Counter({here: 1, there: -1})
                exchange.update(mended)
                if self._is_gain(now, part, exchange):
                    yield exchange
                    break

    def _mended(self, now: Sequence[int], part: Part, one: _Place, other: _Place) -> Iterator[Counter[int]]:
        """What takes one from the band and line of one place and gives it to those of another, within other rests."""
        both = self._spare(now, part, self._of_both[one.band, one.line])
        yield from self._moved(both, lambda place: place._replace(band=other.band, line=other.line))
        bands = self._moved(
            self._spare(now, part, self._of_band[one.band]), lambda place: place._replace(band=other.band)
        )
        lines = self._moved(
            self._spare(now, part, self._of_line[one.line]), lambda place: place._replace(line=other.line)
        )
        if one.line == other.line:
            yield from bands
        elif one.band == other.band:
            yield from lines
        else:
            for band, line in zip(bands, lines, strict=False):
                band.update(line)
                yield band

    def _moved(self, places: Iterable[int], to: Callable[[_Place], _Place]) -> Iterator[Counter[int]]:
        for each in places:
            there = self._at.get(to(self._places[each]))
            if there is not None and there != each:
                yield Counter({each: -1, there: 1})

    def _spare(self, now: Sequence[int], part: Part, places: Collection[int]) -> Iterator[int]:
        """Where more have it than the group can hold: one of them may stop having it."""
        return (each for each in places if now[each] > part.get(each, 0))

    def _is_gain(self, now: Sequence[int], part: Part, exchange: Part) -> bool:
        """Whether it leaves nobody to have it twice, and one more of the group has it."""
        then = {each: now[each] + more for each, more in exchange.items()}
        if not all(0 <= number <= self._people[each] for each, number in then.items()):
            return False
        return sum(min(then[each], part.get(each, 0)) - min(now[each], part.get(each, 0)) for each in then) > 0


def _names(hidden: Sequence[Unit], rest: Unit, level: int, site: int, place: _Place) -> Iterator[Hashable]:
    """The groups that somebody belongs to: units with what is under them, levels, sites, and where those cross."""
    yield place
    for unit in (*hidden, ("rest", rest)):
        yield from ((unit, "all"), (unit, "level", level), (unit, "site", site))
    yield from (("level", level), ("site", site), ("level", level, "site", site))
