"""Who is refused about rights, units, people, campaigns and cases: asked of the permission itself.

Each test is named in tests/guards/caught.json beside the refusals that it was seen to fail without.
"""

from datetime import timedelta

import pytest

from accounts.models import Employee
from tests import factories as f
from tests.counts import counted
from tests.factories import DAY, HOUR, NOW, clock_at
from tests.glass import confirmed, scene
from tests.outages import DEADLINE, down
from tests.pages import THEN
from transfers.actions.break_glasses import use_break_glass
from transfers.actions.campaigns import close_campaign, reopen_campaign
from transfers.actions.extensions import confirm_extension, propose_extension
from transfers.actions.grants import propose_grant
from transfers.actions.releases import propose_release
from transfers.actions.unit_changes import merge_unit
from transfers.errors import Invalid, NotAllowed, NotVisible
from transfers.models import Grant, HeldMove, ReleaseProposal
from transfers.models.grant import AUDITOR, HIRING_MANAGER
from transfers.permissions.break_glasses import check_can_refuse_break_glass
from transfers.permissions.campaigns import check_can_create_campaign
from transfers.permissions.cases import check_can_open_case
from transfers.permissions.grants import (
    check_can_confirm_grant,
    check_can_end_grant,
    check_can_propose_batch,
    check_can_refuse_grant,
)
from transfers.permissions.held_moves import check_can_decide_held_move
from transfers.permissions.people import check_can_change_units, check_can_readmit
from transfers.permissions.reviews import check_can_review
from transfers.permissions.units import check_can_close_unit
from transfers.queries.cases import get_open_case
from transfers.sight.actor import PORTAL

pytestmark = pytest.mark.django_db

now = clock_at(NOW)


@pytest.fixture
def stranger() -> Employee:
    return f.EmployeeFactory.create()


def gone() -> Employee:
    return f.EmployeeFactory.create(is_active=False)


# --- rights ----------------------------------------------------------------------------------------------------


def test_rights_are_confirmed_by_nobody_who_does_not_govern(stranger: Employee) -> None:
    grant = propose_grant(AUDITOR, f.EmployeeFactory.create(), by=f.admin(), clock=now)
    with pytest.raises(NotVisible):
        check_can_confirm_grant(stranger, grant, NOW)


def test_rights_are_refused_by_nobody_who_does_not_govern(stranger: Employee) -> None:
    grant = propose_grant(AUDITOR, f.EmployeeFactory.create(), by=f.admin(), clock=now)
    with pytest.raises(NotVisible):
        check_can_refuse_grant(stranger, grant, NOW)


def test_rights_are_ended_by_nobody_who_does_not_govern(stranger: Employee) -> None:
    with pytest.raises(NotVisible):
        check_can_end_grant(stranger, f.grant(f.EmployeeFactory.create(), AUDITOR), NOW)


def test_rights_are_proposed_in_a_batch_by_nobody_who_does_not_govern(stranger: Employee) -> None:
    with pytest.raises(NotVisible):
        check_can_propose_batch(stranger, {HIRING_MANAGER}, NOW)


def test_portal_confirms_no_right() -> None:
    grant = propose_grant(AUDITOR, f.EmployeeFactory.create(), by=f.admin(), clock=now)
    with pytest.raises(NotAllowed, match="by a person"):
        check_can_confirm_grant(PORTAL, grant, NOW)


def test_right_of_somebody_who_left_is_not_confirmed() -> None:
    grant = propose_grant(AUDITOR, f.EmployeeFactory.create(), by=f.admin(), clock=now)
    grant.employee.is_active = False
    grant.employee.save()
    with pytest.raises(NotAllowed, match="does not work here"):
        check_can_confirm_grant(f.admin(), grant, NOW)


def test_right_is_not_proposed_to_somebody_who_left() -> None:
    ada, person = f.admin(), gone()
    with pytest.raises(Invalid) as refused:
        propose_grant(AUDITOR, person, by=ada, clock=now)
    assert refused.value.field == "employee"
    assert not Grant.objects.filter(employee=person).exists()


def test_right_is_not_proposed_until_a_day_that_has_passed() -> None:
    ada, person = f.admin(), f.EmployeeFactory.create()
    with pytest.raises(Invalid) as refused:
        propose_grant(AUDITOR, person, ends_on=NOW.date() - timedelta(days=1), by=ada, clock=now)
    assert refused.value.field == "ends_on"
    assert not Grant.objects.filter(employee=person).exists()


# --- people and units ------------------------------------------------------------------------------------------


def test_people_and_units_are_changed_by_hr_and_admins_only(stranger: Employee) -> None:
    for other in (stranger, f.manager_of(f.role())):
        with pytest.raises(NotVisible):
            check_can_change_units(other, NOW)


def test_nobody_is_taken_back_by_who_may_not_change_people(stranger: Employee) -> None:
    with pytest.raises(NotVisible):
        check_can_readmit(stranger, gone(), NOW)


def test_nobody_is_taken_back_who_works_here(stranger: Employee) -> None:
    with pytest.raises(NotAllowed):
        check_can_readmit(f.admin(), stranger, NOW)


def test_partner_does_not_decide_on_a_move_of_their_own_manager() -> None:
    campaign = f.campaign()
    above = f.assignment(campaign).employee
    partner, other = f.hr_partner(campaign, manager=above), f.hr_partner(campaign)
    held = HeldMove.objects.create(employee=above, unit=f.UnitFactory.create(), changes_manager=False, at=NOW)
    check_can_decide_held_move(other, held, NOW)
    with pytest.raises(NotAllowed):
        check_can_decide_held_move(partner, held, NOW)


def test_unit_is_not_closed_by_an_admin_who_leads_it() -> None:
    ada = f.admin()
    with pytest.raises(NotAllowed, match="You lead"):
        check_can_close_unit(ada, f.UnitFactory.create(lead=ada), NOW)


def test_unit_that_was_merged_away_is_not_closed() -> None:
    ada, unit = f.admin(), f.UnitFactory.create()
    merge_unit(unit, f.UnitFactory.create(), on=NOW.date(), reason="Two teams do one job.", by=ada, clock=now)
    unit.refresh_from_db()
    with pytest.raises(NotAllowed, match="merged"):
        check_can_close_unit(ada, unit, NOW)


def test_unit_that_people_are_assigned_to_is_not_closed(stranger: Employee) -> None:
    """Where they work elsewhere by now, as after a move."""
    unit = f.UnitFactory.create()
    f.assignment(f.campaign(pool=f.UnitFactory.create(is_pool=True)), stranger, assigned_unit=unit)
    with pytest.raises(NotAllowed, match="assigned to this unit"):
        check_can_close_unit(f.admin(), unit, NOW)


# --- campaigns, cases and what was filed -----------------------------------------------------------------------


def test_campaign_is_made_by_hr_and_admins_only(stranger: Employee) -> None:
    check_can_create_campaign(f.admin(), NOW)
    for other in (stranger, f.manager_of(f.role())):
        with pytest.raises(NotVisible):
            check_can_create_campaign(other, NOW)


def test_case_is_opened_by_the_persons_own_partner_only(stranger: Employee) -> None:
    of = f.assignment()
    check_can_open_case(f.hr_partner(of.campaign), of.employee, NOW)
    for other in (stranger, f.hr_partner(f.campaign()), f.admin(), of.employee):
        with pytest.raises(NotVisible):
            check_can_open_case(other, of.employee, NOW)


def test_portal_has_no_case_and_reviews_nobody(stranger: Employee) -> None:
    with pytest.raises(NotVisible):
        get_open_case(PORTAL, stranger.public_id, NOW)
    with pytest.raises(NotVisible):
        check_can_review(PORTAL, stranger, NOW)


def test_extension_about_a_deadline_that_has_moved_is_not_confirmed() -> None:
    campaign = f.campaign()
    partner = f.hr_partner(campaign)
    down(40)
    extension = propose_extension(campaign, clock=clock_at(DEADLINE - HOUR))
    close_campaign(campaign, clock=clock_at(DEADLINE + HOUR))
    reopen_campaign(
        campaign, DEADLINE + 10 * DAY, prompted_by="A strike.", by=partner, clock=clock_at(DEADLINE + DAY)
    )
    with pytest.raises(NotAllowed, match="another deadline"):
        confirm_extension(extension, prompted_by="A strike.", by=partner, clock=clock_at(DEADLINE + 2 * DAY))
    extension.refresh_from_db()
    campaign.refresh_from_db()
    assert (extension.status, campaign.deadline_at) == ("proposed", DEADLINE + 10 * DAY)


def test_second_release_is_not_proposed_beside_a_standing_one() -> None:
    closed = counted(THEN)
    propose_release(closed.campaign, by=closed.first, clock=clock_at(closed.over_at))
    with pytest.raises(NotAllowed, match="proposed already"):
        propose_release(closed.campaign, by=closed.second, clock=clock_at(closed.over_at + HOUR))
    assert ReleaseProposal.objects.count() == 1


def test_break_glass_that_was_confirmed_is_not_refused_any_more() -> None:
    of, proposer, second = scene()
    glass = confirmed(of, proposer, second)
    with pytest.raises(NotAllowed, match="decided on it already"):
        check_can_refuse_break_glass(second, glass, THEN)


def test_break_glass_says_that_it_was_read_already() -> None:
    of, proposer, second = scene()
    glass = confirmed(of, proposer, second)
    use_break_glass(glass, by=proposer, clock=clock_at(THEN))
    with pytest.raises(NotAllowed, match="open to you once"):
        use_break_glass(glass, by=proposer, clock=clock_at(THEN))
