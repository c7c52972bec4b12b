"""Who gets which role: person-proposing deferred acceptance with seats (Gale & Shapley 1962; Roth 1984).

The outcome does not depend on who proposes when (McVitie & Wilson 1971), so all free people propose at once:

1. Each free person asks for the next role on their list whose worst holder they come before, or that has a free seat.
2. Each role keeps the first of its holders and askers by its own order, as many as it has seats.
3. Who is not kept is free again; a role that had to refuse takes nobody who comes after its worst holder.
4. Done when nobody is free who has a role left to ask for.

It is stable, and no other stable outcome is better for any person; saying anything but the truth in one's list gains
nothing within one run (Dubins & Freedman 1981; Roth 1982).
"""

import numpy as np

from transfers.matching.instance import LOTTERY_MASK, NOBODY, ROLE_BIT, Flags, Instance, Ints

_EVERYBODY = np.iinfo(np.int64).max


def clear(instance: Instance, *, left: Ints | None = None) -> Ints:
    """Return each person's role, `NOBODY` for none. Who is in `left` counts as having an empty list.

    Each pass sorts everybody who is held, and there are as many passes as the longest chain of refusals. The same
    input gives the same output on every machine.
    """
    asks_next, ends = instance.starts[:-1].copy(), instance.starts[1:]
    if left is not None:
        asks_next[left] = ends[left]
    worst = np.where(instance.seats > 0, _EVERYBODY, NOBODY)  # the line that a role's next asker must come before
    held = np.empty(0, np.int64)
    free = np.flatnonzero(asks_next < ends)
    while free.size:
        asked = _ask(instance.entries, asks_next, ends, worst, free)
        held = np.concatenate([held, asked])
        held.sort()
        refused = _refused(held, instance.seats)
        # of each role that refuses, who is refused first stands right behind the worst who is kept
        first = np.flatnonzero(refused[1:] & ~refused[:-1]) + 1
        worst[held[first] >> ROLE_BIT] = held[first - 1]
        free = held[refused] & LOTTERY_MASK
        free = free[asks_next[free] < ends[free]]
        held = held[~refused]
    given = np.full(instance.people, NOBODY, np.int64)
    given[held & LOTTERY_MASK] = held >> ROLE_BIT
    return given


def _ask(entries: Ints, asks_next: Ints, ends: Ints, worst: Ints, free: Ints) -> Ints:
    """Let free people go down their lists to a role that does not refuse them outright; returns those lines."""
    asked = []
    while free.size:
        at = asks_next[free]
        asks_next[free] = at + 1
        lines = entries[at]
        is_heard = lines < worst[lines >> ROLE_BIT]
        asked.append(lines[is_heard])
        free = free[~is_heard]
        free = free[asks_next[free] < ends[free]]
    return np.concatenate(asked)


def _refused(held: Ints, seats: Ints) -> Flags:
    """Of sorted lines: those behind the last seat of their role.

    A role without a seat was asked by nobody; so a line is behind when the line as many places before it as the role
    has seats is of the same role.
    """
    role = held >> ROLE_BIT
    ahead = np.arange(len(held)) - seats[role]
    behind: Flags = (ahead >= 0) & (role[np.maximum(ahead, 0)] == role)
    return behind
