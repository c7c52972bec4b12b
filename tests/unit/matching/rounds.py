"""Rounds for the engine's tests: strategies, an oracle that tries everything, and what must hold of any engine.

The oracle knows only the definitions: it lists every valid outcome of a small round and asks of each whether anybody
has reason to object.
"""

import os
import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from itertools import permutations, product

from hypothesis import strategies as st

from transfers.matching.clearing import Secrets
from transfers.matching.deferred_acceptance import clear
from transfers.matching.instance import NOBODY, build
from transfers.matching.lottery import draw_order
from transfers.matching.rounds import Line, Participant, RoundInput

# `make audit ARGS=engine` asks for a hundred times as many
EXAMPLES = int(os.environ.get("ENGINE_EXAMPLES", "1000"))

Outcome = Mapping[str, str | None]
Engine = Callable[[RoundInput, bytes, frozenset[str]], Outcome]
NONE_LEFT: frozenset[str] = frozenset()
SECRETS = Secrets(b"the preparer's" + bytes(18), b"the approver's" + bytes(18))
ROLES, BALLOTS = "pqrs", "abcde"


def solve(given: RoundInput, seed: bytes, left: frozenset[str] = NONE_LEFT) -> Outcome:
    """The product's engine."""
    numbered = build(given, seed)
    roles = clear(numbered.instance, left=numbered.people(left))
    return {
        ballot: None if role == NOBODY else numbered.roles[role]
        for ballot, role in zip(numbered.ballots, roles.tolist(), strict=True)
    }


def make_round(chance: random.Random) -> RoundInput:
    """Up to five people and four roles, where ties of tier, rating and fit are common and seats are few."""
    roles = ROLES[: chance.choice((0, 1, 2, 3, 3, 3, 4, 4))]
    seats = {role: chance.choice((1, 1, 1, 2, 0, 3)) for role in roles}
    people = []
    for ballot in BALLOTS[: chance.choice((0, 1, 2, 3, 4, 4, 5, 5))]:
        listed = chance.sample(roles, chance.choice((0, 1, 2, len(roles), len(roles))) % (len(roles) + 1))
        lines = tuple(Line(role, chance.randint(2, 4), chance.choice((0, 5_000))) for role in listed)
        people.append(Participant(ballot, chance.randint(1, 2), lines))
    return RoundInput(seats, tuple(people))


# One draw an example: so small a round needs no shrinking, and a thousand of them take a second.
ROUNDS = st.integers(0, 2**63).map(lambda number: make_round(random.Random(number)))
SEEDS = st.binary(min_size=1, max_size=2)


def get_order(given: RoundInput, seed: bytes) -> dict[tuple[str, str], tuple[int, int, int, int]]:
    """How each person stands at each role of their list, from the definitions alone: the smaller comes first."""
    lottery = {ballot: place for place, ballot in enumerate(draw_order(seed, [p.ballot for p in given.participants]))}
    return {
        (each.ballot, line.role): (each.tier, -line.rating, -line.fit_bp, lottery[each.ballot])
        for each in given.participants
        for line in each.lines
    }


def get_lists(given: RoundInput, left: frozenset[str] = NONE_LEFT) -> dict[str, list[str]]:
    return {
        each.ballot: [] if each.ballot in left else [line.role for line in each.lines] for each in given.participants
    }


def get_objections(
    given: RoundInput, seed: bytes, outcome: Outcome, left: frozenset[str] = NONE_LEFT
) -> list[tuple[str, str]]:
    """Who may object for the sake of which role: it has a seat free, or somebody who comes after them."""
    order, lists = get_order(given, seed), get_lists(given, left)
    holders = {role: [ballot for ballot, got in outcome.items() if got == role] for role in given.seats}
    found = []
    for ballot, listed in lists.items():
        got = outcome[ballot]
        for role in listed if got is None else listed[: listed.index(got)]:
            is_behind = any(order[ballot, role] < order[holder, role] for holder in holders[role])
            if len(holders[role]) < given.seats[role] or is_behind:
                found.append((ballot, role))
    return found


def is_valid(given: RoundInput, outcome: Outcome, left: frozenset[str] = NONE_LEFT) -> bool:
    lists = get_lists(given, left)
    people = Counter(role for role in outcome.values() if role is not None)
    return (
        outcome.keys() == lists.keys()
        and all(role is None or role in lists[ballot] for ballot, role in outcome.items())
        and all(count <= given.seats[role] for role, count in people.items())
    )


def get_valid(given: RoundInput) -> Iterator[dict[str, str | None]]:
    """Every valid outcome."""
    lists = get_lists(given)
    for roles in product(*([*listed, None] for listed in lists.values())):
        outcome = dict(zip(lists, roles, strict=True))
        if is_valid(given, outcome):
            yield outcome


def get_stable(given: RoundInput, seed: bytes) -> list[dict[str, str | None]]:
    """Every stable outcome."""
    return [outcome for outcome in get_valid(given) if not get_objections(given, seed, outcome)]


def rank_of(lists: Mapping[str, list[str]], ballot: str, role: str | None) -> int:
    """Where a role stands on somebody's list; none comes last."""
    return len(lists[ballot]) if role is None else lists[ballot].index(role)


def get_other_lists(given: RoundInput, who: Participant) -> Iterator[RoundInput]:
    """The round with every other list that somebody could submit of the roles on theirs."""
    for length in range(len(who.lines) + 1):
        for lines in permutations(who.lines, length):
            yield replace_participant(given, who._replace(lines=lines))


def replace_participant(given: RoundInput, changed: Participant) -> RoundInput:
    return RoundInput(
        given.seats, tuple(changed if each.ballot == changed.ballot else each for each in given.participants)
    )
