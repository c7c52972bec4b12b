"""A round through all its stages."""

from datetime import timedelta

import pytest
from django.db import connection

from tests import factories as f
from tests import rounds
from transfers.actions.claims import offer_claim
from transfers.actions.roles import pause_role
from transfers.actions.round_runs import publish_round, run_round
from transfers.actions.rounds import (
    approve_round,
    commit_to_secret,
    freeze_round,
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
    assert not {f.manager_of(role).pk, f.manager_of(other).pk} & set(told)
    hiring = Notice.objects.filter(template="round.role_published", channel="inbox")
    assert {f.manager_of(role).pk, f.manager_of(other).pk} == set(hiring.values_list("recipient_id", flat=True))


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
        ({"start_on": NOW.date() - f.DAY}, "between today"),
        ({"start_on": NOW.date() + 367 * f.DAY}, "between today"),
        ({"title": "R" * 81}, "title"),
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


def test_who_ranked_one_of_the_roles_or_hires_for_it_prepares_no_round_of_it() -> None:
    role, partner = f.role(), rounds.partner()
    f.candidate(partner, visibility="rounds", ranked=[role])
    with pytest.raises(Invalid, match="You have a part"):
        rounds.prepared([role], by=partner)
    hiring = rounds.partner()
    with pytest.raises(Invalid, match="You have a part"):
        rounds.prepared([f.role(manager=hiring)], by=hiring)


def test_part_that_the_approver_has_is_told_to_them_alone() -> None:
    """A refusal at preparing would tell whoever names them which roles stand on their list."""
    role, approver, preparer = f.role(), rounds.partner(), rounds.partner()
    f.candidate(approver, visibility="rounds", ranked=[role])
    made = prepare_round("R", [role], start_on=NOW.date(), approver=approver, by=preparer, clock=CLOCK)
    with pytest.raises(NotAllowed, match="You have a part"):
        commit_to_secret(made, rounds.APPROVER_SECRET, by=approver, clock=CLOCK)


def test_who_joins_the_round_later_approves_it_no_more() -> None:
    role = f.role()
    made = rounds.prepared([role])
    f.candidate(made.approver, visibility="rounds", ranked=[role])
    freeze_round(made, by=made.preparing_by, clock=CLOCK)
    with pytest.raises(NotAllowed, match="You have a part"):
        approve_round(made, by=made.approver, clock=CLOCK)


def test_run_refuses_an_input_that_is_not_what_was_frozen() -> None:
    """Fails when the hash that both are bound to is not compared again: who writes rows could choose the seed."""
    role = f.role()
    rounds.wishes(role)
    made = rounds.revealed([role])
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE transfers_ballot DISABLE TRIGGER ballot_frozen")
        cursor.execute("UPDATE transfers_ballot SET tier = 4 WHERE round_id = %s", [made.pk])
        cursor.execute("ALTER TABLE transfers_ballot ENABLE TRIGGER ballot_frozen")
    with pytest.raises(RuntimeError, match="not what was frozen"):
        run_round(made, clock=CLOCK)


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
