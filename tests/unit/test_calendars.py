"""Working days, and local times that exist once, twice or never."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transfers.calendars import (
    CalendarRefused,
    add_working_days,
    end_of_day,
    expiry_after,
    is_working_day,
    local_date,
    local_deadline,
    start_of_day,
    working_days_between,
)
from transfers.errors import Invalid

NONE: frozenset[date] = frozenset()


def wall(text: str) -> datetime:
    """Read a time as a wall clock shows it: naive, as a person types it."""
    return datetime.fromisoformat(text)


ZONES = st.sampled_from(
    [
        "UTC",
        "Europe/London",
        "Europe/Stockholm",
        "America/New_York",
        "America/Sao_Paulo",
        "America/St_Johns",
        "Africa/Cairo",
        "Asia/Kolkata",
        "Asia/Beirut",
        "Australia/Lord_Howe",
        "Pacific/Apia",
        "Pacific/Chatham",
    ]
)
DAYS = st.dates(date(1990, 1, 2), date(2060, 12, 30))
HOLIDAYS = st.frozensets(st.dates(date(2026, 1, 1), date(2026, 12, 31)), max_size=40)
NEAR = st.dates(date(2026, 1, 1), date(2026, 12, 31))


def test_weekend_and_holiday_are_no_working_days() -> None:
    christmas = date(2026, 12, 25)
    assert is_working_day(christmas, NONE)
    assert not is_working_day(christmas, frozenset({christmas}))
    assert not is_working_day(date(2026, 12, 26), NONE)


def test_working_days_step_over_weekend_and_holiday() -> None:
    holidays = frozenset({date(2026, 12, 25), date(2026, 12, 28)})
    assert add_working_days(date(2026, 12, 23), 2, holidays) == date(2026, 12, 29)
    assert add_working_days(date(2026, 12, 29), -2, holidays) == date(2026, 12, 23)


def test_zero_working_days_is_the_day_itself_even_on_a_sunday() -> None:
    assert add_working_days(date(2026, 11, 22), 0, NONE) == date(2026, 11, 22)


@given(NEAR, st.integers(-60, 60), HOLIDAYS)
def test_counting_is_the_inverse_of_adding(day: date, n: int, holidays: frozenset[date]) -> None:
    assert working_days_between(day, add_working_days(day, n, holidays), holidays) == n


@given(NEAR, st.integers(-30, 30).filter(bool), HOLIDAYS)
def test_added_day_is_a_working_day(day: date, n: int, holidays: frozenset[date]) -> None:
    assert is_working_day(add_working_days(day, n, holidays), holidays)


@given(NEAR, NEAR, HOLIDAYS)
def test_days_between_are_those_after_the_first_up_to_the_last(a: date, b: date, holidays: frozenset[date]) -> None:
    start, end = min(a, b), max(a, b)
    counted = [start + timedelta(days=i) for i in range(1, (end - start).days + 1)]
    assert working_days_between(start, end, holidays) == sum(is_working_day(d, holidays) for d in counted)


@given(DAYS, ZONES)
def test_start_of_day_is_its_first_instant(day: date, zone: str) -> None:
    start = start_of_day(day, zone)
    assert start.tzinfo is UTC
    assert local_date(start - timedelta(seconds=1), zone) < day
    if (day, zone) != (date(2011, 12, 30), "Pacific/Apia"):  # a day that Samoa skipped
        assert local_date(start, zone) == day


def test_start_of_day_where_midnight_is_skipped_is_one_o_clock() -> None:
    assert start_of_day(date(2018, 11, 4), "America/Sao_Paulo") == datetime(2018, 11, 4, 3, tzinfo=UTC)


def test_start_of_day_where_the_gap_opens_before_midnight_is_the_change_itself() -> None:
    """Toronto put its clocks forward from 23:30 to 00:30 on 30 March 1919."""
    assert start_of_day(date(1919, 3, 31), "America/Toronto") == datetime(1919, 3, 31, 4, 30, tzinfo=UTC)


def test_day_with_a_clock_change_has_23_or_25_hours() -> None:
    def hours(day: date) -> float:
        return (end_of_day(day, "Europe/London") - start_of_day(day, "Europe/London")) / timedelta(hours=1)

    assert [hours(date(2026, 3, 29)), hours(date(2026, 10, 25)), hours(date(2026, 7, 1))] == [23, 25, 24]


def test_expiry_is_the_end_of_the_nth_working_day_in_the_persons_calendar() -> None:
    offered = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)  # Friday in London, Saturday in Tokyo
    monday = frozenset({date(2026, 11, 23)})
    assert expiry_after(offered, 5, "Europe/London", NONE) == datetime(2026, 11, 28, tzinfo=UTC)
    assert expiry_after(offered, 5, "Europe/London", monday) == datetime(2026, 12, 1, tzinfo=UTC)
    assert expiry_after(offered, 5, "Asia/Tokyo", NONE) == datetime(2026, 11, 27, 15, tzinfo=UTC)


@given(
    st.datetimes(wall("2024-01-01 00:00"), wall("2030-01-01 00:00"), timezones=st.just(UTC)),
    st.integers(1, 20),
    ZONES,
    HOLIDAYS,
)
def test_expiry_leaves_at_least_the_promised_working_days(
    at: datetime, n: int, zone: str, holidays: frozenset[date]
) -> None:
    expiry = expiry_after(at, n, zone, holidays)
    assert expiry > at
    last = local_date(expiry - timedelta(seconds=1), zone)
    assert working_days_between(local_date(at, zone), last, holidays) == n


def test_deadline_in_summer_and_winter_keeps_the_wall_clock() -> None:
    assert local_deadline(wall("2026-07-01 17:00"), "Europe/London") == datetime(2026, 7, 1, 16, tzinfo=UTC)
    assert local_deadline(wall("2026-12-01 17:00"), "Europe/London") == datetime(2026, 12, 1, 17, tzinfo=UTC)


@pytest.mark.parametrize(
    ("naive", "zone", "says"),
    [
        (wall("2026-03-29 01:30"), "Europe/London", "does not exist"),
        (wall("2026-10-25 01:30"), "Europe/London", "happens twice"),
        (wall("2026-10-25 01:30").replace(fold=1), "Europe/London", "happens twice"),
        (wall("2026-07-01 17:00"), "Europe/Atlantis", "not a time zone"),
        (wall("2026-07-01 17:00"), "Europe", "not a time zone"),
        (wall("2026-07-01 17:00"), "../../etc/passwd", "not a time zone"),
        (wall("2026-07-01 17:00"), "localtime", "not a time zone"),
        (wall("2026-07-01 17:00"), "", "not a time zone"),
        (wall("2026-07-01 17:00"), "Europe/\0London", "not a time zone"),
        (wall("9999-12-31 23:00"), "Europe/London", "Enter a year"),
        (datetime(2026, 7, 1, 17, tzinfo=UTC), "Europe/London", "without an offset"),
    ],
)
def test_deadline_that_names_no_single_instant_is_refused(naive: datetime, zone: str, says: str) -> None:
    with pytest.raises(CalendarRefused, match=says) as refused:
        local_deadline(naive, zone)
    assert isinstance(refused.value, ValueError)
    assert isinstance(refused.value, Invalid)


@given(st.datetimes(wall("2000-01-01"), wall("2060-01-01")), ZONES)
def test_accepted_deadline_reads_back_as_typed(naive: datetime, zone: str) -> None:
    try:
        instant = local_deadline(naive.replace(fold=0), zone)
    except CalendarRefused:
        return
    assert start_of_day(naive.date(), zone) <= instant < end_of_day(naive.date(), zone)


def test_refusal_is_translated_by_the_caller() -> None:
    with pytest.raises(CalendarRefused, match="KEIN"):
        local_deadline(wall("2026-07-01 00:00"), "Nowhere", gettext=lambda text: "KEIN: " + text)
