"""Why somebody did not get a role in a round, and what would have changed it: every answer comes from a run."""

from collections.abc import Callable
from enum import StrEnum
from typing import NamedTuple

import numpy as np

from transfers.matching.deferred_acceptance import clear
from transfers.matching.instance import LOTTERY_MASK, NOBODY, ROLE_BIT, TIER_BIT, Criterion, Instance, Ints
from transfers.matching.rounds import HIGHEST_FIT, HIGHEST_RATING, HIGHEST_TIER


class Why(StrEnum):
    """Why not this role."""

    LEFT = "left"
    NOT_RANKED = "not_ranked"
    NO_SEAT = "no_seat"
    GOT_PREFERRED = "got_preferred"
    LAST_SEAT = "last_seat"


class Refusal(NamedTuple):
    """The reason, and for LAST_SEAT what the last seat went by. Nobody else is told about."""

    why: Why
    criterion: Criterion | None = None


class Change(NamedTuple):
    """One thing that, all else the same, would have given the person this role or one they prefer.

    `kind` is a criterion's name, "seats" or "ranked_first"; `value` the least that is enough: a tier, a rating, a
    fit in bp, how many places earlier in the lottery, how many seats more.
    """

    kind: str
    value: int = 0


def why_not(instance: Instance, given: Ints, person: int, role: int, *, left: Ints | None = None) -> Refusal:
    """Tell why `person` does not have `role` in the outcome `given`. Raises ValueError where they have it."""
    if given[person] == role:
        raise ValueError("the person has this role")
    if left is not None and person in left:
        return Refusal(Why.LEFT)
    roles = _list_of(instance, person) >> ROLE_BIT
    place = _place_of(roles, role)
    if place == len(roles):
        return Refusal(Why.NOT_RANKED)
    if given[person] != NOBODY and _place_of(roles, int(given[person])) < place:
        return Refusal(Why.GOT_PREFERRED)
    if not instance.seats[role]:
        return Refusal(Why.NO_SEAT)
    own = int(_list_of(instance, person)[place])
    return Refusal(Why.LAST_SEAT, _first_difference(own, _worst_holder(instance, given, role)))


def what_would_change(
    instance: Instance,
    person: int,
    role: int,
    refusal: Refusal,
    *,
    line: int | None = None,
    left: Ints | None = None,
) -> tuple[Change, ...]:
    """Everything of its kind that alone would have been enough, the least of each; each was tried in a run.

    After NOT_RANKED `line` is the person's own at that role, packed as the instance's are. More is never worse for
    its owner: a better tier, rating, fit or place (Balinski & Sönmez 1999), and a seat more for everybody (Crawford
    1991); so the least is found by halving.
    """

    def is_enough(changed: Instance, who: int = person) -> bool:
        got = int(clear(changed, left=left)[who])
        roles = _list_of(changed, who) >> ROLE_BIT
        return got != NOBODY and _place_of(roles, got) <= _place_of(roles, role)

    if refusal.why in (Why.NOT_RANKED, Why.GOT_PREFERRED):
        own = _line_at(instance, person, role)
        own = line if own is None else own
        if own is None or not instance.seats[role] or not is_enough(_ranked_first(instance, person, own)):
            return ()
        return (Change("ranked_first"),)
    if refusal.why is Why.LEFT:
        return ()
    found = []
    seats = _least(1, instance.people, lambda more: is_enough(_with_seats(instance, role, more)))
    if seats is not None:
        found.append(Change("seats", seats))
    if refusal.criterion is not None:
        found += _by_criterion(instance, person, role, refusal.criterion, is_enough)
    return tuple(found)


def _by_criterion(
    instance: Instance, person: int, role: int, criterion: Criterion, is_enough: Callable[..., bool]
) -> list[Change]:
    own = int(instance.entries[_at(instance, person, role)])
    if criterion is Criterion.LOTTERY:
        places = _least(1, person, lambda by: is_enough(_earlier(instance, person, by), person - by))
        return [] if places is None else [Change("lottery", places)]
    if criterion is Criterion.TIER:
        tier = own >> TIER_BIT & HIGHEST_TIER
        better = _least(1, tier - 1, lambda by: is_enough(_in_tier(instance, person, tier - by)))
        return [] if better is None else [Change("tier", tier - better)]
    # both are kept as what is missing to the highest, so a better one is a smaller number
    highest, bits = (HIGHEST_RATING, 3) if criterion is Criterion.RATING else (HIGHEST_FIT, 14)
    missing = own >> criterion & (1 << bits) - 1
    more = _least(1, missing, lambda by: is_enough(_with_line(instance, person, role, own - (by << criterion))))
    return [] if more is None else [Change(criterion.name.lower(), highest - missing + more)]


def _least(low: int, high: int, holds: Callable[[int], bool]) -> int | None:
    """The least of `low` to `high` for which `holds`, which stays true once it is; None where it never is."""
    if low > high or not holds(high):
        return None
    while low < high:
        middle = (low + high) // 2
        if holds(middle):
            high = middle
        else:
            low = middle + 1
    return low


def _worst_holder(instance: Instance, given: Ints, role: int) -> int:
    return max(int(instance.entries[_at(instance, int(holder), role)]) for holder in np.flatnonzero(given == role))


def _first_difference(one: int, other: int) -> Criterion:
    return next(each for each in Criterion if one >> each != other >> each)


def _with_seats(instance: Instance, role: int, more: int) -> Instance:
    seats = instance.seats.copy()
    seats[role] += more
    return instance._replace(seats=seats)


def _with_line(instance: Instance, person: int, role: int, line: int) -> Instance:
    entries = instance.entries.copy()
    entries[_at(instance, person, role)] = line
    return instance._replace(entries=entries)


def _in_tier(instance: Instance, person: int, tier: int) -> Instance:
    entries, own = instance.entries.copy(), slice(instance.starts[person], instance.starts[person + 1])
    entries[own] = entries[own] & ~(HIGHEST_TIER << TIER_BIT) | tier << TIER_BIT
    return instance._replace(entries=entries)


def _ranked_first(instance: Instance, person: int, line: int) -> Instance:
    """The person's list with this line first, whether it stood on it or not."""
    own = _list_of(instance, person)
    others = own[own >> ROLE_BIT != line >> ROLE_BIT]
    before, behind = instance.entries[: instance.starts[person]], instance.entries[instance.starts[person + 1] :]
    starts = instance.starts.copy()
    starts[person + 1 :] += len(others) + 1 - len(own)
    return instance._replace(starts=starts, entries=np.concatenate([before, [line], others, behind]))


def _earlier(instance: Instance, person: int, by: int) -> Instance:
    """The same with the person so many places earlier in the lottery; those they overtake come one place later."""
    order = np.arange(instance.people)
    order[person - by : person + 1] = np.roll(order[person - by : person + 1], 1)
    lengths = np.diff(instance.starts)[order]
    starts = np.concatenate([[0], np.cumsum(lengths)])
    lines = np.repeat(instance.starts[order] - starts[:-1], lengths) + np.arange(len(instance.entries))
    place = np.repeat(np.arange(instance.people), lengths)
    return instance._replace(starts=starts, entries=instance.entries[lines] & ~LOTTERY_MASK | place)


def _list_of(instance: Instance, person: int) -> Ints:
    return instance.entries[instance.starts[person] : instance.starts[person + 1]]


def _at(instance: Instance, person: int, role: int) -> int:
    """Where a role that stands on the person's list stands among all lines."""
    return int(instance.starts[person]) + _place_of(_list_of(instance, person) >> ROLE_BIT, role)


def _line_at(instance: Instance, person: int, role: int) -> int | None:
    own = _list_of(instance, person)
    place = _place_of(own >> ROLE_BIT, role)
    return int(own[place]) if place < len(own) else None


def _place_of(roles: Ints, role: int) -> int:
    """The place of a role on a list; behind its end where it does not stand there."""
    found = np.flatnonzero(roles == role)
    return int(found[0]) if found.size else len(roles)
