"""Crossing writers on the real database: the right one wins, nothing is oversold, no deadlock reaches anybody.

Each guard was taken out once, and this is how it was seen to fail:
- no row lock on roles, `take_seat` as read-then-write, the CHECK `no_seat_is_oversold` dropped:
  `test_the_last_seat_goes_to_one_of_fifty` made fifty offers for one seat;
- no row lock on people, the index `one_pending_placement_a_person` dropped:
  `test_no_more_offers_than_the_policy_allows_are_made_at_once` made twelve, and the acceptances and filings
  ended in integrity errors of the constraints behind instead of one refusal each;
- roles locked in a random order: `test_crossing_acceptances_meet_no_deadlock` answered Busy;
- the compare-and-set of `transition.move`, the locks and the status triggers taken out:
  `test_fifty_workers_finalise_one_placement_once` finalised it 49 times.
"""

import pytest
from django.db import OperationalError, transaction

from accounts.models import Employee
from tests import factories as f
from tests.at_once import at_once
from transfers.actions.acceptance import accept_claim, undo_acceptance
from transfers.actions.choices import file_choice
from transfers.actions.claims import decline_claim, expire_claim, offer_claim, withdraw_claim
from transfers.actions.locks import hold_person
from transfers.actions.placements import cancel_placement, finalise_placement
from transfers.actions.roles import close_role, withdraw_claims_of_closed_role
from transfers.errors import Busy, TransferError
from transfers.models import Choice, Claim, Event, Placement, Role
from transfers.sight.actor import PORTAL

pytestmark = pytest.mark.django_db(transaction=True)

LATER = f.clock_at(f.NOW + f.HOUR)


def refused(outcomes):
    errors = [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
    assert all(isinstance(error, TransferError) for error in errors), errors
    assert not any(isinstance(error, Busy) for error in errors), errors
    return errors


def seats_add_up():
    for role in Role.objects.all():
        live = Claim.objects.filter(role=role, status="offered").count()
        placed = Placement.objects.filter(role=role, status__in=["pending", "finalised", "settled"]).count()
        assert role.taken == live + placed
        assert role.taken <= role.seats


def visible_people(number):
    people = [f.undrafted().employee for _ in range(number)]
    for person in people:
        f.candidate(person)
    return people


def offer(role, person):
    manager, start_on = f.manager_of(role), f.NOW.date()
    return lambda: offer_claim(role, person, terms=f.terms(), level=5, start_on=start_on, by=manager, clock=LATER)


def test_the_last_seat_goes_to_one_of_fifty():
    role = f.role(seats=1)
    people = visible_people(50)

    outcomes = at_once([offer(role, person) for person in people])

    assert len(refused(outcomes)) == 49
    assert Claim.objects.filter(role=role, status="offered").count() == 1
    seats_add_up()


def test_two_managers_claim_one_person_at_once_and_both_offers_stand():
    person = visible_people(1)[0]
    roles = [f.role(), f.role()]

    outcomes = at_once([offer(role, person) for role in roles])

    assert refused(outcomes) == []
    assert Claim.objects.filter(employee=person, status="offered").count() == 2
    seats_add_up()


def test_no_more_offers_than_the_policy_allows_are_made_at_once():
    person = visible_people(1)[0]
    roles = [f.role() for _ in range(12)]

    outcomes = at_once([offer(role, person) for role in roles])

    assert len(refused(outcomes)) == 7
    assert Claim.objects.filter(employee=person, status="offered").count() == 5


def test_a_person_accepts_one_of_two_offers():
    first = f.claim()
    second = f.claim(person=first.employee)

    outcomes = at_once(
        [lambda claim=claim: accept_claim(claim, by=claim.employee, clock=LATER) for claim in [first, second] * 25]
    )

    assert len(refused(outcomes)) == 49
    assert Placement.objects.filter(employee=first.employee).count() == 1
    statuses = set(Claim.objects.filter(employee=first.employee).values_list("status", flat=True))
    assert statuses == {"accepted", "superseded"}
    seats_add_up()


def test_crossing_acceptances_meet_no_deadlock():
    """Twenty people hold offers for the same two roles, and each accepts another one: locks cross."""
    roles = [f.role(seats=20), f.role(seats=20)]
    people = visible_people(20)
    for person in people:
        for role in roles:
            f.claim(role, person)

    def accept(person, role):
        claim = Claim.objects.select_related("employee").get(role=role, employee=person)
        return lambda: accept_claim(claim, by=person, clock=LATER)

    outcomes = at_once([accept(person, roles[n % 2]) for n, person in enumerate(people)])

    assert refused(outcomes) == []
    assert Placement.objects.count() == 20
    seats_add_up()


def test_accepting_and_closing_the_role_leave_a_placement_or_a_withdrawn_offer():
    claims = [f.claim() for _ in range(10)]

    def close(role):
        close_role(role, by=PORTAL, clock=LATER)
        withdraw_claims_of_closed_role(role, clock=LATER)

    outcomes = at_once(
        [
            thunk
            for claim in claims
            for thunk in (
                lambda claim=claim: accept_claim(claim, by=claim.employee, clock=LATER),
                lambda claim=claim: close(claim.role),
            )
        ]
    )

    refused(outcomes)
    for claim in claims:
        claim.refresh_from_db()
        has_placement = Placement.objects.filter(claim=claim, status="pending").exists()
        assert claim.status == ("accepted" if has_placement else "withdrawn")
    seats_add_up()


def test_accepting_crosses_declining_withdrawing_and_expiring():
    claims = [f.claim() for _ in range(6)]
    at_expiry = f.clock_at(claims[0].expires_at)

    outcomes = at_once(
        [
            thunk
            for claim in claims
            for thunk in (
                lambda claim=claim: accept_claim(claim, by=claim.employee, clock=LATER),
                lambda claim=claim: decline_claim(claim, by=claim.employee, clock=LATER),
                lambda claim=claim: withdraw_claim(
                    claim, because="Reorganised.", by=f.manager_of(claim.role), clock=LATER
                ),
                lambda claim=claim: expire_claim(claim, by=PORTAL, clock=at_expiry),
            )
        ]
    )

    assert len(refused(outcomes)) == 18
    for claim in claims:
        assert Event.objects.filter(noun="claim", noun_id=claim.pk).count() == 2
    seats_add_up()


def test_fifty_workers_finalise_one_placement_once():
    placement = f.placement_at("pending")
    due = f.clock_at(placement.effective_at)

    outcomes = at_once([lambda: finalise_placement(placement, clock=due)] * 50)

    assert refused(outcomes) == []
    assert Event.objects.filter(verb="placement.finalised").count() == 1
    assert Event.objects.filter(verb="assignment.ended").count() == 1


def test_person_of_a_move_is_held_from_its_first_statement_on():
    person = f.EmployeeFactory.create()

    @transaction.atomic
    def try_to_hold():
        return Employee.objects.select_for_update(nowait=True, no_key=True).get(pk=person.pk)

    with transaction.atomic():
        hold_person(person.pk)
        [outcome] = at_once([try_to_hold])
    assert isinstance(outcome, OperationalError)
    assert at_once([try_to_hold]) == [person]


def test_cancelling_crosses_finalising_and_one_of_them_happens():
    placements = [f.placement_at("pending") for _ in range(8)]

    outcomes = at_once(
        [
            thunk
            for placement in placements
            for thunk in (
                lambda placement=placement: finalise_placement(placement, clock=f.clock_at(placement.effective_at)),
                lambda placement=placement: cancel_placement(
                    placement, because="left", by=PORTAL, clock=f.clock_at(placement.effective_at)
                ),
            )
        ]
    )

    refused(outcomes)
    for placement in placements:
        placement.refresh_from_db()
        assert placement.status in ("finalised", "cancelled")
        assert Event.objects.filter(noun="placement", noun_id=placement.pk, from_status="pending").count() == 1
    seats_add_up()


def test_undoing_crosses_finalising_and_the_undo_wins_in_its_time():
    placement = f.placement_at("pending")

    outcomes = at_once(
        [
            lambda: undo_acceptance(placement, by=placement.employee, clock=LATER),
            lambda: finalise_placement(placement, clock=LATER),
        ]
    )

    assert len(refused(outcomes)) == 1
    placement.refresh_from_db()
    assert (placement.status, placement.cancelled_because) == ("cancelled", "undone")


def test_fifty_filings_of_one_person_make_one_version():
    assignment = f.assignment()

    outcomes = at_once(
        [
            lambda: file_choice(
                assignment, "undraft", seen_version=0, opened_at=f.NOW, by=assignment.employee, clock=LATER
            )
        ]
        * 50
    )

    assert len(refused(outcomes)) == 49
    assert Choice.objects.filter(assignment=assignment).count() == 1
