"""How soon an accepted move may come: the notice period of drafted people, and of everybody else."""

from datetime import date, datetime, timedelta

import pytest

from accounts.models import Employee
from tests import factories as f
from transfers.actions.acceptance import accept_claim
from transfers.actions.assignments import void_assignment
from transfers.actions.end_days import carry_out_end_day
from transfers.actions.placements import finalise_placement, return_in_trial
from transfers.models import Assignment, Claim, Placement
from transfers.queries.calendars import get_end_day
from transfers.queries.placements import draft_placement

pytestmark = pytest.mark.django_db

LATER = f.NOW + 100 * f.DAY
DRAFTED, OWN_REQUEST = 21, 30


def notice_of(person: Employee, at: datetime) -> int:
    """Days between the end of undo and the day of the move, were an offer to start at once accepted at `at`."""
    offer = Claim(role=f.role(), employee=person, policy=f.policy(), start_on=at.date())
    draft = draft_placement(offer, at)
    return (draft.effective_on - draft.undo_until_at.date()).days


def moved(person: Employee, at: datetime) -> Placement:
    """A move on own request, carried out."""
    placement = accept_claim(f.claim(f.role(), f.candidate(person).employee, at=at), by=person, clock=f.clock_at(at))
    return finalise_placement(placement, clock=f.clock_at(placement.effective_at))


def test_drafted_people_have_days_to_choose_from_for_the_announcement() -> None:
    """With fourteen days' notice beside a lead of ten working days the two bounds fell together."""
    draft = draft_placement(f.claim(), f.NOW)
    assert draft.effective_on == date(2026, 3, 24)
    assert draft.latest_announce_at - draft.undo_until_at >= timedelta(days=5)


def test_notice_after_a_return_in_trial_is_that_of_drafted_people() -> None:
    """Asking only for a standing assignment gave these people thirty days."""
    assert notice_of(f.placement_at("returned").employee, LATER) == DRAFTED


def test_notice_after_an_end_day_is_that_of_drafted_people() -> None:
    """Asking only for a standing assignment gave these people thirty days."""
    of = f.undrafted()
    entitlement = f.entitlement_of(of.employee)
    carry_out_end_day(entitlement, clock=f.clock_at(get_end_day(entitlement)))
    assert notice_of(of.employee, LATER) == DRAFTED


@pytest.mark.parametrize("option", ["stay", "undraft"])
def test_notice_after_a_return_is_the_same_whatever_was_filed(option: str) -> None:
    of = f.assignment()
    f.file(of, option)
    placement = moved(of.employee, f.NOW + f.HOUR)
    return_in_trial(placement, by=of.employee, clock=f.clock_at(placement.effective_at + f.DAY))
    assert notice_of(of.employee, LATER) == DRAFTED


def test_notice_is_that_of_an_own_request_once_a_placement_stands() -> None:
    for status in ("finalised", "settled"):
        assert notice_of(f.placement_at(status).employee, LATER) == OWN_REQUEST


def test_notice_of_who_was_never_drafted_or_by_mistake_is_that_of_an_own_request() -> None:
    person = f.EmployeeFactory.create()
    assert notice_of(person, LATER) == OWN_REQUEST
    voided(f.assignment(employee=person))
    assert notice_of(person, LATER) == OWN_REQUEST


def voided(of: Assignment) -> Assignment:
    return void_assignment(of, because="Not in this unit.", by=f.admin(), clock=f.clock_at(f.NOW))
