"""Admins: two at the start, two at every time, and two again after a lock-out."""

from collections.abc import Callable
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Employee
from tests import factories as f
from tests.at_once import at_once
from tests.factories import DAY, NOW, clock_at
from transfers.actions.admins import first_admins, recover_admins
from transfers.actions.departures import record_departure
from transfers.actions.grants import confirm_grant, end_grant, propose_grant
from transfers.errors import Invalid, NotAllowed
from transfers.models import Event, Grant, Notice, Policy
from transfers.models.grant import ADMIN, AUDITOR
from transfers.sight.actor import PORTAL
from transfers.sight.hats import count_admins, is_admin

pytestmark = pytest.mark.django_db

now = clock_at(NOW)


def right_of(person: Employee) -> Grant:
    return Grant.objects.get(kind=ADMIN, employee=person)


def run_out(person: Employee, last_on: date) -> None:
    Grant.objects.filter(kind=ADMIN, employee=person).update(ends_on=last_on)


# --- at the start ----------------------------------------------------------------------------------------------


def test_first_admins_can_then_make_a_third() -> None:
    ada, ben, cleo = (f.EmployeeFactory.create() for _ in range(3))
    first_admins(ada, ben, clock=now)
    grant = propose_grant(ADMIN, cleo, by=ada, clock=now)
    assert not is_admin(cleo, NOW)
    confirm_grant(grant, by=ben, clock=now)
    assert is_admin(cleo, NOW)


def test_first_admins_are_refused_once_a_grant_exists() -> None:
    f.grant(f.EmployeeFactory.create(), AUDITOR)
    with pytest.raises(NotAllowed):
        first_admins(f.EmployeeFactory.create(), f.EmployeeFactory.create(), clock=now)


def test_first_admins_are_two_people() -> None:
    ada = f.EmployeeFactory.create()
    with pytest.raises(Invalid):
        first_admins(ada, ada, clock=now)


def test_first_admins_command_publishes_the_first_policy() -> None:
    ada, ben = f.EmployeeFactory.create(), f.EmployeeFactory.create()
    said = StringIO()
    call_command("first_admins", ada.hr_id, ben.sign_in_name.upper(), stdout=said)
    assert f"/admin/ as {ada.sign_in_name} and {ben.sign_in_name}." in said.getvalue()
    assert "have none yet” on the sign-in page" in said.getvalue()
    assert Grant.objects.filter(kind=ADMIN, status="confirmed").count() == 2
    assert Policy.objects.get().version == 1
    with pytest.raises(CommandError, match="exist already"):
        call_command("first_admins", ada.hr_id, ben.hr_id)


def test_superusers_are_made_by_no_command() -> None:
    with pytest.raises(CommandError, match="first_admins"):
        call_command("createsuperuser", interactive=False, sign_in_name="ada")


# --- at every time ---------------------------------------------------------------------------------------------


def test_two_admins_must_remain_after_a_right_is_ended() -> None:
    ada, ben, cleo = f.admin(), f.admin(), f.admin()
    end_grant(right_of(cleo), by=ben, clock=now)
    with pytest.raises(NotAllowed):
        end_grant(right_of(ben), by=ada, clock=now)


def test_admin_whose_right_runs_out_is_not_one_of_the_two_who_remain() -> None:
    """Fails when a right with a last day counts: the day after it nobody could confirm another admin."""
    ada, ben, cleo = f.admin(), f.admin(), f.admin()
    run_out(cleo, NOW.date() + DAY)
    with pytest.raises(NotAllowed):
        end_grant(right_of(ben), by=ada, clock=now)
    with pytest.raises(NotAllowed, match="First make another admin"):
        record_departure(ben, NOW.date(), by=ada, clock=now)
    end_grant(right_of(cleo), by=ada, clock=now)


def test_departure_of_one_of_the_last_two_admins_waits_for_a_third() -> None:
    """Fails when a departure ends the right unasked."""
    ada, ben = f.admin(), f.admin()
    with pytest.raises(NotAllowed, match="First make another admin"):
        record_departure(ben, NOW.date(), by=ada, clock=now)
    assert count_admins(NOW) == 2
    f.admin()
    record_departure(ben, NOW.date(), by=ada, clock=now)
    assert not is_admin(ben, NOW)


def test_operator_records_any_departure() -> None:
    ada, _ben = f.admin(), f.admin()
    record_departure(ada, NOW.date(), by=PORTAL, clock=now)
    assert count_admins(NOW) == 1


@pytest.mark.django_db(transaction=True)
def test_two_admins_who_leave_at_once_do_not_both_leave() -> None:
    """Fails when a departure does not hold the other admins: each of the two finds the other still there."""
    ada, ben, cleo, dora = (f.admin() for _ in range(4))
    partner = f.hr_partner(f.campaign())
    leave = [lambda p=person: record_departure(p, NOW.date(), by=partner, clock=now) for person in (ada, ben, cleo)]
    at_once(leave)
    assert count_admins(NOW) == 2
    assert is_admin(dora, NOW)


# --- after a lock-out ------------------------------------------------------------------------------------------


def test_recovery_names_two_admins_again_and_leaves_its_own_events() -> None:
    ada, ben = f.admin(), f.admin()
    cleo = f.EmployeeFactory.create()
    run_out(ben, NOW.date() - DAY)
    made = recover_admins(ben, cleo, clock=now)
    assert [grant.employee for grant in made] == [ben, cleo]
    assert count_admins(NOW) == 3
    events = Event.objects.filter(verb="grant.recovered")
    assert [(event.actor, event.noun_id) for event in events] == [(None, grant.pk) for grant in made]
    told = Notice.objects.filter(template="grant.recovered", channel="inbox").values_list("recipient_id", flat=True)
    assert set(told) == {ada.pk, ben.pk, cleo.pk}


def test_recovery_keeps_the_right_of_the_one_who_still_stands() -> None:
    ada, cleo = f.admin(), f.EmployeeFactory.create()
    standing = right_of(ada)
    assert [grant.employee for grant in recover_admins(ada, cleo, clock=now)] == [cleo]
    assert right_of(ada) == standing
    confirm_grant(propose_grant(ADMIN, f.EmployeeFactory.create(), by=ada, clock=now), by=cleo, clock=now)


def test_recovery_is_refused_while_two_admins_stand() -> None:
    """Fails when the operator's command makes admins whom nobody confirmed although somebody could."""
    f.admin(), f.admin()
    one, two = f.EmployeeFactory.create(), f.EmployeeFactory.create()
    with pytest.raises(CommandError, match="Two admins stand"):
        call_command("first_admins", one.hr_id, two.hr_id, "--recover")
    assert count_admins(NOW) == 2


def test_recovery_replaces_a_proposal_that_nobody_could_confirm() -> None:
    ada, cleo = f.admin(), f.EmployeeFactory.create()
    proposed = propose_grant(ADMIN, cleo, by=ada, clock=now)
    call_command("first_admins", ada.hr_id, cleo.hr_id, "--recover")
    proposed.refresh_from_db()
    assert proposed.status == "refused"
    assert count_admins(NOW + 1000 * DAY) == 2


@pytest.mark.parametrize("name_admins", [first_admins, recover_admins])
def test_admins_whom_nobody_confirms_are_people_who_work_here(name_admins: Callable[..., list[Grant]]) -> None:
    """Fails when somebody who left is named: one of the two then cannot sign in."""
    gone = f.EmployeeFactory.create(is_active=False)
    with pytest.raises(Invalid, match="work here"):
        name_admins(f.EmployeeFactory.create(), gone, clock=now)
    assert not Grant.objects.exists()
