"""Small counts are hidden, and so is what would give them away."""

from hypothesis import given
from hypothesis import strategies as st

from transfers.formats.small_counts import hide_small

COUNTS = st.dictionaries(st.sampled_from("abcde"), st.integers(0, 60), min_size=1)


@given(counts=COUNTS)
def test_what_is_hidden_is_never_fewer_than_the_floor_unless_all_is_hidden(counts: dict[str, int]) -> None:
    shown = hide_small(counts, floor=10)
    hidden = [counts[name] for name, count in shown.items() if count is None]
    assert not hidden or sum(hidden) >= 10 or len(hidden) == len(counts)
    assert all(count is None or counts[name] >= 10 for name, count in shown.items())
    assert all(count is None or (count % 5 == 0 and abs(count - counts[name]) <= 2) for name, count in shown.items())


def test_one_small_count_takes_the_next_smallest_with_it() -> None:
    assert hide_small({"a": 3, "b": 12, "c": 40}, floor=10) == {"a": None, "b": None, "c": 40}
    assert hide_small({"a": 0, "b": 12, "c": 41}, floor=10) == {"a": None, "b": None, "c": 40}
    assert hide_small({"a": 6, "b": 7, "c": 40}, floor=10) == {"a": None, "b": None, "c": 40}
    assert hide_small({"a": 33, "b": 12}, floor=10) == {"a": 35, "b": 10}
