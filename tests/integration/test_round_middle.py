"""What may happen between the freeze of a round and its publication."""

from datetime import timedelta

import pytest

from tests import factories as f
from tests import rounds
from transfers.actions.acceptance import accept_claim
from transfers.actions.departures import record_departure
from transfers.actions.roles import change_seats, close_role, describe_role, hold_seats
from transfers.actions.round_runs import ask_to_publish, run_round
from transfers.actions.rounds import (
    discard_round,
    lapse_round,
)
from transfers.errors import NotAllowed
from transfers.matching import verify
from transfers.matching.clearing import write_document
from transfers.models import Claim, Notice, Role, Round
from transfers.permissions.rounds import RoundChanged
from transfers.queries import rounds as due
from transfers.queries.round_inputs import get_input, get_run, get_secrets
from transfers.states import ClaimStatus

pytestmark = pytest.mark.django_db

NOW, CLOCK = f.NOW, f.clock_at(f.NOW)
LATER = f.clock_at(f.NOW + f.HOUR)
AFTER_72_HOURS = f.clock_at(f.NOW + timedelta(hours=72))


def test_role_of_a_frozen_round_takes_no_claim_and_keeps_seats_and_terms() -> None:
    role, hr = f.role(seats=2), f.admin()
    person = f.undrafted().employee
    f.candidate(person)
    made = rounds.frozen([role])

    def claim() -> Claim:
        return f.claim(role, person)

    with pytest.raises(NotAllowed, match="takes part in a round"):
        claim()
    for change in (change_seats, hold_seats):
        with pytest.raises(NotAllowed, match="takes part in a round"):
            change(role, 1, seen_version=role.version, by=hr, clock=CLOCK)
    words = {"title": "T", "summary": "", "wanted_by_on": None}
    with pytest.raises(NotAllowed, match="takes part in a round"):
        describe_role(role, **words, terms=f.terms(pay="less"), seen_version=1, by=hr, clock=CLOCK)  # type: ignore[arg-type]
    discard_round(made, because="Not needed.", by=made.approver, clock=CLOCK)
    claim()


def test_role_is_free_again_when_the_72_hours_are_over_even_before_the_worker_comes() -> None:
    role = f.role(seats=2)
    rounds.frozen([role])
    at = f.NOW + timedelta(hours=72)
    person = f.undrafted().employee
    f.candidate(person)
    f.claim(role, person, at=at)


def test_round_that_nobody_published_in_time_is_discarded_and_everybody_told() -> None:
    role = f.role()
    candidacy = rounds.wishes(role)
    made = rounds.run([role])
    assert due.get_lapsing_rounds(NOW) == []
    with pytest.raises(RoundChanged):
        lapse_round(made, clock=LATER)
    assert due.get_lapsing_rounds(AFTER_72_HOURS()) == [made.pk]
    with pytest.raises(NotAllowed, match="72 hours"):
        ask_to_publish(made, by=made.preparing_by, clock=AFTER_72_HOURS)
    lapse_round(made, clock=AFTER_72_HOURS)
    role.refresh_from_db()
    assert role.in_round_until_at is None
    told = Notice.objects.filter(template="round.discarded", recipient=candidacy.employee)
    assert told.exists()


def test_two_rounds_at_once_share_no_role() -> None:
    role, other = f.role(), f.role()
    rounds.frozen([role])
    with pytest.raises(NotAllowed, match="in another round"):
        rounds.frozen([Role.objects.get(pk=role.pk), other])
    rounds.frozen([other])


def test_person_in_two_rounds_may_be_offered_a_role_of_each() -> None:
    role, other = f.role(), f.role()
    candidacy = rounds.wishes(role, other)
    one, two = rounds.run([role]), rounds.run([other])
    rounds.publish(one, CLOCK)
    rounds.publish(two, CLOCK)
    assert Claim.objects.filter(employee=candidacy.employee, status=ClaimStatus.OFFERED).count() == 2


def test_who_leaves_before_publication_gets_nothing_and_the_next_takes_the_seat() -> None:
    role = f.role()
    first, second = rounds.wishes(role, undrafted=True), rounds.wishes(role)
    made = rounds.run([role])
    record_departure(first.employee, NOW.date(), by=f.admin(), clock=CLOCK)
    rounds.publish(made, CLOCK)
    assert rounds.offers_of(made) == {second.employee_id: {role.pk}}
    assert made.runs.count() == 2
    assert made.ballots.get(employee=first.employee).left_because == "left"


def test_who_accepts_elsewhere_before_publication_takes_no_part() -> None:
    role, elsewhere = f.role(), f.role()
    person = f.undrafted().employee
    f.candidate(person, ranked=[role])
    accept_claim(f.claim(elsewhere, person), by=person, clock=CLOCK)
    assert not rounds.frozen([role]).ballots.exists()


def test_role_closed_before_publication_gives_nothing_and_people_get_their_next() -> None:
    role, other = f.role(), f.role()
    candidacy = rounds.wishes(role, other)
    made = rounds.run([role, other])
    close_role(role, by=f.admin(), clock=CLOCK)
    rounds.publish(made, CLOCK)
    assert rounds.offers_of(made) == {candidacy.employee_id: {other.pk}}
    found = get_run(made)
    assert found is not None
    assert verify.get_faults(verify.Document(write_document(get_input(made), get_secrets(made), found))) == []


def test_policy_published_in_mid_round_counts_for_the_next() -> None:
    role = f.role()
    rounds.wishes(role)
    made = rounds.frozen([role])
    f.policy(claim_expiry_working_days=9)
    made = Round.objects.get(pk=made.pk)
    assert made.policy is not None
    assert made.policy.claim_expiry_working_days == 5


def test_rating_given_after_the_freeze_counts_for_the_next() -> None:
    role = f.role()
    one, two = rounds.wishes(role), rounds.wishes(role)
    rounds.rate(role, one, 4)
    made = rounds.revealed([role])
    rounds.rate(role, two, 5)
    run_round(made, clock=CLOCK)
    rounds.publish(made, CLOCK)
    assert rounds.offers_of(made) == {one.employee_id: {role.pk}}
