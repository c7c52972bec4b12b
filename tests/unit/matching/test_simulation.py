"""What if: altered inputs, and the price of stability beside what brute force calls best."""

import random

import pytest

from tests.unit.matching.rounds import get_lists, get_valid, make_round, rank_of
from transfers.matching.instance import build
from transfers.matching.optimum import solve
from transfers.matching.rounds import Line, Participant, RoundInput
from transfers.matching.simulation import Changes, Report, report_on, suppose
from transfers.tasks.simulation_work import solve_apart

SEED = b"a seed"


def people(*ballots: str) -> tuple[Participant, ...]:
    return tuple(Participant(ballot, 1, (Line("A", 3, 0), Line("B", 3, 0))) for ballot in ballots)


def test_assignment_best_in_sum_is_that_of_brute_force() -> None:
    chance = random.Random(3)
    for _ in range(300):
        given = make_round(chance)
        lists, best = get_lists(given), (0, 0)
        for outcome in get_valid(given):
            ranks = [rank_of(lists, each, role) + 1 for each, role in outcome.items() if role is not None]
            best = max(best, (len(ranks), -sum(ranks)))
        assert tuple(solve(build(given, SEED).instance)) == (best[0], -best[1])


def test_report_counts_ranks_and_tells_what_stability_costs() -> None:
    """Two want A, and one of them would take B too: better in sum, and the other would have reason to object."""
    given = RoundInput(
        {"A": 1, "B": 1, "C": 1},
        (
            Participant("a", 1, (Line("A", 5, 0), Line("B", 3, 0), Line("C", 3, 0))),
            Participant("b", 1, (Line("A", 3, 0),)),
            Participant("c", 1, (Line("B", 3, 0), Line("C", 3, 0))),
        ),
    )
    found = report_on(given, SEED, solve_apart)
    assert found == Report(3, 3, 2, 2, (2, 0, 0, 0, 0, 0, 0, 0, 0, 0), 3, 5)


def test_nothing_at_all_is_reported_too() -> None:
    found = report_on(RoundInput({}, ()), SEED, solve_apart)
    assert (found.people, found.placed, found.rank_sum) == (0, 0, 0)


def test_optimum_runs_in_a_process_of_its_own() -> None:
    instance = build(RoundInput({"A": 1, "B": 2}, people("a", "b", "c")), SEED).instance
    assert solve_apart(instance) == tuple(solve(instance)) == (3, 5)


def test_seats_are_added_taken_and_closed_and_never_below_none() -> None:
    given = RoundInput({"A": 1, "B": 2, "C": 3}, ())
    altered = suppose(given, Changes(seats={"A": 2, "B": -5}, closed=frozenset({"C"})), SEED)
    assert altered.seats == {"A": 3, "B": 0, "C": 0}
    assert given.seats == {"A": 1, "B": 2, "C": 3}


def test_so_many_leave_by_lot_the_same_ones_for_the_same_seed() -> None:
    given = RoundInput({"A": 1, "B": 1}, people(*"abcdefgh"))

    def gone(seed: bytes) -> set[str]:
        altered = suppose(given, Changes(leavers=3), seed)
        return {each.ballot for each in altered.participants if not each.lines}

    assert len(gone(SEED)) == 3
    assert gone(SEED) == gone(SEED)
    assert len({frozenset(gone(bytes([number]))) for number in range(9)}) > 1


@pytest.mark.parametrize(("number", "stay"), [(0, 0), (2, 2), (9, 4)])
def test_so_many_of_a_group_stay(number: int, stay: int) -> None:
    given = RoundInput({"A": 9, "B": 9}, people(*"abcdef"))
    altered = suppose(given, Changes(stays=((frozenset("abcd"), number),)), SEED)
    assert sum(not each.lines for each in altered.participants) == stay
    assert all(each.lines for each in altered.participants if each.ballot in "ef")
