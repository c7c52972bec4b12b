"""What must hold of the engine, each as a function that takes any engine: the real one, and broken ones to fail on.

Each takes an engine, a round, a seed and a number that picks a person or a role, and raises AssertionError.
"""

from collections.abc import Callable

from tests.unit.matching.rounds import (
    NONE_LEFT,
    Engine,
    get_lists,
    get_objections,
    get_other_lists,
    get_stable,
    is_valid,
    rank_of,
    replace_participant,
)
from transfers.matching.rounds import HIGHEST_FIT, HIGHEST_RATING, RoundInput

Property = Callable[[Engine, RoundInput, bytes, int], None]


def outcome_is_valid(engine: Engine, given: RoundInput, seed: bytes, pick: int) -> None:
    assert is_valid(given, engine(given, seed, NONE_LEFT))


def outcome_is_stable(engine: Engine, given: RoundInput, seed: bytes, pick: int) -> None:
    """No justified envy, no wasted seat (Gale & Shapley 1962)."""
    assert get_objections(given, seed, engine(given, seed, NONE_LEFT)) == []


def outcome_is_best_for_everybody(engine: Engine, given: RoundInput, seed: bytes, pick: int) -> None:
    """Of all stable outcomes none gives anybody a role they prefer (Gale & Shapley 1962)."""
    lists, outcome = get_lists(given), engine(given, seed, NONE_LEFT)
    for other in get_stable(given, seed):
        assert all(rank_of(lists, each, outcome[each]) <= rank_of(lists, each, other[each]) for each in lists)


def same_people_are_placed_in_every_stable_outcome(engine: Engine, given: RoundInput, seed: bytes, pick: int) -> None:
    """The rural hospitals theorem (Roth 1986): who is placed, how many seats are filled, and who sits where some stay
    free, is the same in all of them."""
    outcome = engine(given, seed, NONE_LEFT)
    for other in get_stable(given, seed):
        assert {each for each, role in other.items() if role} == {each for each, role in outcome.items() if role}
        for role, seats in given.seats.items():
            sitting = {each for each, got in outcome.items() if got == role}
            others = {each for each, got in other.items() if got == role}
            assert len(sitting) == len(others)
            assert sitting == others or len(sitting) == seats


def nobody_gains_by_another_list(engine: Engine, given: RoundInput, seed: bytes, pick: int) -> None:
    """Within one run the truth is the best list (Dubins & Freedman 1981; Roth 1982)."""
    if not given.participants:
        return
    who = given.participants[pick % len(given.participants)]
    lists = get_lists(given)
    true = rank_of(lists, who.ballot, engine(given, seed, NONE_LEFT)[who.ballot])
    for told in get_other_lists(given, who):
        assert rank_of(lists, who.ballot, engine(told, seed, NONE_LEFT)[who.ballot]) >= true


def standing_better_never_hurts(engine: Engine, given: RoundInput, seed: bytes, pick: int) -> None:
    """A better tier, rating or fit, all else the same (Balinski & Sönmez 1999)."""
    if not given.participants:
        return
    who = given.participants[pick % len(given.participants)]
    before = rank_of(get_lists(given), who.ballot, engine(given, seed, NONE_LEFT)[who.ballot])
    better = [who._replace(tier=1)]
    for number, line in enumerate(who.lines):
        for raised in (line._replace(rating=HIGHEST_RATING), line._replace(fit_bp=HIGHEST_FIT)):
            better.append(who._replace(lines=(*who.lines[:number], raised, *who.lines[number + 1 :])))
    for each in better:
        after = engine(replace_participant(given, each), seed, NONE_LEFT)[who.ballot]
        assert rank_of(get_lists(given), who.ballot, after) <= before


def seat_more_hurts_nobody(engine: Engine, given: RoundInput, seed: bytes, pick: int) -> None:
    """Adding a seat never hurts a person (Crawford 1991)."""
    if not given.seats:
        return
    role = sorted(given.seats)[pick % len(given.seats)]
    lists, before = get_lists(given), engine(given, seed, NONE_LEFT)
    after = engine(RoundInput({**given.seats, role: given.seats[role] + 1}, given.participants), seed, NONE_LEFT)
    assert all(rank_of(lists, each, after[each]) <= rank_of(lists, each, before[each]) for each in lists)


def leaving_hurts_nobody_else(engine: Engine, given: RoundInput, seed: bytes, pick: int) -> None:
    """Who leaves gets nothing, and the others are better off or the same (Gale & Sotomayor 1985)."""
    if not given.participants:
        return
    gone = given.participants[pick % len(given.participants)].ballot
    lists, before = get_lists(given), engine(given, seed, NONE_LEFT)
    after = engine(given, seed, frozenset({gone}))
    assert after[gone] is None
    assert all(
        rank_of(lists, each, after[each]) <= rank_of(lists, each, before[each]) for each in lists if each != gone
    )


def row_order_means_nothing(engine: Engine, given: RoundInput, seed: bytes, pick: int) -> None:
    turned = RoundInput(dict(reversed(list(given.seats.items()))), tuple(reversed(given.participants)))
    assert turned.digest() == given.digest()
    assert engine(turned, seed, NONE_LEFT) == engine(given, seed, NONE_LEFT)


PROPERTIES: dict[str, Property] = {
    each.__name__: each
    for each in (
        outcome_is_valid,
        outcome_is_stable,
        outcome_is_best_for_everybody,
        same_people_are_placed_in_every_stable_outcome,
        nobody_gains_by_another_list,
        standing_better_never_hurts,
        seat_more_hurts_nobody,
        leaving_hurts_nobody_else,
        row_order_means_nothing,
    )
}
