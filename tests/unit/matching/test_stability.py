"""The stability check finds what the oracle finds, no less and no more."""

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.matching.rounds import EXAMPLES, ROUNDS, SEEDS, get_objections, get_valid, is_valid
from transfers.matching.deferred_acceptance import clear
from transfers.matching.instance import NOBODY, Numbered, build
from transfers.matching.rounds import Line, Participant, RoundInput
from transfers.matching.stability import Fault, Found, get_faults

SEED = b"a seed"
OBJECTIONS = (Fault.WASTED_SEAT, Fault.JUSTIFIED_ENVY)


def as_arrays(numbered: Numbered, outcome: dict[str, str | None]) -> np.ndarray:
    roles = [outcome[ballot] for ballot in numbered.ballots]
    return np.array([NOBODY if role is None else numbered.roles.index(role) for role in roles], np.int64)


@settings(max_examples=EXAMPLES, deadline=None)
@given(case=st.tuples(ROUNDS, SEEDS, st.integers(0, 2**32)))
def test_objections_to_a_valid_outcome_are_those_of_the_oracle(case: tuple[RoundInput, bytes, int]) -> None:
    """Of every round one valid outcome: nearly all of them are unstable, the engine's is not."""
    given_round, seed, pick = case
    numbered = build(given_round, seed)
    valid = list(get_valid(given_round))
    outcome = valid[pick % len(valid)]
    found = get_faults(numbered.instance, as_arrays(numbered, outcome))
    assert {each.fault for each in found} <= set(OBJECTIONS)
    named = {(numbered.ballots[each.person], numbered.roles[each.role]) for each in found}
    assert named == set(get_objections(given_round, seed, outcome))
    assert get_faults(numbered.instance, clear(numbered.instance)) == []


@settings(max_examples=EXAMPLES, deadline=None)
@given(case=st.tuples(ROUNDS, SEEDS, st.integers(0, 2**32)))
def test_no_outcome_that_the_oracle_calls_invalid_passes(case: tuple[RoundInput, bytes, int]) -> None:
    given_round, seed, pick = case
    numbered, chance = build(given_round, seed), random.Random(pick)
    outcome = {each.ballot: chance.choice([*given_round.seats, None]) for each in given_round.participants}
    found = {each.fault for each in get_faults(numbered.instance, as_arrays(numbered, outcome))}
    assert is_valid(given_round, outcome) == found.isdisjoint({Fault.NOT_LISTED, Fault.OVERSOLD})


@settings(max_examples=EXAMPLES // 10, deadline=None)
@given(case=st.tuples(ROUNDS, SEEDS, st.integers(0, 9)))
def test_who_left_may_hold_nothing_and_objects_to_nothing(case: tuple[RoundInput, bytes, int]) -> None:
    given_round, seed, pick = case
    if not given_round.participants:
        return
    gone = given_round.participants[pick % len(given_round.participants)].ballot
    numbered = build(given_round, seed)
    left = numbered.people({gone})
    assert get_faults(numbered.instance, clear(numbered.instance, left=left), left=left) == []
    before = clear(numbered.instance)
    stays = get_faults(numbered.instance, before, left=left)
    assert (Fault.NOT_LISTED in {each.fault for each in stays}) == (before[left[0]] != NOBODY)


def test_each_fault_is_named_with_the_person_it_wrongs_and_the_role() -> None:
    people = (
        Participant("a", 1, (Line("A", 3, 9), Line("B", 3, 9))),
        Participant("b", 1, (Line("A", 3, 5),)),
        Participant("c", 1, (Line("B", 3, 5),)),
    )
    numbered = build(RoundInput({"A": 1, "B": 1}, people), SEED)
    a, b, c = (numbered.ballots.index(each) for each in "abc")

    def faults(outcome: dict[str, str | None]) -> list[Found]:
        return get_faults(numbered.instance, as_arrays(numbered, outcome))

    assert faults({"a": "A", "b": None, "c": "B"}) == []
    assert faults({"a": None, "b": "A", "c": "B"}) == [
        Found(Fault.JUSTIFIED_ENVY, a, 0),
        Found(Fault.JUSTIFIED_ENVY, a, 1),
    ]
    assert faults({"a": "A", "b": None, "c": None}) == [Found(Fault.WASTED_SEAT, c, 1)]
    assert Found(Fault.NOT_LISTED, b, 1) in faults({"a": "A", "b": "B", "c": None})
    assert Found(Fault.OVERSOLD, NOBODY, 0) in faults({"a": "A", "b": "A", "c": "B"})


@pytest.mark.parametrize("given_roles", [[0], [0, 0, 0], [2, 0], [-2, 0]], ids=str)
def test_what_is_no_outcome_is_refused(given_roles: list[int]) -> None:
    people = (Participant("a", 1, (Line("A", 3, 9),)), Participant("b", 1, ()))
    numbered = build(RoundInput({"A": 1}, people), SEED)
    with pytest.raises(ValueError, match="one role of the instance"):
        get_faults(numbered.instance, np.array(given_roles, np.int64))
