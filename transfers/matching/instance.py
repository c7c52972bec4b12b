"""A round as arrays: what the run, the stability check and the explanations work on.

People are numbered by their place in the lottery and roles by their id, so that the same input gives the same arrays
whatever order its rows came in. One line of a list is one 64-bit integer, and the smaller of two lines of one role is
the one whose owner comes first there:

    role 17 bits · tier 4 · 5 − rating 3 · 10,000 − fit 14 · place in the lottery 20
"""

from collections.abc import Collection
from enum import IntEnum
from itertools import chain
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from transfers.matching.lottery import draw_order
from transfers.matching.rounds import HIGHEST_FIT, HIGHEST_RATING, RoundInput

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

ROLE_BIT, TIER_BIT, RATING_BIT, FIT_BIT = 41, 37, 34, 20
LOTTERY_MASK = (1 << FIT_BIT) - 1
NOBODY = -1  # the role of who has none


class Criterion(IntEnum):
    """What orders two people at a role, in the order in which it does; the value is the lowest bit it needs."""

    TIER = TIER_BIT
    RATING = RATING_BIT
    FIT = FIT_BIT
    LOTTERY = 0


class Instance(NamedTuple):
    """Person i's list, best first, is `entries[starts[i]:starts[i + 1]]`; role r has `seats[r]`.

    Shapes: starts (people + 1,), entries (lines,), seats (roles,); all int64.
    """

    starts: Ints
    entries: Ints
    seats: Ints

    @property
    def people(self) -> int:
        """How many people take part."""
        return len(self.starts) - 1


class Numbered(NamedTuple):
    """An instance, and which ballot and which role each of its numbers means."""

    instance: Instance
    ballots: list[str]
    roles: list[str]

    def people(self, ballots: Collection[str]) -> Ints:
        """The numbers of some ballots, ascending."""
        return np.array([number for number, ballot in enumerate(self.ballots) if ballot in ballots], np.int64)

    def without_seats(self, roles: Collection[str]) -> "Numbered":
        """The same where some roles have no seat."""
        seats = self.instance.seats.copy()
        seats[[number for number, role in enumerate(self.roles) if role in roles]] = 0
        return self._replace(instance=self.instance._replace(seats=seats))


def build(given: RoundInput, seed: bytes) -> Numbered:
    """Number roles by id and people by their place in the lottery of `seed`, and write the lists as arrays."""
    roles = sorted(given.seats)
    number_of = {role: number for number, role in enumerate(roles)}
    by_ballot = {each.ballot: each for each in given.participants}
    ballots = draw_order(seed, by_ballot)
    ordered = [by_ballot[ballot] for ballot in ballots]
    lengths = np.fromiter((len(each.lines) for each in ordered), np.int64, len(ordered))
    starts = np.zeros(len(ordered) + 1, np.int64)
    np.cumsum(lengths, out=starts[1:])
    lines = list(chain.from_iterable(each.lines for each in ordered))
    role = np.fromiter((number_of[line.role] for line in lines), np.int64, len(lines))
    rating = np.fromiter((line.rating for line in lines), np.int64, len(lines))
    fit = np.fromiter((line.fit_bp for line in lines), np.int64, len(lines))
    tier = np.repeat(np.fromiter((each.tier for each in ordered), np.int64, len(ordered)), lengths)
    place = np.repeat(np.arange(len(ordered), dtype=np.int64), lengths)
    seats = np.fromiter((given.seats[role] for role in roles), np.int64, len(roles))
    return Numbered(Instance(starts, pack(role, tier, rating, fit, place), seats), ballots, roles)


def pack(role: Ints, tier: Ints, rating: Ints, fit_bp: Ints, place: Ints) -> Ints:
    """Write lines as integers; all five of one shape."""
    before_fit = role << ROLE_BIT | tier << TIER_BIT | (HIGHEST_RATING - rating) << RATING_BIT
    return before_fit | (HIGHEST_FIT - fit_bp) << FIT_BIT | place
