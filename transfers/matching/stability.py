"""Whether an outcome is valid, and stable. Knows nothing of how it was found.

An outcome is valid when everybody has a role of their own list or none and no role has more people than seats. It is
stable when nobody prefers a role that has a seat free (a wasted seat) or holds somebody who comes after them there
(justified envy): Roth & Sotomayor 1990, chapter 5.
"""

from enum import StrEnum
from typing import NamedTuple

import numpy as np

from transfers.matching.instance import NOBODY, ROLE_BIT, Instance, Ints

_EVERYBODY = np.iinfo(np.int64).max


class Fault(StrEnum):
    """What is wrong with an outcome."""

    NOT_LISTED = "not_listed"
    OVERSOLD = "oversold"
    WASTED_SEAT = "wasted_seat"
    JUSTIFIED_ENVY = "justified_envy"


class Found(NamedTuple):
    """One fault: the person it wrongs (`NOBODY` for a role with too many) and the role."""

    fault: Fault
    person: int
    role: int


def get_faults(instance: Instance, given: Ints, *, left: Ints | None = None) -> list[Found]:
    """Every fault of an outcome, by kind, person, role; empty means valid and stable. `given` as `clear` returns it.

    Raises ValueError where `given` is of another shape or names a role that does not exist.
    """
    starts, entries, seats = instance
    if given.shape != (instance.people,) or not ((given >= NOBODY) & (given < len(seats))).all():
        raise ValueError("an outcome has one role of the instance, or none, for each person")
    ends = starts[1:].copy()
    if left is not None:
        ends[left] = starts[:-1][left]
    role, place = entries >> ROLE_BIT, np.arange(len(entries))
    owner = np.repeat(np.arange(instance.people), np.diff(starts))
    is_own = (role == given[owner]) & (place < ends[owner])
    has = np.full(instance.people, -1)
    has[owner[is_own]] = place[is_own]
    unlisted = np.flatnonzero((given != NOBODY) & (has < 0))
    people = np.bincount(given[given != NOBODY], minlength=len(seats))
    oversold = np.flatnonzero(people > seats)
    worst = np.full(len(seats), NOBODY)
    np.maximum.at(worst, role[is_own], entries[is_own])
    is_preferred = place < np.where(given == NOBODY, ends, np.where(has < 0, starts[:-1], has))[owner]
    has_free = people < seats
    wasted = is_preferred & has_free[role]
    envied = is_preferred & ~has_free[role] & (entries < worst[role])
    return [
        *(Found(Fault.NOT_LISTED, int(person), int(given[person])) for person in unlisted),
        *(Found(Fault.OVERSOLD, NOBODY, int(each)) for each in oversold),
        *(Found(Fault.WASTED_SEAT, int(owner[each]), int(role[each])) for each in np.flatnonzero(wasted)),
        *(Found(Fault.JUSTIFIED_ENVY, int(owner[each]), int(role[each])) for each in np.flatnonzero(envied)),
    ]
