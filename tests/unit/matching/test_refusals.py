"""Every "why not" and every "what would have changed it" is what a run says, by another way of running it."""

import random
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.matching.rounds import (
    EXAMPLES,
    ROUNDS,
    SEEDS,
    get_lists,
    get_order,
    make_round,
    rank_of,
    replace_participant,
    solve,
)
from transfers.matching.deferred_acceptance import clear
from transfers.matching.instance import Criterion, Numbered, build, pack
from transfers.matching.refusals import Change, Refusal, Why, what_would_change, why_not
from transfers.matching.rounds import HIGHEST_FIT, HIGHEST_RATING, Line, Participant, RoundInput

SEED = b"a seed"
CASES = st.tuples(ROUNDS, SEEDS)
CRITERIA = list(Criterion)


def pairs_of(given_round: RoundInput, seed: bytes) -> Iterator[tuple[Participant, str]]:
    """Everybody with every role they did not get."""
    outcome = solve(given_round, seed)
    for each in given_round.participants:
        for role in given_round.seats:
            if outcome[each.ballot] != role:
                yield each, role


def numbers_of(numbered: Numbered, who: Participant, role: str) -> tuple[int, int]:
    return numbered.ballots.index(who.ballot), numbered.roles.index(role)


@settings(max_examples=EXAMPLES // 2, deadline=None)
@given(case=CASES)
def test_reason_is_that_of_the_definitions(case: tuple[RoundInput, bytes]) -> None:
    given_round, seed = case
    numbered = build(given_round, seed)
    roles, outcome, lists = clear(numbered.instance), solve(*case), get_lists(given_round)
    order = get_order(given_round, seed)
    for who, role in pairs_of(*case):
        found = why_not(numbered.instance, roles, *numbers_of(numbered, who, role))
        if role not in lists[who.ballot]:
            assert found == Refusal(Why.NOT_RANKED)
        elif rank_of(lists, who.ballot, outcome[who.ballot]) < lists[who.ballot].index(role):
            assert found == Refusal(Why.GOT_PREFERRED)
        elif not given_round.seats[role]:
            assert found == Refusal(Why.NO_SEAT)
        else:
            last = max(order[each, role] for each, got in outcome.items() if got == role)
            own = order[who.ballot, role]
            decided_by = next(n for n, (mine, theirs) in enumerate(zip(own, last, strict=True)) if mine != theirs)
            assert own > last
            assert found == Refusal(Why.LAST_SEAT, CRITERIA[decided_by])


def with_change(given_round: RoundInput, who: Participant, role: str, change: Change) -> RoundInput:
    """The round with the change made to its input, not to its arrays."""
    if change.kind == "seats":
        return RoundInput(
            {**given_round.seats, role: given_round.seats[role] + change.value}, given_round.participants
        )
    if change.kind == "tier":
        return replace_participant(given_round, who._replace(tier=change.value))
    if change.kind == "ranked_first":
        own = next((line for line in who.lines if line.role == role), Line(role, 3, 5_000))
        others = tuple(line for line in who.lines if line.role != role)
        return replace_participant(given_round, who._replace(lines=(own, *others)))
    value = {"rating" if change.kind == "rating" else "fit_bp": change.value}
    lines = tuple(Line(**{**line._asdict(), **value}) if line.role == role else line for line in who.lines)
    return replace_participant(given_round, who._replace(lines=lines))


def less(given_round: RoundInput, who: Participant, role: str, change: Change) -> Change | None:
    """The change with one step less, None where that is no change at all."""
    line = next((line for line in who.lines if line.role == role), None)
    if change.kind == "seats":
        return change._replace(value=change.value - 1) if change.value > 1 else None
    if change.kind == "tier":
        return change._replace(value=change.value + 1) if change.value + 1 < who.tier else None
    assert line is not None
    now = line.rating if change.kind == "rating" else line.fit_bp
    return change._replace(value=change.value - 1) if change.value - 1 > now else None


def is_enough(given_round: RoundInput, seed: bytes, who: Participant, role: str, change: Change) -> bool:
    """Whether the change gives them the role, or one they prefer."""
    changed = with_change(given_round, who, role, change)
    got, listed = solve(changed, seed)[who.ballot], get_lists(changed)[who.ballot]
    return got is not None and listed.index(got) <= listed.index(role)


def explain(given_round: RoundInput, seed: bytes, who: Participant, role: str) -> tuple[Refusal, tuple[Change, ...]]:
    """Why not, and what would have changed it; an unlisted role is tried with a rating of 3 and half the fit."""
    numbered = build(given_round, seed)
    person, number = numbers_of(numbered, who, role)
    refusal = why_not(numbered.instance, clear(numbered.instance), person, number)
    line = pack(*(np.array([each]) for each in (number, who.tier, 3, 5_000, person)))
    return refusal, what_would_change(numbered.instance, person, number, refusal, line=int(line[0]))


@settings(max_examples=EXAMPLES // 2, deadline=None)
@given(case=CASES)
def test_each_change_is_enough_and_one_step_less_is_not(case: tuple[RoundInput, bytes]) -> None:
    for who, role in pairs_of(*case):
        _, changes = explain(*case, who, role)
        for change in changes:
            if change.kind == "lottery":
                continue  # its own test: no seed moves one person alone
            assert is_enough(*case, who, role, change)
            step_less = None if change.kind == "ranked_first" else less(case[0], who, role, change)
            assert step_less is None or not is_enough(*case, who, role, step_less)


BEST = {
    Criterion.TIER: Change("tier", 1),
    Criterion.RATING: Change("rating", HIGHEST_RATING),
    Criterion.FIT: Change("fit", HIGHEST_FIT),
}


@settings(max_examples=EXAMPLES // 2, deadline=None)
@given(case=CASES)
def test_nothing_that_would_have_been_enough_is_left_out(case: tuple[RoundInput, bytes]) -> None:
    for who, role in pairs_of(*case):
        refusal, changes = explain(*case, who, role)
        kinds = {change.kind for change in changes}
        if refusal.why in (Why.NO_SEAT, Why.LAST_SEAT):
            assert "seats" in kinds
        best = BEST.get(refusal.criterion) if refusal.criterion is not None else None
        if best is not None:
            assert (best.kind in kinds) == is_enough(*case, who, role, best)
        if refusal.why in (Why.NOT_RANKED, Why.GOT_PREFERRED):
            assert ("ranked_first" in kinds) == is_enough(*case, who, role, Change("ranked_first"))


def solve_in_order(given_round: RoundInput, ballots: list[str]) -> dict[str, str | None]:
    """A run with this lottery: ballots renamed to what the drawing of no seed puts in that order."""
    drawn = build(RoundInput({}, tuple(Participant(ballot, 1, ()) for ballot in ballots)), SEED).ballots
    renamed = dict(zip(ballots, drawn, strict=True))
    people = tuple(each._replace(ballot=renamed[each.ballot]) for each in given_round.participants)
    outcome = solve(RoundInput(given_round.seats, people), SEED)
    return {ballot: outcome[renamed[ballot]] for ballot in ballots}


def test_so_many_places_earlier_in_the_lottery_are_enough_and_one_fewer_is_not() -> None:
    chance, tried = random.Random(11), 0
    while tried < EXAMPLES // 10:
        given_round, seed = make_round(chance), chance.randbytes(4)
        numbered, lists = build(given_round, seed), get_lists(given_round)
        roles = clear(numbered.instance)
        for who, role in pairs_of(given_round, seed):
            person, number = numbers_of(numbered, who, role)
            refusal = why_not(numbered.instance, roles, person, number)
            for change in what_would_change(numbered.instance, person, number, refusal):
                if change.kind != "lottery":
                    continue
                tried += 1
                wanted = lists[who.ballot].index(role)
                for by, is_enough in ((change.value, True), (change.value - 1, False)):
                    order = [each for each in numbered.ballots if each != who.ballot]
                    order.insert(person - by, who.ballot)
                    got = rank_of(lists, who.ballot, solve_in_order(given_round, order)[who.ballot])
                    assert (got <= wanted) == is_enough


def test_who_left_is_told_so_and_nothing_would_have_changed_it() -> None:
    given_round = RoundInput({"A": 1}, (Participant("a", 1, (Line("A", 3, 0),)),))
    numbered = build(given_round, SEED)
    left = numbered.people({"a"})
    refusal = why_not(numbered.instance, clear(numbered.instance, left=left), 0, 0, left=left)
    assert refusal == Refusal(Why.LEFT)
    assert what_would_change(numbered.instance, 0, 0, refusal, left=left) == ()


def test_role_one_has_needs_no_reason() -> None:
    numbered = build(RoundInput({"A": 1}, (Participant("a", 1, (Line("A", 3, 0),)),)), SEED)
    with pytest.raises(ValueError, match="has this role"):
        why_not(numbered.instance, clear(numbered.instance), 0, 0)


def test_role_that_one_may_not_rank_would_not_have_been_got_by_ranking_it() -> None:
    numbered = build(RoundInput({"A": 1}, (Participant("a", 1, ()),)), SEED)
    refusal = why_not(numbered.instance, clear(numbered.instance), 0, 0)
    assert refusal == Refusal(Why.NOT_RANKED)
    assert what_would_change(numbered.instance, 0, 0, refusal) == ()
