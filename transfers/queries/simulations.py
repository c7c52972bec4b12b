"""A simulation's input from a frozen round, and its report in numbers that name nobody."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from accounts.models import Employee
from transfers.canonical import JSON
from transfers.formats.small_counts import ROUNDED_TO, hide_small
from transfers.matching.rounds import Participant, RoundInput
from transfers.matching.scoring import fit_bp
from transfers.matching.simulation import Changes, Report
from transfers.matching.types import RankingPolicy
from transfers.models import Round
from transfers.queries.facts import get_person_facts
from transfers.queries.round_inputs import read_roles
from transfers.queries.units import get_tree
from transfers.states import RoundStatus

SIMULATED = (RoundStatus.FROZEN, RoundStatus.APPROVED, RoundStatus.RUN, RoundStatus.PUBLISHED, RoundStatus.DISCARDED)
WEIGHTS = ("skills_bp", "level_bp", "location_bp", "return_bp", "urgency_bp")


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
        stays=tuple((_ballots_of(of, unit, skill), number) for unit, skill, number in supposed.stays),
    )


def with_weights(of: Round, given: RoundInput, weights: Mapping[str, int]) -> RoundInput:
    """The input with every fit worked out anew, by other weights and today's profiles."""
    policy = RankingPolicy(
        skills_bp=weights["skills_bp"],
        level_bp=weights["level_bp"],
        location_bp=weights["location_bp"],
        return_bp=weights["return_bp"],
        urgency_bp=weights["urgency_bp"],
    )
    rows = {row.number: row for row in of.round_roles.select_related("role__unit", "role__site")}
    facts, around = read_roles([row.role for row in rows.values()], {})
    ballots = dict(of.ballots.values_list("ballot", "employee_id"))
    people = get_person_facts(Employee.objects.filter(pk__in=ballots.values()), around)

    def fitted(each: Participant) -> Participant:
        person = people[ballots[each.ballot]]
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


def show(row: Mapping[str, Any], floor: int) -> ShownReport:
    """A kept report as HR reads it."""
    placed, people = row["placed"], row["people"]
    sides = hide_small({"placed": placed, "unplaced": people - placed}, floor=floor)
    ranks = hide_small({f"{n:02}": count for n, count in enumerate(row["ranks"])}, floor=floor)
    return ShownReport(
        people=hide_small({"all": people}, floor=floor)["all"],
        placed=sides["placed"],
        unplaced=sides["unplaced"],
        ranks=tuple(ranks[name] for name in sorted(ranks)),
        mean_rank=_mean(row["rank_sum"], placed, floor),
        best_mean_rank=_mean(row["best_rank_sum"], row["best_placed"], floor),
    )


def _mean(total: int, count: int, floor: int) -> int | None:
    """To the nearest twentieth of a rank, so that no one person shows."""
    if count < floor:
        return None
    return (total * 100 // count + ROUNDED_TO // 2) // ROUNDED_TO * ROUNDED_TO


def _ballots_of(of: Round, unit: int, skill: int) -> frozenset[str]:
    members = Employee.objects.filter(unit_id=unit, employee_skills__skill_id=skill)
    return frozenset(of.ballots.filter(employee__in=members).values_list("ballot", flat=True))
