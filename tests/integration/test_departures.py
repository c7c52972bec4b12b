"""Who leaves the company is out of everything at once; who comes back starts anew."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user
from django.test import Client

from tests import factories as f
from tests import findings, rounds
from tests.factories import DAY, HOUR, NOW, clock_at
from transfers.actions.departures import readmit, record_departure
from transfers.errors import Invalid, NotAllowed, NotVisible
from transfers.models import Candidacy, Claim, Entitlement, Grant, Notice, Placement, Preference, Rating
from transfers.models.grant import HIRING_MANAGER
from transfers.sight.actor import PORTAL

pytestmark = pytest.mark.django_db

now = clock_at(NOW + 2 * HOUR)
today = NOW.date()


@pytest.mark.case("leaves the company")
def test_leaving_while_claimed_withdraws_offers_and_frees_seats() -> None:
    offer = f.claim()
    person = offer.employee
    manager = f.manager_of(offer.role)
    record_departure(person, today, by=PORTAL, clock=now)
    offer.refresh_from_db()
    offer.role.refresh_from_db()
    assert (offer.status, offer.role.taken) == ("withdrawn", 0)
    assert Entitlement.objects.get().ended_because == "left"
    assert person.assignments.get().ended_because == "left"
    assert Candidacy.objects.get().status == "closed"
    assert Notice.objects.filter(recipient=manager, template="claim.not_taken_up").exists()


@pytest.mark.case("leaves the company")
def test_leaving_while_pending_cancels_the_placement() -> None:
    placement = f.placement_at("pending")
    record_departure(placement.employee, today, by=PORTAL, clock=now)
    placement.refresh_from_db()
    placement.role.refresh_from_db()
    assert (placement.status, placement.cancelled_because) == ("cancelled", "left")
    assert placement.announced_at is None
    assert placement.role.taken == 0
    assert Claim.objects.get().status == "accepted"
    assert {entitlement.status for entitlement in Entitlement.objects.all()} == {"ended"}


@pytest.mark.case("leaves the company")
def test_leaving_ends_every_session_and_no_old_one_returns() -> None:
    person = f.EmployeeFactory.create()
    browser = Client()
    browser.force_login(person)
    assert browser.session["_auth_user_id"] == str(person.pk)

    def is_signed_in() -> bool:
        request = browser.get("/account/sign-in/").wsgi_request
        return get_user(request).is_authenticated

    assert is_signed_in()
    record_departure(person, today, by=PORTAL, clock=now)
    assert not is_signed_in()
    readmit(person, today, by=PORTAL, clock=now)
    assert not is_signed_in()


@pytest.mark.case("leaves the company")
@pytest.mark.case("role's manager leaves or changes")
def test_leaving_ends_grants_and_asks_for_another_hiring_manager() -> None:
    ada = f.admin()
    role = f.role()
    manager = f.manager_of(role)
    offer = f.claim(role)
    record_departure(manager, today, by=ada, clock=now)
    assert Grant.objects.get(kind=HIRING_MANAGER).status == "ended"
    offer.refresh_from_db()
    assert offer.status == "offered"
    assert Notice.objects.filter(recipient=ada, template="role.without_manager", channel="inbox").exists()


@pytest.mark.case("rehired")
def test_rehired_person_gets_nothing_old_back() -> None:
    made = f.undrafted()
    person = made.employee
    wanted = f.role()
    rounds.rate(wanted, f.candidate(person, ranked=[wanted]), 5)
    found = findings.confirmed(wanted, person.candidacy)
    record_departure(person, today, by=PORTAL, clock=now)
    readmit(person, today + timedelta(days=30), by=PORTAL, clock=clock_at(NOW + 30 * DAY))
    person.refresh_from_db()
    assert (person.is_active, person.left_on, person.hired_on) == (True, None, today + timedelta(days=30))
    assert not person.has_usable_password()
    assert Entitlement.objects.get().status == "ended"
    candidacy = Candidacy.objects.get()
    assert (candidacy.status, candidacy.visibility, candidacy.submitted_at) == ("closed", None, None)
    assert not Preference.objects.exists()
    assert not Rating.objects.exists()
    found.refresh_from_db()
    assert found.status == "withdrawn"
    assert not Placement.objects.exists()


def test_departure_is_recorded_once_and_not_ahead_of_its_day() -> None:
    person = f.EmployeeFactory.create()
    with pytest.raises(Invalid):
        record_departure(person, today + timedelta(days=2), by=PORTAL, clock=now)
    record_departure(person, today, by=PORTAL, clock=now)
    with pytest.raises(NotAllowed):
        record_departure(person, today, by=PORTAL, clock=now)


def test_only_hr_records_a_departure() -> None:
    person = f.EmployeeFactory.create()
    with pytest.raises(NotVisible):
        record_departure(person, today, by=f.EmployeeFactory.create(), clock=now)
    record_departure(person, today, by=f.hr_partner(f.campaign()), clock=now)


def test_nobody_records_the_departure_of_somebody_below_them() -> None:
    """Fails when an admin records anybody's: a manager who is one would end the priority of who wants to go."""
    ada = f.admin()
    pending = f.placement_at("pending").employee
    pending.manager = f.EmployeeFactory.create(manager=ada)
    pending.save(update_fields=["manager"])
    with pytest.raises(NotAllowed, match="chain"):
        record_departure(pending, today, by=ada, clock=now)
    assert Placement.objects.get().status == "pending"
    record_departure(pending, today, by=f.admin(), clock=now)


def test_only_hr_takes_somebody_back_and_only_who_left() -> None:
    """Fails when anybody may, or when who works here is given another first day."""
    person, partner = f.EmployeeFactory.create(), f.hr_partner(f.campaign())
    with pytest.raises(NotAllowed, match="works here"):
        readmit(person, today, by=partner, clock=now)
    record_departure(person, today, by=PORTAL, clock=now)
    with pytest.raises(NotVisible):
        readmit(person, today, by=f.EmployeeFactory.create(), clock=now)
    person.refresh_from_db()
    assert not person.is_active
