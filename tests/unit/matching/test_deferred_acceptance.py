"""The engine against an oracle that tries everything, against its theorems, and by worked examples."""

import random

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

from tests.unit.matching.broken import BROKEN
from tests.unit.matching.properties import PROPERTIES
from tests.unit.matching.rounds import EXAMPLES, ROUNDS, SEEDS, Engine, get_lists, get_order, solve
from transfers.matching.lottery import draw_order
from transfers.matching.rounds import Line, Participant, RoundInput

CASES = st.tuples(ROUNDS, SEEDS, st.integers(0, 9))
SEED = b"a seed"


@pytest.mark.parametrize("name", PROPERTIES)
def test_engine_keeps_every_property(name: str) -> None:
    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(case=CASES)
    def holds(case: tuple[RoundInput, bytes, int]) -> None:
        PROPERTIES[name](solve, *case)

    holds()


@pytest.mark.parametrize(("engine", "name"), BROKEN, ids=lambda value: getattr(value, "__name__", value))
def test_broken_engine_is_found_out(engine: Engine, name: str) -> None:
    def is_found_out(case: tuple[RoundInput, bytes, int]) -> bool:
        try:
            PROPERTIES[name](engine, *case)
        except AssertionError:
            return True
        return False

    quickly = settings(max_examples=1_000, deadline=None, derandomize=True, phases=[Phase.generate])
    try:
        find(CASES, is_found_out, settings=quickly)
    except NoSuchExample:
        pytest.fail(f"{engine.__name__} passes {name}")


def test_every_property_has_a_broken_engine() -> None:
    assert {name for _, name in BROKEN} == PROPERTIES.keys()


def line_up(role: str, *ballots: str) -> dict[tuple[str, str], int]:
    """The fit by which people stand at a role in this order, the first best."""
    return {(ballot, role): 9_000 - 1_000 * place for place, ballot in enumerate(ballots)}


def participants(
    lists: dict[str, str], *orders: dict[tuple[str, str], int], tier: int = 1
) -> tuple[Participant, ...]:
    """Participants whose lists are words of one-letter roles."""
    fit = {pair: value for order in orders for pair, value in order.items()}
    return tuple(
        Participant(ballot, tier, tuple(Line(role, 3, fit.get((ballot, role), 0)) for role in listed))
        for ballot, listed in lists.items()
    )


def test_everybody_gets_their_first_choice_where_these_differ() -> None:
    """Example 1 of Gale & Shapley (1962): three stable outcomes, and the one that is best for those who ask."""
    orders = line_up("A", "b", "c", "a"), line_up("B", "c", "a", "b"), line_up("C", "a", "b", "c")
    given_round = RoundInput(dict.fromkeys("ABC", 1), participants({"a": "ABC", "b": "BCA", "c": "CAB"}, *orders))
    assert solve(given_round, SEED) == {"a": "A", "b": "B", "c": "C"}


def test_only_stable_outcome_is_found_where_nobody_gets_what_they_want_most() -> None:
    """Example 2 of Gale & Shapley (1962): one stable outcome, in which nobody of either side has a first choice."""
    orders = (
        line_up("A", "d", "c", "a", "b"),
        line_up("B", "b", "d", "a", "c"),
        line_up("C", "d", "a", "b", "c"),
        line_up("D", "c", "b", "a", "d"),
    )
    lists = {"a": "ABCD", "b": "ADCB", "c": "BACD", "d": "DBCA"}
    given_round = RoundInput(dict.fromkeys("ABCD", 1), participants(lists, *orders))
    assert solve(given_round, SEED) == {"a": "C", "b": "D", "c": "A", "d": "B"}


def test_role_with_two_seats_keeps_the_two_who_come_first() -> None:
    orders = line_up("A", "d", "b", "c", "a"), line_up("B", "a", "c")
    lists = {"a": "AB", "b": "A", "c": "AB", "d": "A"}
    given_round = RoundInput({"A": 2, "B": 1}, participants(lists, *orders))
    assert solve(given_round, SEED) == {"a": "B", "b": "A", "c": None, "d": "A"}


def test_tier_comes_before_rating_rating_before_fit_and_fit_before_the_lottery() -> None:
    def first_of(*rows: tuple[int, int, int]) -> str:
        people = tuple(
            Participant(ballot, tier, (Line("A", rating, fit),))
            for ballot, (tier, rating, fit) in zip("abc", rows, strict=False)
        )
        (first,) = [ballot for ballot, role in solve(RoundInput({"A": 1}, people), SEED).items() if role]
        return first

    assert first_of((2, 5, 10_000), (1, 1, 0)) == "b"
    assert first_of((1, 3, 10_000), (1, 4, 0)) == "b"
    assert first_of((1, 3, 1), (1, 3, 2)) == "b"
    assert first_of((1, 3, 1), (1, 3, 1), (1, 3, 1)) == draw_order(SEED, "abc")[0]


def test_lottery_alone_decides_between_equals_and_another_seed_may_decide_otherwise() -> None:
    given_round = RoundInput({"A": 1}, participants({"a": "A", "b": "A"}))
    firsts = {solve(given_round, bytes([number]))["a"] for number in range(8)}
    assert firsts == {"A", None}


def test_chain_of_refusals_reaches_its_end() -> None:
    """Each takes the seat of the next, who asks further down: as long a chain as there are people."""
    roles = [f"r{number:03}" for number in range(200)]
    seats = dict.fromkeys(roles, 1)
    people = [
        Participant(f"p{n:03}", 2, (Line(roles[n], 3, 0), Line(roles[(n + 1) % 200], 4, 0))) for n in range(200)
    ]
    people.append(Participant("first", 1, (Line(roles[0], 3, 0),)))
    outcome = solve(RoundInput(seats, tuple(people)), SEED)
    assert outcome["first"] == "r000"
    assert [outcome[f"p{n:03}"] for n in range(199)] == roles[1:]
    assert outcome["p199"] is None  # r000 has somebody of a better tier


@pytest.mark.parametrize(
    "given_round",
    [
        RoundInput({}, ()),
        RoundInput({"A": 3}, ()),
        RoundInput({}, participants({"a": ""})),
        RoundInput({"A": 0}, participants({"a": "A", "b": "A"})),
        RoundInput({"A": 1}, participants({"a": "", "b": ""})),
    ],
    ids=["nothing", "no people", "no roles", "no seats", "empty lists"],
)
def test_where_nothing_can_be_given_nobody_gets_anything(given_round: RoundInput) -> None:
    assert set(solve(given_round, SEED).values()) <= {None}


def test_who_left_gets_nothing_and_holds_nothing() -> None:
    given_round = RoundInput({"A": 1}, participants({"a": "A", "b": "A"}, line_up("A", "a", "b")))
    assert solve(given_round, SEED, frozenset({"a"})) == {"a": None, "b": "A"}


def test_large_round_is_what_asking_one_after_the_other_gives() -> None:
    """A run as the paper writes it, one person at a time, over 600 people and 90 roles."""
    chance = random.Random(4)
    roles = [f"r{number}" for number in range(90)]
    seats = {role: chance.choice((0, 1, 2, 5)) for role in roles}
    people = tuple(
        Participant(
            f"p{number}",
            chance.randint(1, 3),
            tuple(
                Line(role, chance.randint(1, 5), chance.randint(0, 10_000))
                for role in chance.sample(roles, chance.randint(0, 12))
            ),
        )
        for number in range(600)
    )
    given_round = RoundInput(seats, people)
    assert solve(given_round, SEED) == ask_one_by_one(given_round, SEED)


def ask_one_by_one(given_round: RoundInput, seed: bytes) -> dict[str, str | None]:
    order, lists = get_order(given_round, seed), get_lists(given_round)
    held: dict[str, list[str]] = {role: [] for role in given_round.seats}
    outcome: dict[str, str | None] = dict.fromkeys(lists)
    waiting = list(lists)
    while waiting:
        asking = waiting.pop(0)
        if not lists[asking]:
            continue
        role = lists[asking].pop(0)
        outcome[asking] = role
        held[role] = sorted([*held[role], asking], key=lambda each: order[each, role])
        for refused in held[role][given_round.seats[role] :]:
            held[role].remove(refused)
            outcome[refused] = None
            waiting.append(refused)
    return outcome
