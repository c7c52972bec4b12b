"""Filings by day: in steps of enough people, and none of them on the day of one person."""

from datetime import date

from transfers.formats.filings import suppress_days


def day(number: int) -> date:
    return date(2041, 3, number)


def test_days_are_put_together_until_enough_people_stand_behind_a_step() -> None:
    """Fails when a day is shown on which fewer filed: it would tell when somebody did."""
    filed = {day(1): 4, day(2): 5, day(3): 1, day(4): 9, day(6): 30, day(9): 12}
    assert suppress_days(filed, 10) == ((day(3), 10), (day(6), 50), (day(9), 60))


def test_who_came_after_the_last_step_counts_to_it() -> None:
    """Fails when the last few have a line of their own."""
    assert suppress_days({day(1): 12, day(2): 20, day(20): 3}, 10) == ((day(1), 10), (day(2), 35))


def test_fewer_than_a_step_are_not_shown_at_all() -> None:
    assert suppress_days({day(1): 9}, 10) == ()
    assert suppress_days({}, 10) == ()
