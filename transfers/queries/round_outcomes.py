"""What a run came to, in numbers that name nobody: for HR before and after publication."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from transfers.formats.small_counts import hide_small
from transfers.matching.clearing import Run
from transfers.matching.instance import NOBODY
from transfers.matching.overview import Answer, answer_all
from transfers.matching.shortage import people_short
from transfers.models import Round
from transfers.queries.shortages import get_unit_facts
from transfers.queries.units import get_tree

_RANKS_SHOWN = 3
_REASONS = (Answer.TIER, Answer.RATING, Answer.FIT, Answer.LOTTERY, Answer.NO_SEAT, Answer.LEFT)


@dataclass(frozen=True, slots=True)
class Numbers:
    """Counts rounded to 5, None where too few stand behind one.

    `ranks` count who got number one, two, three of their list, or further down; `reasons` by what those who got
    nothing missed the role that they ranked first.
    """

    participants: int | None
    placed: int | None
    unplaced: int | None
    nothing_ranked: int | None
    ranks: Sequence[int | None]
    reasons: Mapping[Answer, int | None]

    @property
    def has_some(self) -> bool:
        """Whether one of the counts of people is shown."""
        counts = (self.participants, self.placed, self.unplaced, self.nothing_ranked, *self.ranks)
        return any(count is not None for count in counts)


@dataclass(frozen=True, slots=True)
class UnitEffect:
    """A unit's shortage before a round and after it, were every offer accepted; in basis points."""

    name: str
    before_bp: int
    after_bp: int


def count_outcome(of: Round, run: Run, floor: int) -> Numbers:
    """How many take part, got a role, got none, and which of their choices people got."""
    lists = {ballot: [line[0] for line in lines] for ballot, lines in of.ballots.values_list("ballot", "lines")}
    got = {ballot: lists[ballot].index(role) for ballot, role in run.outcome.items() if role is not None}
    empty = sum(not listed for listed in lists.values())
    ranks = Counter(min(place, _RANKS_SHOWN) for place in got.values())
    sides = hide_small({"placed": len(got), "unplaced": len(lists) - len(got) - empty, "nothing": empty}, floor=floor)
    reasons = _count_reasons(run)
    shown = hide_small({each.name: count for each, count in reasons.items()}, floor=floor)
    return Numbers(
        participants=hide_small({"all": len(lists)}, floor=floor)["all"],
        placed=sides["placed"],
        unplaced=sides["unplaced"],
        nothing_ranked=sides["nothing"],
        ranks=list(hide_small({str(place): ranks[place] for place in range(_RANKS_SHOWN + 1)}, floor=floor).values()),
        reasons={each: shown[each.name] for each in reasons},
    )


def _count_reasons(run: Run) -> dict[Answer, int]:
    """Why everybody who got nothing missed the role that they ranked first."""
    instance = run.numbered.instance
    answers = answer_all(instance, run.given, left=run.left_numbers)
    has_list = np.diff(instance.starts) > 0
    first = answers[instance.starts[:-1][has_list & (run.given == NOBODY)]]
    return {each: int((first == each).sum()) for each in _REASONS}


def get_headcounts(of: Round, at: datetime) -> dict[str, list[int]]:
    """Approved and filled places of the units of a round's roles, by id, announced moves counted."""
    tree = get_tree()
    facts = get_unit_facts(tree, at)
    units = {tree.standing(unit) for unit in of.round_roles.values_list("role__unit_id", flat=True)}
    return {str(unit): [facts[unit].approved, facts[unit].approved - people_short(facts[unit])] for unit in units}


def get_unit_effects(of: Round, run: Run, floor: int, at: datetime) -> list[UnitEffect]:
    """Shortage before and after, of units to which the round gives `floor` people at least, those rounded to 5."""
    units_of = dict(of.round_roles.values_list("number", "role__unit_id"))
    tree = get_tree()
    joining = Counter(tree.standing(units_of[role]) for role in run.outcome.values() if role is not None)
    counts = of.headcounts or get_headcounts(of, at)
    rounded = hide_small({str(unit): people for unit, people in joining.items()}, floor=floor)
    shown = [(tree.rows[int(unit)], people) for unit, people in rounded.items() if people is not None]
    shown.sort(key=lambda each: each[0].sort_name)
    return [_effect(unit.name, counts[str(unit.id)], people) for unit, people in shown]


def _effect(name: str, headcount: Sequence[int], joining: int) -> UnitEffect:
    approved, filled = headcount
    before, after = (max(0, approved - people) for people in (filled, filled + joining))
    return UnitEffect(name, *(short * 10_000 // approved if approved else 0 for short in (before, after)))
