"""Quiet hours: when they end, over midnight and over the days on which a clock is changed."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transfers.calendars import end_of_quiet

BERLIN = "Europe/Berlin"


def at(hour: int, minute: int = 0, *, day: int = 5) -> datetime:
    return datetime(2041, 2, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "begins", "ends", "over"),
    [
        (at(22), time(22), time(7), at(6, day=6)),  # 23:00 in Berlin
        (at(3), time(22), time(7), at(6)),
        (at(20, 59), time(22), time(7), None),
        (at(6), time(22), time(7), None),
        (at(5, 59), time(22), time(7), at(6)),
        (at(11), time(12), time(14), at(13)),
        (at(13), time(12), time(14), None),
        (at(10, 59), time(12), time(14), None),
    ],
)
def test_quiet_hours_end_by_the_clock_of_their_zone(
    now: datetime, begins: time, ends: time, over: datetime | None
) -> None:
    assert end_of_quiet(now, BERLIN, begins, ends) == over


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.times().map(lambda of: of.replace(second=0, microsecond=0)),
    st.times().map(lambda of: of.replace(second=0, microsecond=0)),
    st.sampled_from([BERLIN, "America/St_Johns", "Asia/Kathmandu", "Pacific/Apia", "Africa/Casablanca"]),
)
def test_an_end_is_never_before_nor_more_than_a_day_ahead(now: datetime, begins: time, ends: time, zone: str) -> None:
    over = end_of_quiet(now, zone, begins, ends)
    assert over is None or now <= over <= now + timedelta(hours=25)
