"""Filing a choice: when it may be done, what it starts and ends, and what it leaves behind."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings

from tests import factories as f
from transfers import transition
from transfers.actions.acceptance import accept_claim, undo_acceptance
from transfers.actions.choices import file_choice, file_late_choice
from transfers.errors import Invalid, NotAllowed, NotVisible, Stale
from transfers.formats import signatures
from transfers.models import Assignment, Campaign, Choice, Entitlement, Event
from transfers.permissions.choices import WindowClosed
from transfers.queries.choices import get_own_choice
from transfers.sight.actor import PORTAL
from transfers.states import AssignmentStatus, CampaignStatus

pytestmark = pytest.mark.django_db

AT = f.NOW


def file(of: Assignment, option: str, *, seen: int = 0, opened_at: Any = None, at: Any = AT, by: Any = None) -> Any:
    return file_choice(
        of, option, seen_version=seen, opened_at=opened_at or at, by=by or of.employee, clock=f.clock_at(at)
    )


def close(campaign: Campaign, *, at: Any) -> None:
    transition.move(campaign, CampaignStatus.CLOSED, by=PORTAL, at=at)


def priority(of: Assignment) -> Entitlement:
    return Entitlement.objects.get(assignment=of)


def test_undraft_starts_priority_at_the_moment_of_filing() -> None:
    of = f.assignment()
    file(of, "undraft")
    held = priority(of)
    assert (held.status, held.started_at, held.tier) == ("active", AT, 1)
    assert held.latest_end_on == (AT + 60 * f.DAY).date()


def test_stay_starts_nothing_and_ends_nothing() -> None:
    of = f.assignment()
    file(of, "stay")
    assert not Entitlement.objects.exists()
    of.refresh_from_db()
    assert of.status == "active"


def test_versions_are_kept_and_the_highest_counts() -> None:
    of = f.assignment()
    for version, option in enumerate(["undraft", "stay", "undraft"]):
        file(of, option, seen=version, at=AT + version * f.HOUR)
    opened = get_own_choice(of.employee, of, AT + f.DAY)
    assert opened is not None
    assert (opened.option, opened.version) == ("undraft", 3)
    assert of.choices.count() == 3


def test_filing_undraft_again_keeps_the_old_start() -> None:
    of = f.assignment()
    file(of, "undraft")
    file(of, "undraft", seen=1, at=AT + f.DAY)
    assert priority(of).started_at == AT


def test_form_from_an_older_version_is_stale_and_changes_nothing() -> None:
    of = f.assignment()
    file(of, "undraft")
    with pytest.raises(Stale, match=r"version 1 .* version 0"):
        file(of, "stay", seen=0)
    assert Choice.objects.count() == 1


@pytest.mark.parametrize("option", ["", "Stay", "leave", "undraft\x00"])
def test_unknown_option_is_refused(option: str) -> None:
    with pytest.raises(Invalid):
        file(f.assignment(), option)
    assert not Choice.objects.exists()


def test_nobody_files_for_somebody_else() -> None:
    of = f.assignment()
    for other in (f.EmployeeFactory.create(), f.hr_partner(of.campaign), f.admin(), PORTAL):
        with pytest.raises(NotVisible):
            file(of, "stay", by=other)


@pytest.mark.case("choice not offered")
def test_choice_that_is_not_offered_cannot_be_filed() -> None:
    of = f.assignment(choice_offered=False, not_offered_because="Joined after the memo.")
    with pytest.raises(NotAllowed, match="whom to ask"):
        file(of, "undraft")


def test_receipt_is_genuine_and_says_nothing_of_the_content() -> None:
    stay, undraft = (file(f.assignment(), option) for option in ("stay", "undraft"))
    key = signatures.public_key_of(settings.RECEIPT_SIGNING_KEY)
    for receipt in (stay, undraft):
        assert signatures.is_genuine(receipt.statement, bytes(receipt.signature), key)
        assert "stay" not in receipt.statement
        assert "undraft" not in receipt.statement.replace("undraft-receipt-1", "")
    assert len(stay.statement) == len(undraft.statement)


@pytest.mark.case("deadline")
def test_filing_closes_with_the_grace_and_only_for_forms_opened_in_time() -> None:
    deadline = AT + f.DAY
    for opened, filed, fits in [
        (deadline - timedelta(minutes=1), deadline, True),
        (deadline, deadline + timedelta(minutes=30), True),
        (deadline, deadline + timedelta(minutes=30, seconds=1), False),
        (deadline + timedelta(seconds=1), deadline + timedelta(minutes=5), False),
        (deadline - timedelta(hours=1, minutes=45), deadline + timedelta(minutes=20), False),
    ]:
        of = f.assignment(f.campaign(deadline_at=deadline))
        if fits:
            file(of, "undraft", opened_at=opened, at=filed)
        else:
            with pytest.raises(WindowClosed):
                file(of, "undraft", opened_at=opened, at=filed)


def test_own_deadline_holds_after_the_campaign_closed() -> None:
    of = f.assignment(f.campaign(deadline_at=AT + f.DAY), own_deadline_at=AT + 10 * f.DAY)
    close(of.campaign, at=AT + 2 * f.DAY)
    file(of, "undraft", at=AT + 9 * f.DAY)
    with pytest.raises(WindowClosed):
        file(of, "undraft", seen=1, at=AT + 11 * f.DAY)


def test_own_deadline_before_the_campaigns_takes_nothing_away() -> None:
    of = f.assignment(f.campaign(deadline_at=AT + 5 * f.DAY), own_deadline_at=AT + f.DAY)
    file(of, "stay", at=AT + 4 * f.DAY)


@pytest.mark.case("after close")
def test_after_close_undraft_turns_to_stay_and_stay_never_to_undraft() -> None:
    campaign = f.campaign(deadline_at=AT + f.DAY)
    turning, staying = f.assignment(campaign), f.assignment(campaign)
    file(turning, "undraft")
    file(staying, "stay")
    close(campaign, at=AT + 2 * f.DAY)
    file(turning, "stay", seen=1, at=AT + 40 * f.DAY)
    assert priority(turning).ended_because == "choice_changed"
    with pytest.raises(WindowClosed):
        file(staying, "undraft", seen=1, at=AT + 3 * f.DAY)


@pytest.mark.case("undraft to stay with offers open")
def test_turning_to_stay_supersedes_offers_frees_seats_and_closes_the_candidacy() -> None:
    of = f.undrafted()
    candidacy = f.candidate(of.employee)
    claims = [f.claim(f.role(), of.employee) for _ in range(2)]
    file(of, "stay", seen=1, at=AT + f.HOUR)
    for claim in claims:
        claim.refresh_from_db()
        claim.role.refresh_from_db()
        assert (claim.status, claim.role.taken) == ("superseded", 0)
    candidacy.refresh_from_db()
    assert candidacy.status == "closed"


def test_filing_stay_first_leaves_a_candidacy_and_its_offers_alone() -> None:
    of = f.assignment()
    candidacy = f.candidate(of.employee)
    claim = f.claim(f.role(), of.employee)
    file(of, "stay", at=AT + f.HOUR)
    claim.refresh_from_db()
    candidacy.refresh_from_db()
    assert (claim.status, candidacy.status) == ("offered", "open")


@pytest.mark.case("placement pending")
def test_pending_placement_stands_in_the_way_of_turning_to_stay() -> None:
    placement = f.placement_at("pending")
    of = Assignment.objects.get(employee=placement.employee)
    with pytest.raises(NotAllowed, match="Undo or cancel that placement first"):
        file(of, "stay", seen=1, at=AT + 2 * f.HOUR)
    undo_acceptance(placement, by=placement.employee, clock=f.clock_at(AT + 2 * f.HOUR))
    file(of, "stay", seen=1, at=AT + 3 * f.HOUR)


@pytest.mark.case("undraft while an own-request placement is pending")
def test_undraft_beside_a_pending_own_request_placement_starts_suspended() -> None:
    of = f.assignment()
    f.candidate(of.employee)
    placement = accept_claim(f.claim(f.role(), of.employee), by=of.employee, clock=f.clock_at(AT))
    file(of, "undraft", at=AT + f.HOUR)
    assert priority(of).status == "suspended"
    placement.refresh_from_db()
    assert placement.status == "pending"


@pytest.mark.case("campaign reopened")
def test_reopened_window_does_not_ask_people_with_a_placement_again() -> None:
    of = f.undrafted(in_campaign=f.campaign(deadline_at=AT + f.DAY), at=AT - f.DAY)
    free = f.undrafted(in_campaign=of.campaign, at=AT - f.DAY)
    f.candidate(of.employee)
    accept_claim(f.claim(f.role(), of.employee), by=of.employee, clock=f.clock_at(AT))
    close(of.campaign, at=AT + 2 * f.DAY)
    transition.move(
        of.campaign,
        CampaignStatus.OPEN,
        by=PORTAL,
        at=AT + 3 * f.DAY,
        deadline_at=AT + 9 * f.DAY,
        closes_at=AT + 9 * f.DAY,
    )
    for option in ("stay", "undraft"):
        with pytest.raises(NotAllowed):
            file(of, option, seen=1, at=AT + 4 * f.DAY)
    file(free, "stay", seen=1, at=AT + 4 * f.DAY)
    file(free, "undraft", seen=2, at=AT + 5 * f.DAY)


@pytest.mark.case("two campaigns")
def test_two_campaigns_have_their_own_choice_priority_and_receipt() -> None:
    one = f.assignment()
    other = f.assignment(f.campaign(), one.employee)
    first, second = file(one, "undraft"), file(other, "stay")
    assert first.code != second.code
    assert [of.choices.count() for of in (one, other)] == [1, 1]
    assert Entitlement.objects.get().assignment == one


def test_ended_or_voided_assignment_takes_no_choice() -> None:
    cases: list[tuple[AssignmentStatus, dict[str, Any]]] = [
        (AssignmentStatus.VOIDED, {"voided_because": "By mistake."}),
        (AssignmentStatus.ENDED, {"ended_because": "placed"}),
    ]
    for status, why in cases:
        of = f.assignment()
        transition.move(of, status, by=PORTAL, at=AT, subject=of.employee, **why)
        with pytest.raises(NotAllowed, match="has ended"):
            file(of, "undraft", at=AT + f.HOUR)


def late(of: Assignment, by: Any, *, after: timedelta, option: str = "undraft", reason: str = "leave") -> Any:
    deadline = of.campaign.deadline_at
    assert deadline is not None
    return file_late_choice(of, option, late_reason=reason, by=by, clock=f.clock_at(deadline + after))


@pytest.mark.case("no choice at close")
def test_late_choice_through_hr_starts_the_same_priority_and_gives_the_same_receipt() -> None:
    of = f.assignment()
    receipt = late(of, f.hr_partner(of.campaign), after=29 * f.DAY)
    assert priority(of).status == "active"
    assert receipt.choice.late_reason == "leave"
    assert Event.objects.filter(verb="choice.filed", subject__employee=of.employee).count() == 1


@pytest.mark.case("no choice at close")
def test_late_choice_has_a_first_and_a_last_day() -> None:
    of = f.assignment()
    partner = f.hr_partner(of.campaign)
    with pytest.raises(NotAllowed, match="still open"):
        late(of, partner, after=timedelta(minutes=29))
    with pytest.raises(NotAllowed, match="ended 30 days"):
        late(of, partner, after=31 * f.DAY)
    with pytest.raises(Invalid):
        late(of, partner, after=f.DAY, reason="forgot")


def test_late_choice_replaces_nothing_that_was_filed() -> None:
    of = f.assignment()
    file(of, "stay")
    with pytest.raises(NotAllowed, match="filed already"):
        late(of, f.hr_partner(of.campaign), after=f.DAY)


def test_late_choice_is_for_the_partner_of_the_person_only() -> None:
    of = f.assignment()
    drafted = f.assignment(of.campaign)
    f.grant(drafted.employee, "hr_partner", campaign=of.campaign)
    for other in (of.employee, drafted.employee, f.hr_partner(f.campaign()), f.admin(), f.EmployeeFactory.create()):
        with pytest.raises(NotVisible):
            late(of, other, after=f.DAY)


def test_only_the_person_opens_their_choice() -> None:
    of = f.undrafted()
    for other in (f.hr_partner(of.campaign), f.admin(), f.EmployeeFactory.create()):
        assert get_own_choice(other, of, AT) is None
