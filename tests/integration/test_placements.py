"""Placements: announced, finalised once, undone, cancelled, returned from; and the latest end day."""

from datetime import date, timedelta

import pytest

from accounts.models import Unit
from tests import factories as f
from transfers.actions.acceptance import accept_claim, undo_acceptance
from transfers.actions.placements import (
    announce_placement,
    cancel_placement,
    choose_announcement,
    finalise_placement,
    return_in_trial,
    settle_placement,
)
from transfers.errors import Invalid, NotAllowed, NotVisible
from transfers.models import Candidacy, Entitlement, Event, Notice
from transfers.queries.calendars import get_trial_end
from transfers.sight.candidates import candidates_visible_to
from transfers.states import EntitlementStatus

pytestmark = pytest.mark.django_db

CLOCK = f.clock_at(f.NOW)


@pytest.mark.case("effective day past or too near")
def test_the_effective_day_is_recomputed_when_the_asked_one_is_too_near_or_past():
    claim = f.claim()
    claim.start_on = f.NOW.date() - timedelta(days=3)
    claim.save()
    placement = accept_claim(claim, by=claim.employee, clock=CLOCK)
    # accepted 2 March, undo to 3 March, three weeks' notice for drafted people
    assert placement.effective_on == date(2026, 3, 24)
    assert placement.effective_at >= placement.undo_until_at


@pytest.mark.case("own-request transfer")
def test_an_own_request_has_the_longer_notice_period():
    person = f.candidate().employee
    role = f.role()
    placement = accept_claim(f.claim(role, person), by=person, clock=CLOCK)
    assert placement.effective_on == date(2026, 4, 2)


@pytest.mark.case("effective day past or too near")
def test_a_late_worker_keeps_the_effective_day():
    placement = f.placement_at("pending")
    late = placement.effective_at + timedelta(days=4)
    done = finalise_placement(placement, clock=f.clock_at(late))
    assert (done.effective_on, done.finalised_at) == (placement.effective_on, late)


def test_a_forged_message_before_the_day_does_nothing():
    placement = f.placement_at("pending")
    with pytest.raises(NotAllowed):
        finalise_placement(placement, clock=f.clock_at(placement.effective_at - timedelta(seconds=1)))
    with pytest.raises(NotVisible):
        finalise_placement(placement, by=f.manager_of(placement.role), clock=f.clock_at(placement.effective_at))


def test_finalising_moves_the_person_and_ends_assignment_and_priority():
    placement = f.placement_at("pending")
    hired_on = placement.employee.hired_on
    finalise_placement(placement, clock=f.clock_at(placement.effective_at))
    person = placement.employee
    person.refresh_from_db()
    assert person.unit == placement.role.unit
    assert person.manager == f.manager_of(placement.role)
    assert person.hired_on == hired_on
    assert person.assignments.get().ended_because == "placed"
    assert (f.entitlement_of(person).status, f.entitlement_of(person).ended_because) == ("ended", "placed")
    assert Candidacy.objects.get(employee=person).status == "closed"
    assert Notice.objects.filter(recipient=person, template="placement.finalised", channel="mail").count() == 1


@pytest.mark.case("placement pending")
def test_a_pending_placement_suspends_priority_hides_from_pools_and_stops_claims():
    placement = f.placement_at("pending")
    person, role = placement.employee, f.role()
    assert f.entitlement_of(person).status == EntitlementStatus.SUSPENDED
    assert not candidates_visible_to(f.manager_of(role), role, f.NOW).exists()
    with pytest.raises(NotVisible):
        f.claim(role, person)


@pytest.mark.case("placement pending")
@pytest.mark.case("cancel after undo")
def test_cancelling_resumes_priority_with_its_old_start():
    placement = f.placement_at("pending")
    before = f.entitlement_of(placement.employee).started_at
    partner = f.hr_partner(placement.employee.assignments.get().campaign)
    cancel_placement(placement, because="person", by=partner, clock=CLOCK)
    resumed = f.entitlement_of(placement.employee)
    assert (resumed.status, resumed.started_at) == ("active", before)
    placement.role.refresh_from_db()
    assert placement.role.taken == 0
    placement.claim.refresh_from_db()
    assert placement.claim.status == "accepted"


@pytest.mark.case("cancel after undo")
def test_a_hiring_manager_alone_never_cancels():
    placement = f.placement_at("pending")
    for because in ("hr", "person", "unit_at_risk"):
        with pytest.raises(NotVisible):
            cancel_placement(placement, because=because, reason="x", by=f.manager_of(placement.role), clock=CLOCK)


@pytest.mark.case("unit at risk after acceptance")
def test_the_person_cancels_when_the_unit_is_at_risk_until_finalisation():
    placement = f.placement_at("pending")
    with pytest.raises(NotAllowed, match="not marked as at risk"):
        cancel_placement(placement, because="unit_at_risk", by=placement.employee, clock=CLOCK)
    placement.role.unit.is_at_risk = True
    placement.role.unit.save()
    assert (
        cancel_placement(placement, because="unit_at_risk", by=placement.employee, clock=CLOCK).status == "cancelled"
    )


@pytest.mark.case("accept, then undo")
def test_undo_declines_the_claim_frees_the_seat_and_revives_no_superseded_offer():
    first = f.claim()
    other = f.claim(person=first.employee)
    placement = accept_claim(first, by=first.employee, clock=CLOCK)
    undo_acceptance(placement, by=first.employee, clock=f.clock_at(f.NOW + timedelta(hours=23, minutes=59)))
    for claim, status in ((first, "declined"), (other, "superseded")):
        claim.refresh_from_db()
        assert claim.status == status
    role = f.role()
    assert candidates_visible_to(f.manager_of(role), role, f.NOW).filter(employee=first.employee).exists()


@pytest.mark.case("accept, then undo")
def test_undo_is_over_after_its_time_and_only_the_person_s():
    placement = f.placement_at("pending")
    with pytest.raises(NotAllowed, match="time to undo is over"):
        undo_acceptance(placement, by=placement.employee, clock=f.clock_at(placement.undo_until_at))
    with pytest.raises(NotVisible):
        undo_acceptance(placement, by=f.manager_of(placement.role), clock=CLOCK)


@pytest.mark.case("undo after finalisation")
def test_undo_after_finalisation_is_impossible():
    placement = f.placement_at("finalised")
    with pytest.raises(NotAllowed):
        undo_acceptance(placement, by=placement.employee, clock=CLOCK)


def test_the_person_chooses_when_the_chain_may_know_within_the_bounds():
    placement = f.placement_at("pending")
    chosen = placement.undo_until_at
    placement = choose_announcement(placement, announce_at=chosen, by=placement.employee, clock=CLOCK)
    assert placement.announce_at == chosen
    for outside in (chosen - timedelta(seconds=1), placement.latest_announce_at + timedelta(seconds=1)):
        with pytest.raises(NotAllowed):
            choose_announcement(placement, announce_at=outside, by=placement.employee, clock=CLOCK)


def test_an_announcement_tells_today_s_manager_once():
    placement = f.placement_at("pending")
    manager = f.EmployeeFactory.create()
    placement.employee.manager = manager
    placement.employee.save()
    due = f.clock_at(placement.announce_at)
    announce_placement(placement, clock=due)
    announce_placement(placement, clock=due)
    assert Notice.objects.filter(recipient=manager, channel="inbox").count() == 1


def test_nothing_tells_the_manager_before_the_announcement():
    manager = f.EmployeeFactory.create()
    drafted = f.assignment(employee=f.EmployeeFactory.create(manager=manager))
    f.file(drafted, "undraft")
    f.candidate(drafted.employee)
    accept_claim(f.claim(f.role(), drafted.employee), by=drafted.employee, clock=CLOCK)
    assert not Notice.objects.filter(recipient=manager).exists()


@pytest.mark.case("return in trial")
def test_a_return_in_trial_goes_to_the_origin_unit_and_priority_resumes():
    placement = f.placement_at("finalised")
    started = f.entitlement_of(placement.employee).started_at
    during = placement.effective_at + timedelta(days=20)
    return_in_trial(placement, by=placement.employee, clock=f.clock_at(during))
    person = placement.employee
    person.refresh_from_db()
    assert person.unit == person.assignments.get().origin_unit
    resumed = f.entitlement_of(person)
    assert (resumed.status, resumed.started_at) == ("active", started)
    placement.role.refresh_from_db()
    assert placement.role.taken == 0


@pytest.mark.case("return in trial")
def test_a_return_ends_with_the_trial():
    placement = f.placement_at("finalised")
    over = get_trial_end(placement)
    with pytest.raises(NotAllowed):
        settle_placement(placement, clock=f.clock_at(over - timedelta(seconds=1)))
    with pytest.raises(NotAllowed, match="trial is over"):
        return_in_trial(placement, by=placement.employee, clock=f.clock_at(over))


@pytest.mark.case("own-request transfer")
def test_own_request_needs_no_consent_and_is_announced_like_every_other_move():
    manager = f.EmployeeFactory.create()
    person = f.candidate(f.EmployeeFactory.create(manager=manager)).employee
    placement = accept_claim(f.claim(f.role(), person), by=person, clock=CLOCK)
    assert not Notice.objects.filter(recipient=manager).exists()
    announce_placement(placement, clock=f.clock_at(placement.announce_at))
    finalise_placement(placement, clock=f.clock_at(placement.effective_at))
    person.refresh_from_db()
    assert person.unit == placement.role.unit
    assert Notice.objects.filter(recipient=manager, template="placement.announced_to_manager").exists()


@pytest.mark.case("undraft while an own-request placement is pending")
def test_undraft_while_an_own_request_is_pending_starts_suspended_and_changes_no_terms():
    drafted = f.assignment()
    f.candidate(drafted.employee)
    placement = accept_claim(f.claim(f.role(), drafted.employee), by=drafted.employee, clock=CLOCK)
    day = placement.effective_on
    f.file(drafted, "undraft", at=f.NOW + f.HOUR)
    assert f.entitlement_of(drafted.employee).status == EntitlementStatus.SUSPENDED
    placement.refresh_from_db()
    assert (placement.status, placement.effective_on) == ("pending", day)


@pytest.mark.case("two campaigns")
def test_two_campaigns_one_pending_placement_suspends_all_and_finalising_ends_those_left():
    first, second = f.campaign(), f.campaign()
    drafted = f.undrafted(in_campaign=first)
    person, role = drafted.employee, f.role()
    f.candidate(person)
    placement = accept_claim(f.claim(role, person), by=person, clock=CLOCK)
    # drafted meanwhile into the very unit they are going to
    again = f.assignment(in_campaign=second, employee=person, assigned_unit=role.unit)
    f.file(again, "undraft")
    statuses = set(Entitlement.objects.filter(assignment__employee=person).values_list("status", flat=True))
    assert statuses == {"suspended"}

    finalise_placement(placement, clock=f.clock_at(placement.effective_at))

    drafted.refresh_from_db()
    again.refresh_from_db()
    assert (drafted.status, again.status) == ("ended", "active")
    assert Entitlement.objects.get(assignment=again).status == "active"


@pytest.mark.case("two campaigns")
def test_two_campaigns_have_choice_and_receipt_each():
    person = f.EmployeeFactory.create()
    for option in ("stay", "undraft"):
        f.file(f.assignment(in_campaign=f.campaign(), employee=person), option)
    assert [a.choices.count() for a in person.assignments.all()] == [1, 1]


def test_entitlements_leave_no_event_of_their_own():
    f.placement_at("returned")
    assert not Event.objects.filter(noun="entitlement").exists()
    assert not Event.objects.filter(verb__contains="entitlement").exists()


def test_cancelled_by_hr_says_why_and_is_announced_at_its_instant() -> None:
    placement = f.placement_at("pending")
    partner = f.hr_partner(placement.employee.assignments.get().campaign)
    with pytest.raises(Invalid) as refusal:
        cancel_placement(placement, because="hr", reason=" ", by=partner, clock=f.clock_at(f.NOW + 2 * f.HOUR))
    assert refusal.value.field == "reason"
    with pytest.raises(NotAllowed):
        announce_placement(placement, clock=f.clock_at(placement.announce_at - f.HOUR))
    with pytest.raises(NotVisible):
        announce_placement(placement, by=partner, clock=f.clock_at(placement.announce_at))
    placement.refresh_from_db()
    assert (placement.status, placement.announced_at) == ("pending", None)


def test_nobody_returns_in_trial_to_a_closed_unit() -> None:
    placement = f.placement_at("finalised")
    Unit.objects.filter(pk=placement.employee.assignments.get().origin_unit_id).update(approved_headcount=0)
    with pytest.raises(NotAllowed, match="is closed"):
        return_in_trial(placement, by=placement.employee, clock=f.clock_at(placement.effective_at + f.DAY))
    placement.refresh_from_db()
    assert placement.status == "finalised"
