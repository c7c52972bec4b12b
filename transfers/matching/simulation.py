"""What if: the same engine over an altered input, beside today's. Nothing of it is ever an outcome."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

import numpy as np

from transfers.matching.deferred_acceptance import clear
from transfers.matching.instance import NOBODY, ROLE_BIT, Instance, build
from transfers.matching.lottery import draw_order
from transfers.matching.rounds import RoundInput

_RANKS_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Changes:
    """What is supposed: seats more or fewer by role, roles that are closed, how many people leave by lot, and how
    many of a group must stay (each group's ballots and the number)."""

    seats: Mapping[str, int] = field(default_factory=dict)
    closed: frozenset[str] = frozenset()
    leavers: int = 0
    stays: tuple[tuple[frozenset[str], int], ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """What a run came to. Ranks count from 1; `best_placed` and `best_rank_sum` are the assignment best in sum."""

    people: int
    seats: int
    placed: int
    rank_sum: int
    ranks: tuple[int, ...]  # how many got their first, second, … choice; the last counts all further ones
    best_placed: int
    best_rank_sum: int


def suppose(given: RoundInput, changes: Changes, seed: bytes) -> RoundInput:
    """The altered input. Who leaves and who of a group must stay is drawn by lot from `seed`."""
    seats = {
        role: 0 if role in changes.closed else max(0, count + changes.seats.get(role, 0))
        for role, count in given.seats.items()
    }
    gone = set(draw_order(seed, [each.ballot for each in given.participants])[: changes.leavers])
    for ballots, number in changes.stays:
        gone |= set(_last_of(draw_order(seed, ballots - gone), number))
    people = tuple(each._replace(lines=()) if each.ballot in gone else each for each in given.participants)
    return RoundInput(seats, people)


def report_on(given: RoundInput, seed: bytes, find_best: Callable[[Instance], tuple[int, int]]) -> Report:
    """Clear an input and look at it from above.

    `find_best` says how many the assignment best in sum places, and the sum of their ranks: `optimum` finds both.
    """
    instance = build(given, seed).instance
    outcome = clear(instance)
    lengths = np.diff(instance.starts)
    owner = np.repeat(np.arange(instance.people), lengths)
    rank = np.arange(len(owner)) - np.repeat(instance.starts[:-1], lengths) + 1
    got = rank[(outcome[owner] != NOBODY) & (instance.entries >> ROLE_BIT == outcome[owner])]
    counted = Counter(np.minimum(got, _RANKS_SHOWN).tolist())
    best_placed, best_rank_sum = find_best(instance)
    return Report(
        people=instance.people,
        seats=int(instance.seats.sum()),
        placed=len(got),
        rank_sum=int(got.sum()),
        ranks=tuple(counted[place] for place in range(1, _RANKS_SHOWN + 1)),
        best_placed=best_placed,
        best_rank_sum=best_rank_sum,
    )


def _last_of(order: Collection[str], number: int) -> list[str]:
    """Of a group in the order of the lot: those that stay, the last so many."""
    return list(order)[max(0, len(order) - number) :]
