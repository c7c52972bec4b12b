"""Own deadlines: leave in the window gives time after the return, and a window only lengthens."""

from datetime import datetime, timedelta

import pytest

from accounts.models import Holiday
from tests.drafts import member_of, ready, told
from tests.factories import DAY, NOW, clock_at
from transfers.actions.campaigns import (
    open_campaign,
)
from transfers.actions.own_deadlines import set_own_deadline
from transfers.actions.people import record_leave
from transfers.calendars import end_of_day
from transfers.errors import Invalid
from transfers.models import Assignment

pytestmark = pytest.mark.django_db

now = clock_at(NOW)


@pytest.mark.case("on leave in the window")
def test_leave_in_the_window_gives_ten_working_days_after_the_return() -> None:
    campaign, partner = ready()
    away = member_of(
        campaign,
        on_leave_from=NOW.date(),
        on_leave_until=datetime(2026, 3, 22, tzinfo=NOW.tzinfo).date(),  # a Sunday
    )
    site = away.employee.site
    Holiday.objects.create(site=site, on=datetime(2026, 4, 3, tzinfo=NOW.tzinfo).date())
    open_campaign(campaign, by=partner, clock=now)
    away.refresh_from_db()
    # back on Monday 23 March; the tenth working day after it, less Good Friday, is Tuesday 7 April
    assert away.own_deadline_at == end_of_day(datetime(2026, 4, 7, tzinfo=NOW.tzinfo).date(), "Europe/Berlin")


@pytest.mark.case("on leave in the window")
def test_leave_that_ends_early_keeps_the_campaigns_deadline() -> None:
    campaign, partner = ready()
    away = member_of(campaign, on_leave_from=NOW.date(), on_leave_until=NOW.date() + timedelta(days=1))
    open_campaign(campaign, by=partner, clock=now)
    away.refresh_from_db()
    assert campaign.deadline_at is not None
    assert away.own_deadline_at is None


@pytest.mark.case("on leave in the window")
def test_leave_recorded_after_opening_gives_its_deadline_too() -> None:
    campaign, partner = ready()
    open_campaign(campaign, by=partner, clock=now)
    member = campaign.assignments.order_by("pk")[0]
    record_leave(member.employee, first_on=NOW.date(), last_on=None, by=partner, clock=now)
    assert not Assignment.objects.filter(own_deadline_at__isnull=False).exists()
    last_on = datetime(2026, 5, 31, tzinfo=NOW.tzinfo).date()
    record_leave(member.employee, first_on=NOW.date(), last_on=last_on, by=partner, clock=now)
    member.refresh_from_db()
    assert member.own_deadline_at is not None
    assert member.own_deadline_at > NOW + 90 * DAY


def test_own_deadline_only_lengthens_and_is_told() -> None:
    campaign, partner = ready()
    open_campaign(campaign, by=partner, clock=now)
    campaign.refresh_from_db()
    member = campaign.assignments.order_by("pk")[0]
    assert campaign.deadline_at is not None
    with pytest.raises(Invalid):
        set_own_deadline(member, campaign.deadline_at, because="lock_out", by=partner, clock=now)
    with pytest.raises(Invalid):
        set_own_deadline(member, campaign.deadline_at + DAY, because="a cold", by=partner, clock=now)
    set_own_deadline(member, campaign.deadline_at + DAY, because="lock_out", by=partner, clock=now)
    member.refresh_from_db()
    assert member.own_deadline_at == campaign.deadline_at + DAY
    assert told("assignment.own_deadline") == [(member.employee_id, "inbox"), (member.employee_id, "mail")]
