"""Locked out in the last 48 hours before the deadline: a day more, once, told, and nobody asks why."""

from datetime import datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from tests import factories as f
from tests.drafts import told
from tests.pages import PASSWORD, THEN, signed_in, text_of, travel
from tests.second_factors import App
from transfers.actions.own_deadlines import extend_for_lock_out
from transfers.actions.people import send_sign_in_reset
from transfers.actions.sign_ins import remove_second_factors
from transfers.errors import NotAllowed
from transfers.models import Assignment, Campaign, Event
from transfers.queries.lock_outs import get_locked_out
from transfers.tasks import extend_locked_out

pytestmark = pytest.mark.django_db
DEADLINE = THEN + timedelta(days=14)


def member() -> Assignment:
    campaign = f.campaign(deadline_at=DEADLINE, opened_at=THEN - 7 * f.DAY)
    person = f.EmployeeFactory.create(sign_in_name="ada")
    person.set_password(PASSWORD)
    person.save()
    return f.assignment(campaign, person)


def be_refused(at: datetime) -> None:
    """Strangers fail under ada's name until she is refused on a new device."""
    travel(at)
    for _ in range(6):
        Client().post("/account/sign-in/", {"login": "ada", "password": "wrong"})


def own_deadline(of: Assignment) -> datetime | None:
    of.refresh_from_db()
    return of.own_deadline_at


@pytest.mark.case("locked out in the last 48 hours")
@pytest.mark.parametrize("before", [timedelta(hours=47), timedelta(minutes=1)])
def test_who_was_refused_in_the_last_48_hours_gets_a_day_more_and_is_told(before: timedelta) -> None:
    of = member()
    be_refused(DEADLINE - before)
    at = DEADLINE - before + timedelta(seconds=30)
    assert get_locked_out(at) == [of.pk]
    extend_locked_out(assignment_ids=[of.pk])
    assert own_deadline(of) == DEADLINE + timedelta(hours=24)
    assert told("assignment.lock_out") == [(of.employee_id, "inbox"), (of.employee_id, "mail")]
    assert Event.objects.get(verb="assignment.own_deadline").body == {"because": "lock_out"}
    travel(DEADLINE + timedelta(hours=23))
    page = signed_in(of.employee).get(f"/choice/{of.public_id}/")
    assert page.status_code == 200
    assert 'type="radio"' in text_of(page)


@pytest.mark.case("locked out in the last 48 hours")
def test_who_was_refused_earlier_or_not_at_all_gets_nothing() -> None:
    """Shown to fail with the window taken out of the query."""
    of = member()
    be_refused(DEADLINE - timedelta(hours=49))
    assert get_locked_out(DEADLINE - timedelta(hours=48)) == []
    assert get_locked_out(DEADLINE - timedelta(hours=1)) == []
    with pytest.raises(NotAllowed):
        extend_for_lock_out(of, clock=f.clock_at(DEADLINE))
    assert own_deadline(of) is None


@pytest.mark.case("locked out in the last 48 hours")
def test_day_more_is_given_once() -> None:
    of = member()
    be_refused(DEADLINE - timedelta(hours=1))
    extend_locked_out(assignment_ids=[of.pk])
    be_refused(DEADLINE + timedelta(hours=23))
    assert get_locked_out(DEADLINE + timedelta(hours=23, minutes=1)) == []
    extend_locked_out(assignment_ids=[of.pk])
    assert own_deadline(of) == DEADLINE + timedelta(hours=24)


@pytest.mark.case("locked out in the last 48 hours")
def test_who_failed_and_was_let_in_gets_nothing() -> None:
    of = member()
    travel(DEADLINE - timedelta(hours=1))
    Client().post("/account/sign-in/", {"login": "ada", "password": "wrong"})
    Client().post("/account/sign-in/", {"login": "ada", "password": PASSWORD})
    assert get_locked_out(DEADLINE) == []
    assert own_deadline(of) is None


@pytest.mark.case("locked out in the last 48 hours")
def test_who_lost_their_second_factor_gets_a_day_more() -> None:
    of = member()
    App(of.employee)
    travel(DEADLINE - timedelta(hours=5))
    send_sign_in_reset(of.employee, by=f.admin())
    assert remove_second_factors(of.employee)
    extend_locked_out(assignment_ids=[of.pk])
    assert own_deadline(of) == DEADLINE + timedelta(hours=24)
    assert not Authenticator.objects.exists()


@pytest.mark.case("locked out in the last 48 hours")
def test_lock_out_just_before_the_close_counts_after_it() -> None:
    of = member()
    be_refused(DEADLINE - timedelta(seconds=20))
    Campaign.objects.filter(pk=of.campaign_id).update(status="closed", closed_at=DEADLINE)
    travel(DEADLINE + timedelta(minutes=45))
    extend_locked_out(assignment_ids=[of.pk])
    assert own_deadline(of) == DEADLINE + timedelta(hours=24)
