"""One order of everybody, from a seed."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from transfers.matching.lottery import digest_of, draw_order

IDS = st.lists(st.text(min_size=1, max_size=8), unique=True)


@given(seed=st.binary(max_size=32), ids=IDS)
def test_order_is_that_of_the_hashes_whatever_the_order_they_come_in(seed: bytes, ids: list[str]) -> None:
    by_hand = sorted(ids, key=lambda each: hashlib.sha256(seed + b"\0" + each.encode()).digest())
    assert draw_order(seed, ids) == draw_order(seed, reversed(ids)) == by_hand


@given(seed=st.binary(max_size=32), ids=IDS, late=st.text(min_size=9, max_size=9))
def test_somebody_more_changes_nothing_among_the_others(seed: bytes, ids: list[str], late: str) -> None:
    assert [each for each in draw_order(seed, [*ids, late]) if each != late] == draw_order(seed, ids)


def test_each_place_is_as_likely_for_everybody() -> None:
    firsts = [draw_order(bytes([n]), "abcd")[0] for n in range(256)]
    assert all(40 < firsts.count(each) < 90 for each in "abcd")


def test_digest_tells_orders_apart() -> None:
    assert digest_of(["a", "b"]) != digest_of(["b", "a"])
