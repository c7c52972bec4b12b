"""After publication: who declines leaves the round, and others may come to something better."""

from datetime import timedelta

import pytest

from tests import factories as f
from tests import rounds
from transfers.actions.acceptance import accept_claim, undo_acceptance
from transfers.actions.claims import decline_claim, expire_claim, withdraw_claim
from transfers.actions.round_runs import improve_round
from transfers.models import Candidacy, Claim, Round
from transfers.queries import rounds as due
from transfers.states import ClaimStatus

pytestmark = pytest.mark.django_db

NOW, CLOCK = f.NOW, f.clock_at(f.NOW)
LATER = f.clock_at(f.NOW + f.HOUR)
AFTER_72_HOURS = f.clock_at(f.NOW + timedelta(hours=72))


def offered(made: Round, candidacy: Candidacy) -> Claim:
    return Claim.objects.get(round=made, employee=candidacy.employee, status=ClaimStatus.OFFERED)


def test_declined_offer_moves_the_others_up_and_takes_nothing_from_anybody() -> None:
    role, other = f.role(), f.role()
    first = rounds.wishes(role, undrafted=True)
    second, third = rounds.wishes(role, other), rounds.wishes(other)
    rounds.rate(role, second, 5)
    rounds.rate(other, second, 5)
    made = rounds.published([role, other])
    assert rounds.offers_of(made) == {first.employee_id: {role.pk}, second.employee_id: {other.pk}}
    assert due.get_rounds_to_improve(NOW) == []
    decline_claim(offered(made, first), by=first.employee, clock=LATER)
    assert due.get_rounds_to_improve(NOW) == [made.pk]
    assert improve_round(made, clock=LATER) == 1
    # the better role beside the one they hold; the third waits until a seat is given back
    assert rounds.offers_of(made)[second.employee_id] == {role.pk, other.pk}
    assert third.employee_id not in rounds.offers_of(made)
    assert due.get_rounds_to_improve(NOW) == []
    better = Claim.objects.get(round=made, employee=second.employee, role=role)
    accept_claim(better, by=second.employee, clock=LATER)
    assert due.get_rounds_to_improve(NOW) == [made.pk]
    assert improve_round(made, clock=LATER) == 1
    assert rounds.offers_of(made)[third.employee_id] == {other.pk}
    assert improve_round(made, clock=LATER) == 0


def test_who_accepted_stays_and_is_offered_nothing_better() -> None:
    role, other = f.role(), f.role()
    first, second = rounds.wishes(role, undrafted=True), rounds.wishes(role, other)
    made = rounds.published([role, other])
    placement = accept_claim(offered(made, second), by=second.employee, clock=LATER)
    decline_claim(offered(made, first), by=first.employee, clock=LATER)
    assert improve_round(made, clock=LATER) == 0
    undo_acceptance(placement, by=second.employee, clock=LATER)
    assert improve_round(made, clock=LATER) == 0
    assert made.ballots.get(employee=second.employee).left_because == "declined"


def test_expired_offer_leaves_the_round_too() -> None:
    role = f.role()
    first, second = rounds.wishes(role, undrafted=True), rounds.wishes(role)
    made = rounds.published([role])
    claim = offered(made, first)
    at = f.clock_at(claim.expires_at)
    expire_claim(claim, clock=at)
    assert improve_round(made, clock=at) == 1
    assert made.ballots.get(employee=first.employee).left_because == "expired"
    assert rounds.offers_of(made)[second.employee_id] == {role.pk}


def test_seat_given_to_somebody_else_meanwhile_is_not_offered_again() -> None:
    role = f.role()
    first, second = rounds.wishes(role, undrafted=True), rounds.wishes(role)
    made = rounds.published([role])
    decline_claim(offered(made, first), by=first.employee, clock=LATER)
    person = f.undrafted().employee
    f.candidate(person)
    f.claim(role, person, at=f.NOW + f.HOUR)
    assert improve_round(made, clock=LATER) == 0
    assert second.employee_id not in rounds.offers_of(made)


def test_offer_that_was_withdrawn_takes_nobody_out_of_the_round() -> None:
    role, other = f.role(), f.role()
    first = rounds.wishes(role, other, undrafted=True)
    made = rounds.published([role, other])
    withdraw_claim(offered(made, first), because="A mistake.", by=f.manager_of(role), clock=LATER)
    assert improve_round(made, clock=LATER) == 0
    assert made.ballots.get(employee=first.employee).left_at is None
