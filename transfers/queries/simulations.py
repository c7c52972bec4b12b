"""A simulation's input from a frozen round, and its report in numbers that name nobody."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import QuerySet

from accounts.models import Employee
from transfers.canonical import JSON
from transfers.formats.small_counts import ROUNDED_TO, hide_small
from transfers.matching.rounds import Participant, RoundInput
from transfers.matching.scoring import fit_bp
from transfers.matching.simulation import Changes, Report
from transfers.matching.types import RankingPolicy
from transfers.models import Round, Simulation
from transfers.queries.facts import get_person_facts
from transfers.queries.round_inputs import read_roles
from transfers.queries.units import Tree, get_tree
from transfers.states import SimulationStatus

_FURTHEST = 10  # by so much one person may change a sum of ranks unseen
WEIGHTS = ("skills_bp", "level_bp", "location_bp")  # what a fit is made of


@dataclass(frozen=True, slots=True)
class Supposed:
    """What HR supposes, by ids: seats more or fewer by role, closed units, leavers by lot, how many in a unit with a
    skill must stay, and other weights for the fit."""

    seats: Mapping[int, int]
    closed_units: tuple[int, ...] = ()
    leavers: int = 0
    stays: tuple[tuple[int, int, int], ...] = ()  # unit, skill, how many
    weights: Mapping[str, int] | None = None

    def to_json(self) -> dict[str, JSON]:
        """As a row keeps it."""
        return {
            "seats": {str(role): more for role, more in self.seats.items()},
            "closed_units": list(self.closed_units),
            "leavers": self.leavers,
            "stays": [list(each) for each in self.stays],
            "weights": dict(self.weights) if self.weights is not None else None,
        }


def read_supposed(row: Mapping[str, Any]) -> Supposed:
    """What `Supposed.to_json` wrote."""
    return Supposed(
        seats={int(role): more for role, more in row["seats"].items()},
        closed_units=tuple(row["closed_units"]),
        leavers=row["leavers"],
        stays=tuple((unit, skill, number) for unit, skill, number in row["stays"]),
        weights=row["weights"],
    )


def get_changes(of: Round, supposed: Supposed) -> Changes:
    """What is supposed, in the words of the round's document."""
    rows = list(of.round_roles.select_related("role"))
    numbers = {row.role_id: row.number for row in rows}
    tree = get_tree()
    closed = {tree.standing(unit) for unit in supposed.closed_units}
    return Changes(
        seats={numbers[role]: more for role, more in supposed.seats.items() if role in numbers},
        closed=frozenset(row.number for row in rows if tree.standing(row.role.unit_id) in closed),
        leavers=supposed.leavers,
        stays=tuple(_group(of, tree, unit, skill, number) for unit, skill, number in supposed.stays),
    )


def with_weights(of: Round, given: RoundInput, weights: Mapping[str, int]) -> RoundInput:
    """The input with every fit worked out anew, by other weights and today's profiles."""
    policy = RankingPolicy(
        skills_bp=weights["skills_bp"],
        level_bp=weights["level_bp"],
        location_bp=weights["location_bp"],
        return_bp=0,
        urgency_bp=0,
    )
    rows = {row.number: row for row in of.round_roles.select_related("role__unit", "role__site")}
    facts, around = read_roles([row.role for row in rows.values()], {})
    ballots = dict(of.ballots.values_list("ballot", "employee_id"))
    people = get_person_facts(Employee.objects.filter(pk__in=ballots.values()), around)

    def fitted(each: Participant) -> Participant:
        person = people.get(ballots[each.ballot] or 0)
        if person is None:  # forgotten since: theirs stays as it was frozen
            return each
        lines = tuple(
            line._replace(fit_bp=fit_bp(person, facts[rows[line.role].role_id], policy)) for line in each.lines
        )
        return each._replace(lines=lines)

    return RoundInput(given.seats, tuple(fitted(each) for each in given.participants))


def to_row(report: Report) -> dict[str, JSON]:
    """A report as a row keeps it."""
    return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(report).items()}


@dataclass(frozen=True, slots=True)
class ShownReport:
    """Rounded counts, None where too few stand behind one; mean ranks in hundredths, None with too few placed.

    How many seats there were is not shown: less those of the roles it tells how many are taken.
    """

    people: int | None
    placed: int | None
    unplaced: int | None
    ranks: tuple[int | None, ...]
    mean_rank: int | None
    best_mean_rank: int | None

    @property
    def has_some(self) -> bool:
        """Whether one of them is shown."""
        numbers = (self.people, self.placed, self.unplaced, *self.ranks, self.mean_rank, self.best_mean_rank)
        return any(number is not None for number in numbers)


def get_reports(simulation: Simulation) -> list[Mapping[str, Any]]:
    """Every report about a round up to this simulation's, in the order in which they were shown; today's is first."""
    done = Simulation.objects.filter(round=simulation.round_id, status=SimulationStatus.DONE, pk__lte=simulation.pk)
    reports = [report for report in done.order_by("pk").values_list("report", flat=True) if report is not None]
    return [reports[0]["today"], *(report["supposed"] for report in reports)] if reports else []


def show(rows: Sequence[Mapping[str, Any]], floor: int) -> ShownReport:
    """The last of some reports as HR reads it.

    A number that lies within `floor` of one shown before is shown as that one: two simulations that differ by one
    person's list tell nothing of it.
    """
    seen: dict[str, list[tuple[int, ...]]] = {}
    for row in rows:
        for name, numbers in _get_numbers(row).items():
            before = seen.setdefault(name, [])
            before.append(next((old for old in before if _is_near(old, numbers, floor)), numbers))
    last = {name: numbers[-1] for name, numbers in seen.items()}
    (placed,), (people,) = last["placed"], last["people"]
    sides = hide_small({"placed": placed, "unplaced": max(0, people - placed)}, floor=floor)
    ranks = hide_small({name: count for name, (count, *_) in last.items() if name.startswith("rank ")}, floor=floor)
    return ShownReport(
        people=hide_small({"all": people}, floor=floor)["all"],
        placed=sides["placed"],
        unplaced=sides["unplaced"],
        ranks=tuple(ranks[name] for name in sorted(ranks)),
        mean_rank=_mean(last["mean"], floor),
        best_mean_rank=_mean(last["best mean"], floor),
    )


def _get_numbers(row: Mapping[str, Any]) -> dict[str, tuple[int, ...]]:
    """Counts of people, and what a mean is made of: a count beside the sum of its ranks."""
    return {
        "people": (row["people"],),
        "placed": (row["placed"],),
        "mean": (row["placed"], row["rank_sum"]),
        "best mean": (row["best_placed"], row["best_rank_sum"]),
        **{f"rank {n:02}": (count,) for n, count in enumerate(row["ranks"])},
    }


def _is_near(old: Sequence[int], new: Sequence[int], floor: int) -> bool:
    """Whether fewer than `floor` people may be all that differs; each moves a sum of ranks by the furthest rank."""
    return all(abs(a - b) < near for a, b, near in zip(old, new, (floor, floor * _FURTHEST), strict=False))


def _mean(numbers: Sequence[int], floor: int) -> int | None:
    """To the nearest twentieth of a rank, so that no one person shows."""
    count, total = numbers
    if count < floor:
        return None
    return (total * 100 // count + ROUNDED_TO // 2) // ROUNDED_TO * ROUNDED_TO


def get_members(tree: Tree, unit: int, skill: int) -> QuerySet[Employee]:
    """Who works in a unit, or in one that it was merged of, and holds a skill."""
    merged = [pk for pk in tree.rows if tree.standing(pk) == tree.standing(unit)]
    return Employee.objects.filter(is_active=True, unit__in=merged, employee_skills__skill_id=skill)


def _group(of: Round, tree: Tree, unit: int, skill: int, number: int) -> tuple[frozenset[str], int]:
    """The ballots of a unit's people with a skill, and how many of them stay, so that `number` people do: whoever
    takes no part in the round stays anyhow."""
    members = get_members(tree, unit, skill)
    ballots = frozenset(of.ballots.filter(employee__in=members).values_list("ballot", flat=True))
    return ballots, max(0, number - (members.count() - len(ballots)))
