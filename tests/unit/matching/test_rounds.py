"""What a round is given: refused where it makes no sense, the same bytes whatever order it comes in."""

import hashlib
from typing import Any

import numpy as np
import pytest

from transfers.canonical import canonical_json
from transfers.matching.instance import Criterion, build, pack
from transfers.matching.rounds import (
    InvalidRound,
    Line,
    Participant,
    RoundInput,
    commit_to,
    draw_seed,
)

A = Participant("a", 1, (Line("A", 3, 5_000),))
NAN: Any = float("nan")


def test_bytes_and_hash_are_these_on_any_machine() -> None:
    """Written down by hand: a change of form breaks the check of every round that was published."""
    given_round = RoundInput({"B": 2, "A": 1}, (Participant("b", 2, ()), A))
    text = b'{"participants":{"a":{"list":[["A",3,5000]],"tier":1},"b":{"list":[],"tier":2}},"seats":{"A":1,"B":2}}'
    assert canonical_json(given_round.to_json()) == text
    assert given_round.digest() == hashlib.sha256(text).hexdigest()


@pytest.mark.parametrize(
    ("seats", "people", "says"),
    [
        ({"A": -1}, (), "seats is a whole number"),
        ({"A": 1.0}, (), "seats is a whole number"),
        ({"A": True}, (), "seats is a whole number"),
        ({"A": 1 << 63}, (), "seats is a whole number"),
        ({"A": 1}, (A, A), "a ballot stands once"),
        ({"A": 1}, (A._replace(ballot=""),), "a ballot stands once"),
        ({"A": 1}, (A._replace(tier=0),), "tier is a whole number"),
        ({"A": 1}, (A._replace(tier=16),), "tier is a whole number"),
        ({"A": 1}, (A._replace(lines=(Line("B", 3, 0),)),), "role B takes no part"),
        ({"A": 1}, (A._replace(lines=(Line("A", 0, 0),)),), "rating is a whole number"),
        ({"A": 1}, (A._replace(lines=(Line("A", 6, 0),)),), "rating is a whole number"),
        ({"A": 1}, (A._replace(lines=(Line("A", 3, 10_001),)),), "fit is a whole number"),
        ({"A": 1}, (A._replace(lines=(Line("A", 3, NAN),)),), "fit is a whole number"),
        ({"A": 1}, (A._replace(lines=(Line("A", 3, 0), Line("A", 4, 0))),), "a role stands on a list once"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_input_that_makes_no_sense_is_refused_with_its_place(seats: Any, people: Any, says: str) -> None:
    with pytest.raises(InvalidRound, match=says) as refused:
        RoundInput(seats, people)
    assert refused.value.where or "stands once" in says


def test_more_roles_than_a_line_can_name_are_refused() -> None:
    with pytest.raises(InvalidRound, match="at most"):
        RoundInput({str(number): 1 for number in range((1 << 17) + 1)}, ())


def test_seed_is_the_hash_of_both_secrets_and_the_input() -> None:
    digest = RoundInput({"A": 1}, (A,)).digest()
    by_hand = hashlib.sha256(b"one" + b"two" + bytes.fromhex(digest)).digest()
    assert draw_seed(b"one", b"two", digest) == by_hand
    assert draw_seed(b"two", b"one", digest) != by_hand
    assert commit_to(b"one") == hashlib.sha256(b"one").hexdigest()


def test_smaller_line_is_the_better_by_tier_then_rating_then_fit_then_lottery() -> None:
    rows = [(1, 1, 0, 9), (2, 5, 10_000, 0), (2, 5, 9_999, 0), (2, 4, 10_000, 0), (2, 4, 10_000, 1), (15, 1, 0, 1)]
    tier, rating, fit, place = (np.array(column, np.int64) for column in zip(*rows, strict=True))
    lines = pack(np.full(len(rows), 131_071, np.int64), tier, rating, fit, place)
    assert sorted(lines.tolist()) == lines.tolist()
    assert (lines >> 41 == 131_071).all()
    assert list(Criterion) == sorted(Criterion, reverse=True)


def test_roles_are_numbered_by_id_and_people_by_the_lottery() -> None:
    given_round = RoundInput({"B": 2, "A": 1}, (A, Participant("b", 2, (Line("B", 1, 7), Line("A", 5, 8)))))
    numbered = build(given_round, b"\0")
    assert numbered.roles == ["A", "B"]
    assert numbered.instance.seats.tolist() == [1, 2]
    first = numbered.ballots[0]
    ends = numbered.instance.starts.tolist()
    assert [ends[1], ends[2]] == ([1, 3] if first == "a" else [2, 3])
    b = numbered.instance.entries[numbered.instance.starts[numbered.ballots.index("b")]]
    assert (b >> 41, b >> 37 & 15, 5 - (b >> 34 & 7), 10_000 - (b >> 20 & 16_383)) == (1, 2, 1, 7)
