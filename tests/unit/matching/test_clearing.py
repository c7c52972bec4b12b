"""A round's run: who may leave it, and the hashes that it is known by."""

import pytest

from tests.unit.matching.rounds import SECRETS
from transfers.matching.clearing import run_round, write_document
from transfers.matching.rounds import InvalidRound, Line, Participant, RoundInput, commit_to


def test_nobody_leaves_who_takes_no_part() -> None:
    with pytest.raises(InvalidRound, match="takes no part"):
        run_round(RoundInput({}, ()), SECRETS, {"stranger"})


def test_same_run_has_the_same_hash_and_another_has_not() -> None:
    given_round = RoundInput({"A": 1}, tuple(Participant(ballot, 1, (Line("A", 3, 0),)) for ballot in "ab"))
    one, same = run_round(given_round, SECRETS), run_round(given_round, SECRETS)
    assert one.digest() == same.digest()
    assert one.digest() != run_round(given_round, SECRETS, {"a"}).digest()
    assert SECRETS.commitments == [commit_to(SECRETS.preparer), commit_to(SECRETS.approver)]


def test_hashes_of_this_round_are_these_on_any_machine_and_python() -> None:
    """Written down once: forty people, twelve roles. A change of any of the three breaks every published round."""
    given_round = _written_down()
    run = run_round(given_round, SECRETS, {"p07"}, {"r03"})
    document = write_document(given_round, SECRETS, run)
    assert document["input_sha256"] == "51e2a8e96306d704704ec36644753e8eb78393bea731acc0630ccc35a351c714"
    assert document["seed"] == "d91fb66234633ac67febbff38729960f343ff80eee831773b6d6cbf15a7295bb"
    assert run.digest() == "4f53579ba3ef252bb599483dba5143061859845451f3289feac1749ba7b0c714"


def _written_down() -> RoundInput:
    seats = {f"r{number:02}": number % 4 for number in range(12)}
    people = tuple(
        Participant(
            f"p{number:02}",
            1 + number % 2,
            tuple(
                Line(f"r{(number * 5 + 7 * place) % 12:02}", 1 + (number + place) % 5, number * 97 % 10_001)
                for place in range(number % 6)
            ),
        )
        for number in range(40)
    )
    return RoundInput(seats, people)
