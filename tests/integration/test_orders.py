"""Moves, returns, end days and departures in every order: priority and place follow the last of them."""

from datetime import datetime

import pytest

from accounts.models import Employee
from tests import factories as f
from transfers.actions.acceptance import accept_claim
from transfers.actions.choices import file_choice
from transfers.actions.claims import offer_claim
from transfers.actions.departures import readmit, record_departure
from transfers.actions.end_days import carry_out_end_day, lapse_entitlement
from transfers.actions.placements import finalise_placement, return_in_trial
from transfers.errors import NotAllowed
from transfers.models import Candidacy, Entitlement, Placement
from transfers.queries.calendars import get_end_day
from transfers.queries.due import get_end_days
from transfers.states import EntitlementStatus, PlacementStatus

pytestmark = pytest.mark.django_db


def _accepted_after(person: Employee, instant: datetime | None) -> Placement:
    """Another offer, made and accepted once a first move is over."""
    assert instant is not None
    at = instant + f.DAY
    person.refresh_from_db()
    Candidacy.objects.filter(employee=person).delete()
    f.candidate(person)
    offer = f.claim(person=person, at=at)
    return accept_claim(offer, by=person, clock=f.clock_at(at + f.HOUR))


def _priority() -> Entitlement:
    return Entitlement.objects.get()


def test_finalise_after_an_end_day_ends_the_priority() -> None:
    person = f.undrafted().employee
    day = get_end_day(_priority())
    assert carry_out_end_day(_priority(), clock=f.clock_at(day))
    placement = _accepted_after(person, day)
    finalise_placement(placement, clock=f.clock_at(placement.effective_at))
    assert (_priority().status, _priority().ended_because) == (EntitlementStatus.ENDED, "placed")


def test_finalise_after_a_return_ends_the_priority_and_a_second_return_resumes_it() -> None:
    returned = f.placement_at("returned")
    person = returned.employee
    placement = _accepted_after(person, returned.returned_at)
    started_at = _priority().started_at
    finalise_placement(placement, clock=f.clock_at(placement.effective_at))
    assert (_priority().status, _priority().ended_because) == (EntitlementStatus.ENDED, "placed")
    return_in_trial(placement, by=person, clock=f.clock_at(placement.effective_at + f.DAY))
    assert (_priority().status, _priority().started_at) == (EntitlementStatus.ACTIVE, started_at)


def test_return_while_another_placement_is_pending_leaves_the_priority_suspended() -> None:
    placement = f.placement_at("finalised")
    person = placement.employee
    second = _accepted_after(person, placement.finalised_at)
    return_in_trial(placement, by=person, clock=f.clock_at(second.undo_until_at))
    assert _priority().status == EntitlementStatus.SUSPENDED


def test_return_from_a_role_that_was_left_for_another_is_refused() -> None:
    placement = f.placement_at("finalised")
    person = placement.employee
    second = _accepted_after(person, placement.finalised_at)
    finalise_placement(second, clock=f.clock_at(second.effective_at))
    with pytest.raises(NotAllowed, match="moved on"):
        return_in_trial(placement, by=person, clock=f.clock_at(second.effective_at + f.DAY))
    person.refresh_from_db()
    assert person.unit == second.role.unit


def test_end_day_waits_for_a_placement_accepted_before_the_undraft_was_filed() -> None:
    assignment, role = f.assignment(), f.role()
    person = assignment.employee
    f.candidate(person)
    start_on = f.NOW.date() + 100 * f.DAY
    offer = offer_claim(
        role, person, terms=f.terms(), level=5, start_on=start_on, by=f.manager_of(role), clock=f.clock_at(f.NOW)
    )
    placement = accept_claim(offer, by=person, clock=f.clock_at(f.NOW + f.HOUR))
    f.file(assignment, "undraft", at=f.NOW + 2 * f.HOUR)
    day = get_end_day(_priority())
    assert day < placement.effective_at
    assert get_end_days(day) == []
    assert not carry_out_end_day(_priority(), clock=f.clock_at(day))


def test_stay_after_the_priority_lapsed_calls_the_return_off() -> None:
    f.policy()
    f.policy(entitlement_days=30)
    assignment = f.undrafted()
    at = _priority().expires_at
    lapse_entitlement(_priority(), clock=f.clock_at(at))
    file_choice(assignment, "stay", seen_version=1, opened_at=at, by=assignment.employee, clock=f.clock_at(at))
    day = get_end_day(_priority())
    assert get_end_days(day) == []
    assert not carry_out_end_day(_priority(), clock=f.clock_at(day))


@pytest.mark.case("rehired")
def test_rehired_in_the_former_trial_has_no_return_and_no_old_priority() -> None:
    placement, admin = f.placement_at("finalised"), f.admin()
    person, at = placement.employee, placement.effective_at + 2 * f.DAY
    record_departure(person, at.date(), by=admin, clock=f.clock_at(at))
    readmit(person, at.date() + 5 * f.DAY, by=admin, clock=f.clock_at(at + 5 * f.DAY))
    person.refresh_from_db()
    with pytest.raises(NotAllowed, match="right of return"):
        return_in_trial(placement, by=person, clock=f.clock_at(at + 6 * f.DAY))
    placement.refresh_from_db()
    assert placement.status == PlacementStatus.SETTLED
    assert _priority().status == EntitlementStatus.ENDED
