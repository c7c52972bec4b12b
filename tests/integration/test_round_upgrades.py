"""After publication: who declines leaves the round, and others may come to something better."""

from datetime import timedelta

import pytest

from tests import factories as f
from tests import findings, rounds
from tests.pages import signed_in, words_at
from transfers.actions.acceptance import accept_claim, undo_acceptance
from transfers.actions.claims import decline_claim, expire_claim, withdraw_claim
from transfers.actions.roles import change_seats
from transfers.actions.round_runs import ask_to_publish, improve_round, publish_round
from transfers.errors import NotAllowed
from transfers.models import Candidacy, Claim, Exclusion, Role, Round
from transfers.permissions.rounds import RoundChanged
from transfers.queries import rounds as due
from transfers.queries.managers import get_claim_holder
from transfers.sight.actor import PORTAL
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


def test_offer_of_a_round_is_taken_back_by_nobody_and_ends_with_its_role() -> None:
    role, other = f.role(), f.role()
    first = rounds.wishes(role, other, undrafted=True)
    made = rounds.published([role, other])
    claim = offered(made, first)
    with pytest.raises(NotAllowed, match="nobody takes it back"):
        withdraw_claim(claim, because="A mistake.", by=f.manager_of(role), clock=LATER)
    withdraw_claim(claim, because="The role was closed.", by=PORTAL, clock=LATER)
    assert improve_round(made, clock=LATER) == 0
    assert made.ballots.get(employee=first.employee).left_at is None


def test_nobody_is_offered_twice_what_their_manager_offered_meanwhile() -> None:
    """Fails with the database's refusal of a second open offer, which would take the whole run back."""
    role = f.role()
    first, second = rounds.wishes(role, undrafted=True), rounds.wishes(role, undrafted=True, visibility="qualifying")
    rounds.rate(role, first, 5)
    made = rounds.published([role])
    f.claim(role_with_seats(role, 2), second.employee, at=f.NOW + f.HOUR)
    decline_claim(offered(made, first), by=first.employee, clock=LATER)
    assert improve_round(made, clock=LATER) == 0
    assert made.ballots.get(employee=first.employee).left_because == "declined"


def role_with_seats(role: Role, seats: int) -> Role:
    role.refresh_from_db()
    return change_seats(role, seats, seen_version=role.version, by=f.admin(), clock=LATER)


def test_seat_that_another_round_holds_is_offered_by_that_one_alone() -> None:
    role = f.role()
    first, second = rounds.wishes(role, undrafted=True), rounds.wishes(role)
    made = rounds.published([role])
    role_with_seats(role, 2)
    later = rounds.frozen([role], at=f.NOW + f.HOUR)
    decline_claim(offered(made, first), by=first.employee, clock=LATER)
    assert improve_round(made, clock=LATER) == 0
    assert due.get_rounds_to_improve(f.NOW + f.HOUR) == []
    assert second.employee_id not in rounds.offers_of(made)
    assert later.ballots.filter(employee=second.employee).exists()


def test_seats_are_passed_on_for_fourteen_days() -> None:
    role = f.role()
    first = rounds.wishes(role, undrafted=True)
    rounds.wishes(role)
    made = rounds.published([role])
    over = f.NOW + timedelta(days=14)
    expire_claim(offered(made, first), clock=f.clock_at(over))
    assert due.get_rounds_to_improve(over) == []
    with pytest.raises(RoundChanged):
        improve_round(made, clock=f.clock_at(over))


def test_who_excluded_the_manager_or_was_given_a_finding_since_is_not_offered_the_role() -> None:
    role, other = f.role(), f.role()
    first = rounds.wishes(role, undrafted=True)
    excluding, found = rounds.wishes(role, other), rounds.wishes(other, visibility="ranked")
    rounds.rate(role, excluding, 5)
    findings.confirmed(other, found)
    made = rounds.run([role, other])
    Exclusion.objects.create(candidacy=first, manager=f.manager_of(role))
    rounds.publish(made, CLOCK)
    assert first.employee_id not in rounds.offers_of(made)
    assert found.employee_id not in rounds.offers_of(made)


def test_who_published_hears_of_an_offer_whose_manager_stands_above_the_person() -> None:
    boss = f.EmployeeFactory.create()
    role = f.role(manager=boss)
    first = rounds.wishes(role, undrafted=True, manager=boss)
    made = rounds.run([role])
    publisher = f.hr_partner(first.employee.assignments.get().campaign)
    ask_to_publish(made, by=publisher, clock=CLOCK)
    publish_round(made, clock=CLOCK)
    claim = offered(made, first)
    assert get_claim_holder(claim, NOW) == publisher


def test_page_tells_of_a_role_that_came_free_too_late_or_waits_for_a_seat() -> None:
    role, other = f.role(), f.role()
    first, second = rounds.wishes(role, undrafted=True), rounds.wishes(role, other)
    third = rounds.wishes(other)
    rounds.rate(role, second, 5)
    rounds.rate(other, second, 5)
    made = rounds.published([role, other])
    address = f"/rounds/{made.public_id}/"
    decline_claim(offered(made, first), by=first.employee, clock=LATER)
    improve_round(made, clock=LATER)
    # read long after the round's time is over
    assert "no seat of it came free in time" in words_at(signed_in(third.employee), address)
    lower = Claim.objects.get(round=made, employee=second.employee, role=other)
    better = Claim.objects.get(round=made, employee=second.employee, role=role)
    accept_claim(lower, by=second.employee, clock=LATER)
    assert words_at(signed_in(second.employee), address).count("was offered to you") == 2
    assert better.role == role
    left = words_at(signed_in(first.employee), address)
    assert "was offered to you" in left
    assert "What would have changed it" not in left
