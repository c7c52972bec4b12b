"""Own deadlines: leave in the window gives time after the return, and a window only lengthens."""

from datetime import datetime, timedelta

import pytest

from accounts.models import Holiday
from tests import factories as f
from tests.drafts import draft, member_of, ready, told
from tests.factories import DAY, NOW, clock_at
from tests.imports import load
from transfers.actions.campaign_drafts import confirm_test_mail, create_campaign, send_test_mail
from transfers.actions.campaigns import (
    close_campaign,
    open_campaign,
    reopen_campaign,
)
from transfers.actions.own_deadlines import set_own_deadline
from transfers.actions.people import record_leave
from transfers.calendars import end_of_day
from transfers.errors import Invalid, NotAllowed, NotVisible
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
    open_campaign(campaign, prompted_by="The memo.", by=partner, clock=now)
    away.refresh_from_db()
    # back on Monday 23 March; the tenth working day after it, less Good Friday, is Tuesday 7 April
    assert away.own_deadline_at == end_of_day(datetime(2026, 4, 7, tzinfo=NOW.tzinfo).date(), "Europe/Berlin")


@pytest.mark.case("on leave in the window")
def test_leave_that_ends_early_keeps_the_campaigns_deadline() -> None:
    campaign, partner = ready()
    away = member_of(campaign, on_leave_from=NOW.date(), on_leave_until=NOW.date() + timedelta(days=1))
    open_campaign(campaign, prompted_by="The memo.", by=partner, clock=now)
    away.refresh_from_db()
    assert campaign.deadline_at is not None
    assert away.own_deadline_at is None


@pytest.mark.case("on leave in the window")
def test_leave_recorded_after_opening_gives_its_deadline_too() -> None:
    campaign, partner = ready()
    open_campaign(campaign, prompted_by="The memo.", by=partner, clock=now)
    member = campaign.assignments.order_by("pk")[0]
    record_leave(member.employee, first_on=NOW.date(), last_on=None, by=partner, clock=now)
    assert not Assignment.objects.filter(own_deadline_at__isnull=False).exists()
    last_on = datetime(2026, 5, 31, tzinfo=NOW.tzinfo).date()
    record_leave(member.employee, first_on=NOW.date(), last_on=last_on, by=partner, clock=now)
    member.refresh_from_db()
    assert member.own_deadline_at is not None
    assert member.own_deadline_at > NOW + 90 * DAY


@pytest.mark.case("on leave in the window")
def test_leave_that_a_file_brings_gives_its_deadline_too() -> None:
    """Fails where only a leave that is recorded by hand does: the window would close on who is away."""
    campaign, partner = ready()
    open_campaign(campaign, prompted_by="The memo.", by=partner, clock=now)
    away, here = campaign.assignments.select_related("employee").order_by("pk")[:2]
    file = f"hr_id,on_leave_from,on_leave_until\n{away.employee.hr_id},{NOW.date()},2026-05-31\n"
    load("people", f"{file}{here.employee.hr_id},,", clock=now)
    away.refresh_from_db()
    assert away.own_deadline_at is not None
    assert away.own_deadline_at > NOW + 90 * DAY
    assert Assignment.objects.filter(own_deadline_at__isnull=False).count() == 1


def test_own_deadline_only_lengthens_and_is_told() -> None:
    campaign, partner = ready()
    open_campaign(campaign, prompted_by="The memo.", by=partner, clock=now)
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


def test_campaign_that_is_not_open_yet_gives_nobody_longer_and_outsiders_change_none() -> None:
    """Fails when an outsider creates a campaign, tries its mail, says that mail works, or opens it again."""
    outsider = f.EmployeeFactory.create()
    campaign, partner = ready()
    campaign.mail_tested_at = None
    campaign.save(update_fields=["mail_tested_at"])
    with pytest.raises(Invalid) as refusal:
        set_own_deadline(member_of(campaign), NOW + 90 * DAY, because="leave", by=partner, clock=now)
    assert refusal.value.field == "deadline"
    with pytest.raises(NotVisible):
        create_campaign(draft(code="other"), by=outsider, clock=now)
    for act in (send_test_mail, confirm_test_mail):
        with pytest.raises(NotVisible):
            act(campaign, by=outsider, clock=now)
    campaign.refresh_from_db()
    assert (campaign.mail_tested_at, type(campaign).objects.count()) == (None, 1)


@pytest.mark.parametrize("code", ["second wave", "wave!", "", "-"])
def test_code_that_no_file_could_name_is_refused(code: str) -> None:
    with pytest.raises(Invalid) as refused:
        create_campaign(draft(code=code), by=f.admin(), clock=now)
    assert refused.value.field == "code"


def test_campaign_without_a_name_is_refused_at_its_field() -> None:
    with pytest.raises(Invalid) as refused:
        create_campaign(draft(name=" "), by=f.admin(), clock=now)
    assert refused.value.field == "name"


def test_window_is_reopened_only_once_closed_and_by_who_runs_it() -> None:
    campaign = f.campaign()
    with pytest.raises(NotAllowed, match="closed campaign"):
        reopen_campaign(campaign, NOW + 30 * DAY, prompted_by="A strike.", by=f.admin(), clock=now)
    assert campaign.closes_at is not None
    close_campaign(campaign, clock=clock_at(campaign.closes_at))
    with pytest.raises(NotVisible):
        reopen_campaign(
            campaign,
            NOW + 90 * DAY,
            prompted_by="A strike.",
            by=f.EmployeeFactory.create(),
            clock=clock_at(NOW + 30 * DAY),
        )
    campaign.refresh_from_db()
    assert campaign.status == "closed"
