"""A round through all its stages, and what may happen in the middle of it."""

from datetime import timedelta

import pytest

from tests import factories as f
from tests import rounds
from transfers.actions.acceptance import accept_claim, undo_acceptance
from transfers.actions.claims import decline_claim, expire_claim, offer_claim
from transfers.actions.departures import record_departure
from transfers.actions.roles import change_seats, close_role, describe_role, hold_seats, pause_role
from transfers.actions.round_runs import ask_to_publish, improve_round, publish_round, run_round
from transfers.actions.rounds import (
    approve_round,
    commit_to_secret,
    discard_round,
    freeze_round,
    lapse_round,
    prepare_round,
    reveal_secret,
)
from transfers.errors import Invalid, NotAllowed, NotVisible
from transfers.matching import verify
from transfers.matching.clearing import write_document
from transfers.models import Ballot, Candidacy, Claim, Event, Notice, Role, Round
from transfers.permissions.rounds import RoundChanged
from transfers.queries import rounds as due
from transfers.queries.round_inputs import get_input, get_run, get_secrets
from transfers.states import ClaimStatus, RoundStatus

pytestmark = pytest.mark.django_db

NOW, CLOCK = f.NOW, f.clock_at(f.NOW)
LATER = f.clock_at(f.NOW + f.HOUR)
AFTER_72_HOURS = f.clock_at(f.NOW + timedelta(hours=72))


def offered(made: Round, candidacy: Candidacy) -> Claim:
    return Claim.objects.get(round=made, employee=candidacy.employee, status=ClaimStatus.OFFERED)


def test_round_from_lists_to_offers() -> None:
    """Two seats, three people: priority first, then the rating, and who got nothing is told as well."""
    role, other = f.role(seats=1), f.role(seats=1)
    prior = rounds.wishes(role, other, undrafted=True)
    rated, unrated = rounds.wishes(role, other), rounds.wishes(other, role)
    rounds.rate(other, rated, 5)
    made = rounds.published([role, other])
    assert made.status == RoundStatus.PUBLISHED
    assert rounds.offers_of(made) == {prior.employee_id: {role.pk}, rated.employee_id: {other.pk}}
    claim = offered(made, prior)
    assert (claim.start_on, claim.policy, claim.is_by_hr) == (made.start_on, made.policy, False)
    assert claim.offered_by == made.preparing_by
    role.refresh_from_db()
    assert role.taken == 1
    told = Notice.objects.filter(template="round.published", channel="inbox").values_list("recipient_id", flat=True)
    assert {prior.employee_id, rated.employee_id, unrated.employee_id} <= set(told)
    assert {f.manager_of(role).pk, f.manager_of(other).pk} <= set(told)


def test_document_of_a_round_passes_the_verifier() -> None:
    roles = [f.role(seats=2), f.role(seats=0), f.role(seats=1)]
    for number in range(6):
        rounds.wishes(*roles[number % 3 :], *roles[: number % 3], undrafted=number % 2 == 0)
    made = rounds.published(roles)
    found = get_run(made)
    assert found is not None
    document = write_document(get_input(made), get_secrets(made), found)
    assert document["input_sha256"] == made.input_sha256
    assert document["commitments"] == [made.preparer_commitment, made.approver_commitment]
    assert found.digest() == made.runs.get().sha256
    assert verify.get_faults(verify.Document(document)) == []


def test_only_who_may_be_given_a_role_has_it_on_the_ballot() -> None:
    """Not eligible, in clearance without priority, offered already, manager excluded: each with its reason."""
    fine, unfit, fresh = f.role(), f.role(skills={"cobol": 5}), f.role(opened_at=NOW - f.DAY)
    held, shunned = f.role(seats=2), f.role()
    candidacy = rounds.wishes(unfit, fresh, held, shunned, fine, visibility="qualifying")
    candidacy.exclusions.create(manager=f.manager_of(shunned))
    offer_claim(
        held,
        candidacy.employee,
        terms=f.terms(),
        level=5,
        start_on=NOW.date() + 10 * f.DAY,
        by=f.manager_of(held),
        clock=CLOCK,
    )
    made = rounds.frozen([fine, unfit, fresh, held, shunned])
    ballot = made.ballots.get()
    number = made.round_roles.get(role=fine).number
    assert [line[0] for line in ballot.lines] == [number]
    assert ballot.left_out == [
        [unfit.pk, "not_eligible"],
        [fresh.pk, "in_clearance"],
        [held.pk, "offered"],
        [shunned.pk, "excluded"],
    ]
    assert made.round_roles.get(role=held).seats == 1


@pytest.mark.parametrize("visibility", [None, "none"])
def test_who_shows_to_nobody_takes_no_part(visibility: str | None) -> None:
    role = f.role()
    f.candidate(visibility=visibility, ranked=[role])
    assert not rounds.frozen([role]).ballots.exists()


def test_who_has_submitted_no_list_takes_no_part_and_nothing_is_imputed() -> None:
    f.candidate(visibility="qualifying")
    role = f.role()
    assert not rounds.frozen([role]).ballots.exists()


def test_empty_round_runs_and_is_published() -> None:
    made = rounds.published([f.role()])
    assert rounds.offers_of(made) == {}


# --- two people -----------------------------------------------------------------------------------------------


def test_only_an_hr_partner_prepares_a_round() -> None:
    role, approver = f.role(), rounds.partner()
    for outsider in (f.EmployeeFactory.create(), f.admin(), f.manager_of(role)):
        with pytest.raises(NotVisible):
            prepare_round("R", [role], start_on=NOW.date(), approver=approver, by=outsider, clock=CLOCK)


def test_approver_is_another_hr_partner() -> None:
    role, preparer = f.role(), rounds.partner()
    for approver in (preparer, f.EmployeeFactory.create(), f.admin()):
        with pytest.raises(Invalid, match="another HR partner"):
            prepare_round("R", [role], start_on=NOW.date(), approver=approver, by=preparer, clock=CLOCK)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"title": "  "}, "title"),
        ({"roles": []}, "open roles"),
        ({"start_on": NOW.date() - f.DAY}, "past"),
    ],
)
def test_round_that_makes_no_sense_is_refused(change: dict[str, object], says: str) -> None:
    sent = {"title": "R", "roles": [f.role()], "start_on": NOW.date()} | change
    with pytest.raises(Invalid, match=says):
        prepare_round(
            sent["title"],  # type: ignore[arg-type]
            sent["roles"],  # type: ignore[arg-type]
            start_on=sent["start_on"],  # type: ignore[arg-type]
            approver=rounds.partner(),
            by=rounds.partner(),
            clock=CLOCK,
        )


def test_role_that_is_not_open_takes_no_part() -> None:
    role = pause_role(f.role(), by=f.admin(), clock=CLOCK)
    with pytest.raises(Invalid, match="open roles"):
        rounds.prepared([role])


def test_who_ranked_one_of_the_roles_or_hires_for_it_runs_no_round_of_it() -> None:
    role, partner = f.role(), rounds.partner()
    f.candidate(partner, visibility="rounds", ranked=[role])
    with pytest.raises(Invalid, match="has a part"):
        rounds.prepared([role], by=partner)
    hiring = rounds.partner()
    with pytest.raises(Invalid, match="has a part"):
        rounds.prepared([f.role(manager=hiring)], by=hiring)


def test_who_joins_the_round_later_cannot_freeze_it() -> None:
    role = f.role()
    made = rounds.prepared([role])
    f.candidate(made.approver, visibility="rounds", ranked=[role])
    with pytest.raises(NotAllowed, match="has a part"):
        freeze_round(made, by=made.preparing_by, clock=CLOCK)


def test_round_is_frozen_by_its_preparer_and_approved_by_its_approver() -> None:
    made = rounds.prepared([f.role()])
    for other in (made.approver, rounds.partner()):
        with pytest.raises(NotAllowed, match="prepared"):
            freeze_round(made, by=other, clock=CLOCK)
    freeze_round(made, by=made.preparing_by, clock=CLOCK)
    for other in (made.preparing_by, rounds.partner()):
        with pytest.raises(NotAllowed, match="approver"):
            approve_round(made, by=other, clock=CLOCK)
    approve_round(made, by=made.approver, clock=CLOCK)


def test_nothing_is_frozen_before_both_are_bound() -> None:
    preparer, approver = rounds.partner(), rounds.partner()
    made = prepare_round("R", [f.role()], start_on=NOW.date(), approver=approver, by=preparer, clock=CLOCK)
    commit_to_secret(made, "sixteen characters", by=approver, clock=CLOCK)
    with pytest.raises(NotAllowed, match="secret"):
        freeze_round(made, by=preparer, clock=CLOCK)
    with pytest.raises(Invalid, match="Between"):
        commit_to_secret(made, "too short", by=preparer, clock=CLOCK)
    with pytest.raises(NotAllowed, match="have a secret"):
        commit_to_secret(made, "sixteen characters", by=rounds.partner(), clock=CLOCK)


def test_only_the_secret_committed_to_is_taken_once() -> None:
    made = rounds.approved([f.role()])
    with pytest.raises(NotAllowed, match="not the secret"):
        reveal_secret(made, rounds.APPROVER_SECRET, by=made.preparing_by, clock=CLOCK)
    reveal_secret(made, rounds.PREPARER_SECRET, by=made.preparing_by, clock=CLOCK)
    with pytest.raises(NotAllowed, match="already"):
        reveal_secret(made, rounds.PREPARER_SECRET, by=made.preparing_by, clock=CLOCK)
    with pytest.raises(RoundChanged):
        run_round(made, clock=CLOCK)
    assert due.get_rounds_to_run(NOW) == []
    reveal_secret(made, rounds.APPROVER_SECRET, by=made.approver, clock=CLOCK)
    assert due.get_rounds_to_run(NOW) == [made.pk]


def test_no_secret_stands_in_the_history_or_the_row_before_it_is_revealed() -> None:
    made = rounds.approved([f.role()])
    made.refresh_from_db()
    assert (made.preparer_secret, made.approver_secret) == ("", "")
    assert not any("staple" in str(event.body) for event in Event.objects.all())


# --- in the middle of it --------------------------------------------------------------------------------------


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
    assert made.round_roles.filter(is_holding=True).count() == 0
    told = Notice.objects.filter(template="round.discarded", recipient=candidacy.employee)
    assert told.exists()


def test_two_rounds_at_once_share_no_role() -> None:
    role, other = f.role(), f.role()
    rounds.frozen([role])
    with pytest.raises(NotAllowed, match="held by another round"):
        rounds.frozen([role, other])
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


# --- after it -------------------------------------------------------------------------------------------------


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


# --- what the database itself keeps ---------------------------------------------------------------------------


def test_repeated_run_of_the_worker_changes_nothing() -> None:
    role = f.role()
    rounds.wishes(role)
    made = rounds.run([role])
    with pytest.raises(RoundChanged):
        run_round(made, clock=CLOCK)
    rounds.publish(made, CLOCK)
    with pytest.raises(RoundChanged):
        publish_round(made, clock=CLOCK)
    assert made.runs.count() == 1
    assert Claim.objects.filter(round=made).count() == 1


def test_seats_never_go_below_what_the_round_gave() -> None:
    role = f.role(seats=3)
    for _ in range(5):
        rounds.wishes(role)
    made = rounds.published([role])
    assert len(rounds.offers_of(made)) == 3
    assert Role.objects.get(pk=role.pk).taken == 3
    assert Ballot.objects.filter(round=made, left_at__isnull=True).count() == 5
