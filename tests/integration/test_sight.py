"""Who sees what: the chain, the hats, and that denial wins."""

from datetime import timedelta

import pytest

from tests import factories as f
from transfers import transition
from transfers.models import Grant, Placement
from transfers.models.grant import HIRING_MANAGER, HR_PARTNER
from transfers.sight.actor import PORTAL
from transfers.sight.candidates import candidates_served_by, candidates_visible_to
from transfers.sight.chain import is_in_chain_of, people_below
from transfers.sight.filters import choices_visible_to, claims_visible_to, placements_visible_to, receipts_visible_to
from transfers.sight.hats import people_served_by
from transfers.states import GrantStatus

pytestmark = pytest.mark.django_db


@pytest.fixture
def drafted():
    """A drafted person with a whole organisation above the current, the assigned and the origin unit."""
    top = f.EmployeeFactory.create(name="Top")
    lead, director = f.EmployeeFactory.create(name="Lead", manager=top), f.EmployeeFactory.create(name="Director")
    task_force = f.UnitFactory.create(lead=lead, parent=f.UnitFactory.create(lead=director))
    origin = f.UnitFactory.create(lead=f.EmployeeFactory.create(), parent=f.UnitFactory.create(lead=director))
    manager = f.EmployeeFactory.create(name="Manager", manager=lead)
    person = f.EmployeeFactory.create(unit=task_force, manager=manager)
    return f.assignment(
        employee=person, origin_unit=origin, origin_manager=f.EmployeeFactory.create(name="Old manager")
    )


def test_the_chain_holds_managers_and_leads_upward_from_three_units(drafted):
    person = drafted.employee
    chain = [
        person.manager,
        person.manager.manager,
        person.manager.manager.manager,
        drafted.assigned_unit.lead,
        drafted.assigned_unit.parent.lead,
        drafted.origin_unit.lead,
        drafted.origin_manager,
    ]
    assert all(is_in_chain_of(viewer, person) for viewer in chain)


def test_the_chain_holds_the_manager_of_a_unit_lead(drafted):
    above = f.EmployeeFactory.create()
    lead = drafted.origin_unit.lead
    lead.manager = above
    lead.save()
    assert is_in_chain_of(above, drafted.employee)


def test_the_chain_holds_a_lead_s_delegate_but_not_the_delegate_s_manager(drafted):
    over = f.EmployeeFactory.create()
    delegate = f.EmployeeFactory.create(manager=over)
    drafted.assigned_unit.parent.delegates.add(delegate)
    assert is_in_chain_of(delegate, drafted.employee)
    assert not is_in_chain_of(over, drafted.employee)


def test_the_chain_leaves_out_oneself_peers_and_strangers(drafted):
    peer = f.EmployeeFactory.create(unit=drafted.assigned_unit, manager=drafted.employee.manager)
    for viewer in (drafted.employee, peer, f.EmployeeFactory.create()):
        assert not is_in_chain_of(viewer, drafted.employee)


def test_the_chain_of_a_draft_ends_when_the_campaign_is_archived(drafted):
    old = drafted.origin_unit.lead
    campaign = drafted.campaign
    transition.move(campaign, "closed", by=PORTAL, at=f.NOW)
    assert is_in_chain_of(old, drafted.employee)
    transition.move(campaign, "archived", by=PORTAL, at=f.NOW)
    assert not is_in_chain_of(old, drafted.employee)


def test_a_cycle_in_the_hierarchy_ends_the_walk():
    first = f.EmployeeFactory.create()
    second = f.EmployeeFactory.create(manager=first)
    first.manager = second
    first.save()
    assert set(people_below(first)) == {second}


def test_a_choice_and_its_receipt_are_seen_by_the_person_alone(drafted):
    f.file(drafted, "undraft")
    partner, administrator = f.hr_partner(drafted.campaign), f.admin()
    manager = f.manager_of(f.role())
    chain = [drafted.employee.manager, drafted.assigned_unit.lead, drafted.origin_unit.lead]
    for viewer in [*chain, partner, administrator, manager, f.EmployeeFactory.create()]:
        assert not choices_visible_to(viewer, f.NOW).exists()
        assert not receipts_visible_to(viewer, f.NOW).exists()
    assert choices_visible_to(drafted.employee, f.NOW).count() == 1


def test_a_claim_is_seen_by_the_person_the_role_s_manager_and_the_person_s_hr_partner():
    claim = f.claim()
    partner = f.hr_partner(claim.employee.assignments.get().campaign)
    for viewer in (claim.employee, f.manager_of(claim.role), partner):
        assert claims_visible_to(viewer, f.NOW).filter(pk=claim.pk).exists()
    others = [f.admin(), f.manager_of(f.role()), f.hr_partner(f.campaign()), f.EmployeeFactory.create()]
    for viewer in others:
        assert not claims_visible_to(viewer, f.NOW).filter(pk=claim.pk).exists()


@pytest.mark.case("a viewer enters the chain")
def test_a_reorganisation_that_puts_the_manager_into_the_chain_hides_the_claim_at_once():
    claim = f.claim()
    manager = f.manager_of(claim.role)
    claim.employee.manager = manager
    claim.employee.save()
    assert not claims_visible_to(manager, f.NOW).exists()


@pytest.mark.case("several hats")
def test_several_hats_the_most_restricted_one_counts():
    claim = f.claim()
    manager = f.manager_of(claim.role)
    f.grant(manager, "admin")
    assert not claims_visible_to(manager, f.NOW).exists()


@pytest.mark.case("several hats")
def test_several_hats_a_drafted_hr_partner_is_served_by_another():
    drafted = f.assignment()
    partner = f.hr_partner(drafted.campaign)
    assert drafted.employee in people_served_by(partner, f.NOW)
    f.assignment(in_campaign=drafted.campaign, employee=partner)
    assert drafted.employee not in people_served_by(partner, f.NOW)


@pytest.mark.case("several hats")
def test_several_hats_nobody_serves_themselves_or_their_reports():
    campaign = f.campaign()
    partner = f.hr_partner(campaign)
    report = f.assignment(in_campaign=campaign, employee=f.EmployeeFactory.create(manager=partner))
    served = people_served_by(partner, f.NOW)
    assert partner not in served
    assert report.employee not in served


def test_a_placement_is_seen_by_the_chain_and_the_admin_from_its_announcement_on():
    placement = f.placement_at("pending")
    lead = f.EmployeeFactory.create()
    placement.employee.manager = lead
    placement.employee.save()
    administrator = f.admin()
    for viewer in (lead, administrator):
        assert not placements_visible_to(viewer, f.NOW).exists()
    Placement.objects.filter(pk=placement.pk).update(announced_at=placement.announce_at)
    for viewer in (lead, administrator):
        assert placements_visible_to(viewer, placement.announce_at).exists()
        assert not placements_visible_to(viewer, placement.announce_at - timedelta(seconds=1)).exists()


def test_a_grant_that_ended_or_whose_last_day_has_passed_shows_nothing():
    claim = f.claim()
    manager = f.manager_of(claim.role)
    Grant.objects.filter(employee=manager).update(ends_on=f.NOW.date() - timedelta(days=1))
    assert not claims_visible_to(manager, f.NOW).exists()


def test_an_unconfirmed_grant_shows_nothing():
    claim = f.claim()
    campaign = claim.employee.assignments.get().campaign
    hopeful = f.EmployeeFactory.create()
    proposal = Grant(kind=HR_PARTNER, employee=hopeful, campaign=campaign)
    transition.start(proposal, GrantStatus.PROPOSED, by=f.EmployeeFactory.create(), at=f.NOW)
    assert not claims_visible_to(hopeful, f.NOW).exists()


@pytest.mark.parametrize(
    ("visibility", "is_ranked", "is_seen"),
    [
        (None, True, False),
        ("none", True, False),
        ("rounds", True, False),
        ("ranked", True, True),
        ("ranked", False, False),
        ("qualifying", False, True),
    ],
)
def test_a_candidate_is_seen_as_far_as_they_chose(visibility, is_ranked, is_seen):
    role = f.role()
    candidacy = f.candidate(visibility=visibility, ranked=[role] if is_ranked else [])
    seen = candidates_visible_to(f.manager_of(role), role, f.NOW)
    assert (candidacy in seen) is is_seen


def test_an_excluded_manager_sees_nobody():
    role = f.role()
    candidacy = f.candidate()
    candidacy.exclusions.create(manager=f.manager_of(role))
    assert not candidates_visible_to(f.manager_of(role), role, f.NOW).exists()


@pytest.mark.case("the role's manager is in the chain")
def test_a_manager_in_the_chain_never_sees_and_an_hr_partner_acts_for_them():
    role = f.role()
    manager = f.manager_of(role)
    drafted = f.assignment(employee=f.EmployeeFactory.create(manager=manager))
    candidacy = f.candidate(drafted.employee)
    partner = f.hr_partner(drafted.campaign)
    assert not candidates_visible_to(manager, role, f.NOW).exists()
    assert list(candidates_served_by(partner, role, f.NOW)) == [candidacy]


def test_an_hr_partner_does_not_act_for_a_manager_who_may_see_the_candidate_or_was_excluded():
    role = f.role()
    drafted = f.assignment()
    candidacy = f.candidate(drafted.employee)
    partner = f.hr_partner(drafted.campaign)
    assert not candidates_served_by(partner, role, f.NOW).exists()
    candidacy.exclusions.create(manager=f.manager_of(role))
    assert not candidates_served_by(partner, role, f.NOW).exists()


def test_a_new_manager_joins_the_viewers_a_day_after_the_confirmation():
    role = f.role()
    old = Grant.objects.get(role=role, kind=HIRING_MANAGER)
    candidacy = f.candidate()
    transition.move(old, GrantStatus.ENDED, by=PORTAL, at=f.NOW)
    new = f.EmployeeFactory.create()
    f.grant(new, HIRING_MANAGER, role=role, at=f.NOW)
    assert not candidates_visible_to(new, role, f.NOW + timedelta(hours=23)).exists()
    assert list(candidates_visible_to(new, role, f.NOW + timedelta(hours=24))) == [candidacy]


def test_a_person_with_a_pending_placement_leaves_every_pool():
    placement = f.placement_at("pending")
    role = f.role()
    assert not candidates_visible_to(f.manager_of(role), role, f.NOW).exists()
    assert placement.employee.candidacy.status == "open"


def test_a_person_who_left_is_seen_by_nobody():
    role = f.role()
    candidacy = f.candidate()
    candidacy.employee.is_active = False
    candidacy.employee.save()
    assert not candidates_visible_to(f.manager_of(role), role, f.NOW).exists()
