"""Who is refused about an offer, a placement, a candidacy, a choice or a role: asked of the permission itself.

Each test is named in tests/guards/caught.json beside the refusals that it was seen to fail without.
"""

import pytest

from accounts.models import Employee
from tests import factories as f
from tests.factories import DAY, HOUR, NOW
from transfers import transition
from transfers.actions.acceptance import accept_claim
from transfers.actions.campaigns import close_campaign, reopen_campaign
from transfers.actions.roles import NewRole, create_role, pause_role
from transfers.errors import NotAllowed, NotVisible
from transfers.models import Assignment, Choice, Placement, Role
from transfers.permissions.candidacies import check_can_close
from transfers.permissions.choices import WindowClosed, check_can_file, check_is_late
from transfers.permissions.claims import (
    ClaimNotOpen,
    check_can_accept,
    check_can_answer,
    check_can_claim,
    check_can_expire,
    check_can_withdraw,
    check_comes_next,
)
from transfers.permissions.people import check_can_change_person
from transfers.permissions.placements import check_can_cancel, check_can_choose_announcement, check_can_return
from transfers.permissions.profiles import check_can_open_pool, check_can_open_profiles
from transfers.permissions.roles import check_can_edit
from transfers.queries.eligibility import get_door
from transfers.sight.actor import PORTAL
from transfers.states import CampaignStatus

pytestmark = pytest.mark.django_db


@pytest.fixture
def stranger() -> Employee:
    return f.EmployeeFactory.create()


def test_offer_is_answered_by_nobody_but_its_person(stranger: Employee) -> None:
    claim = f.claim()
    for other in (stranger, f.manager_of(claim.role)):
        with pytest.raises(NotVisible):
            check_can_answer(other, claim, NOW)


def test_offer_is_accepted_by_nobody_but_its_person(stranger: Employee) -> None:
    claim = f.claim()
    for other in (stranger, f.manager_of(claim.role)):
        with pytest.raises(NotVisible):
            accept_claim(claim, by=other, clock=f.clock_at(NOW))
    claim.refresh_from_db()
    assert (claim.status, Placement.objects.count()) == ("offered", 0)


def test_offer_is_not_accepted_beside_a_pending_placement() -> None:
    """As a page drawn before the first was accepted still holds the second."""
    second = f.claim()
    first = f.claim(f.role(), second.employee)
    accept_claim(first, by=first.employee, clock=f.clock_at(NOW))
    with pytest.raises(NotAllowed, match="accepted another offer"):
        check_can_accept(second.employee, second, NOW)


def test_offer_does_not_exist_for_who_is_not_of_the_roles_side(stranger: Employee) -> None:
    claim = f.claim()
    for other in (stranger, claim.employee, f.manager_of(f.role())):
        with pytest.raises(NotVisible):
            check_can_withdraw(other, claim, NOW)


def test_offer_does_not_expire_before_its_time() -> None:
    claim = f.claim()
    check_can_expire(PORTAL, claim, claim.expires_at)
    with pytest.raises(ClaimNotOpen):
        check_can_expire(PORTAL, claim, claim.expires_at - HOUR)


def test_offer_is_let_expire_by_nobody_but_the_portal() -> None:
    claim = f.claim()
    for other in (claim.employee, f.manager_of(claim.role), f.admin()):
        with pytest.raises(NotVisible):
            check_can_expire(other, claim, claim.expires_at)


def test_portal_claims_nobody() -> None:
    person = f.candidate().employee
    with pytest.raises(NotAllowed):
        check_can_claim(PORTAL, f.role(), person, f.policy(), NOW)


def comes_next(role: Role, person: Employee) -> None:
    partner = f.hr_partner(f.campaign())
    door = get_door(role, NOW)
    check_comes_next(partner, role, person, f.policy(), NOW, is_prior=True, as_manager=False, door=door)


def test_nobody_is_claimed_for_a_paused_role_by_hr_either() -> None:
    person, role = f.candidate().employee, f.role()
    comes_next(role, person)
    role = pause_role(role, by=PORTAL, clock=f.clock_at(NOW))
    with pytest.raises(NotAllowed, match="not open now"):
        comes_next(role, person)


def test_nobody_is_claimed_into_a_unit_at_risk() -> None:
    person, role = f.candidate().employee, f.role()
    role.unit.is_at_risk = True
    role.unit.save()
    with pytest.raises(NotAllowed, match="at risk"):
        comes_next(role, person)


def test_placement_is_cancelled_on_a_named_account_only() -> None:
    placement = f.placement_at("pending")
    partner = f.hr_partner(Assignment.objects.get(employee=placement.employee).campaign)
    check_can_cancel(partner, placement, "hr", NOW)
    with pytest.raises(NotAllowed, match="on whose account"):
        check_can_cancel(partner, placement, "manager", NOW)


def test_portal_cancels_a_placement_only_of_somebody_who_left() -> None:
    placement = f.placement_at("pending")
    check_can_cancel(PORTAL, placement, "left", NOW)
    with pytest.raises(NotAllowed):
        check_can_cancel(PORTAL, placement, "hr", NOW)


def test_announcement_is_set_by_nobody_but_the_person(stranger: Employee) -> None:
    placement = f.placement_at("pending")
    for other in (stranger, f.manager_of(placement.role), f.admin()):
        with pytest.raises(NotVisible):
            check_can_choose_announcement(other, placement, placement.latest_announce_at, NOW)


def test_announcement_is_not_set_to_a_moment_that_has_passed() -> None:
    placement = f.placement_at("pending")
    placement.announce_at = placement.latest_announce_at
    at, person = placement.undo_until_at, placement.employee
    check_can_choose_announcement(person, placement, at, at)
    with pytest.raises(NotAllowed, match="has passed"):
        check_can_choose_announcement(person, placement, at, at + HOUR / 60)


def test_return_is_asked_for_by_nobody_but_the_person(stranger: Employee) -> None:
    placement = f.placement_at("finalised")
    for other in (stranger, f.manager_of(placement.role), f.admin()):
        with pytest.raises(NotVisible):
            check_can_return(other, placement, placement.effective_at + DAY)


def test_candidacy_is_closed_by_nobody_but_the_person(stranger: Employee) -> None:
    candidacy = f.candidate()
    for other in (stranger, f.admin(), PORTAL):
        with pytest.raises(NotVisible):
            check_can_close(other, candidacy, NOW)


def test_pool_and_profiles_open_for_the_roles_own_manager_only(stranger: Employee) -> None:
    role = f.role()
    for other in (stranger, f.manager_of(f.role()), f.admin()):
        with pytest.raises(NotVisible):
            check_can_open_pool(other, role, NOW)
        with pytest.raises(NotVisible):
            check_can_open_profiles(other, role, 1, NOW)


def test_portal_opens_no_pool() -> None:
    with pytest.raises(NotVisible):
        check_can_open_pool(PORTAL, f.role(), NOW)


def preparing() -> Role:
    new = NewRole(
        code="R90001", unit=f.UnitFactory.create(), title="Planner", job_family=f.JobFamilyFactory.create(),
        level_min=4, level_max=6, site=f.SiteFactory.create(), seats=1, terms=f.terms(), skills=[],
    )  # fmt: skip
    return create_role(new, by=PORTAL, clock=f.clock_at(NOW))


def test_role_in_preparation_does_not_exist_for_who_may_not_change_it(stranger: Employee) -> None:
    with pytest.raises(NotVisible):
        check_can_edit(stranger, preparing(), NOW)


def test_nobody_with_a_placement_files_again_in_a_later_window() -> None:
    campaign = f.campaign(deadline_at=NOW + 2 * DAY)
    partner = f.hr_partner(campaign)
    of = f.assignment(campaign)
    f.file(of, "stay", at=NOW - DAY)
    f.candidate(of.employee)
    accept_claim(f.claim(f.role(), of.employee), by=of.employee, clock=f.clock_at(NOW))
    close_campaign(campaign, clock=f.clock_at(NOW + 3 * DAY))
    reopen_campaign(campaign, NOW + 10 * DAY, prompted_by="A strike.", by=partner, clock=f.clock_at(NOW + 4 * DAY))
    of = Assignment.objects.get(pk=of.pk)
    with pytest.raises(NotAllowed, match="earlier window"):
        f.file(of, "undraft", at=NOW + 5 * DAY)
    assert Choice.objects.count() == 1


def test_nothing_is_filed_once_the_campaign_is_archived() -> None:
    """Not even stay, which is open after the window to who filed."""
    of = f.assignment()
    f.file(of, "stay")
    for status in (CampaignStatus.CLOSED, CampaignStatus.ARCHIVED):
        transition.move(of.campaign, status, by=PORTAL, at=NOW)
    at, latest = NOW + 30 * DAY, of.choices.get()
    with pytest.raises(WindowClosed):
        check_can_file(
            of.employee, of, "stay", latest=latest, latest_option="stay", has_pending=False, opened_at=at, at=at
        )


def test_choice_that_is_not_offered_is_not_filed_late_either() -> None:
    campaign = f.campaign()
    assert campaign.closes_at is not None
    at = campaign.closes_at + HOUR
    check_is_late(f.assignment(campaign), at)
    with pytest.raises(NotAllowed, match="does not offer"):
        check_is_late(f.assignment(campaign, choice_offered=False, not_offered_because="By law."), at)


def test_move_that_was_taken_back_is_neither_cancelled_again_nor_announced_on_another_day() -> None:
    """In words for people: without its own look the transition refuses the first, and nothing the second."""
    placement, at = f.placement_at("cancelled"), NOW + 3 * HOUR
    with pytest.raises(NotAllowed, match="not pending any more"):
        check_can_cancel(PORTAL, placement, "left", at)
    with pytest.raises(NotAllowed, match="not pending any more"):
        check_can_choose_announcement(placement.employee, placement, placement.latest_announce_at, at)


def test_nobody_changes_their_own_record() -> None:
    admin = f.admin()
    with pytest.raises(NotAllowed, match="own record"):
        check_can_change_person(admin, admin, NOW)
