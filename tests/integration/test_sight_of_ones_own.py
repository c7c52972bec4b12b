"""Who sees what, row by row: what is one's own is seen by nobody else through the same list; rights end at once."""

import pytest

from tests import factories as f
from tests.counts import counted
from tests.factories import DAY, NOW, clock_at
from tests.pages import THEN
from transfers import transition
from transfers.actions.grants import end_grant
from transfers.actions.roles import NewRole, create_role
from transfers.models import Grant
from transfers.models.grant import ADMIN, HIRING_MANAGER, HR_PARTNER
from transfers.sight.actor import PORTAL
from transfers.sight.candidates import candidates_visible_to
from transfers.sight.filters import (
    assignments_read_by,
    assignments_visible_to,
    claims_held_by,
    notices_visible_to,
    placements_of,
    releases_visible_to,
    roles_visible_to,
)
from transfers.sight.hats import is_hiring_manager, is_hr_partner, people_served_by
from transfers.states import CandidacyStatus

pytestmark = pytest.mark.django_db


def test_assignments_messages_and_offers_are_listed_to_the_person_alone() -> None:
    claim = f.claim()
    person, campaign = claim.employee, claim.employee.assignments.get().campaign
    assert assignments_visible_to(person, NOW).count() == 1
    assert notices_visible_to(person, NOW).filter(recipient=person).exists()
    assert list(claims_held_by(person)) == [claim]
    for other in (f.EmployeeFactory.create(), f.manager_of(claim.role), f.hr_partner(campaign), f.admin()):
        assert not assignments_visible_to(other, NOW).exists()
        assert not notices_visible_to(other, NOW).filter(recipient=person).exists()
        assert not claims_held_by(other).exists()


def test_placements_are_the_persons_alone_where_their_own_are_asked_for() -> None:
    placement = f.placement_at("finalised")
    assert list(placements_of(placement.employee)) == [placement]
    for other in (f.EmployeeFactory.create(), f.manager_of(placement.role), f.admin()):
        assert not placements_of(other).exists()


def test_release_shows_from_its_instant_on() -> None:
    release = counted(THEN).publish()
    viewer = f.EmployeeFactory.create()
    assert list(releases_visible_to(viewer, release.published_at)) == [release]
    assert not releases_visible_to(viewer, release.published_at - DAY).exists()


def test_role_in_preparation_is_shown_to_its_makers_only() -> None:
    new = NewRole(
        code="R90002", unit=f.UnitFactory.create(), title="Planner", job_family=f.JobFamilyFactory.create(),
        level_min=4, level_max=6, site=f.SiteFactory.create(), seats=1, terms=f.terms(), skills=[],
    )  # fmt: skip
    role = create_role(new, by=PORTAL, clock=clock_at(NOW))
    manager = f.EmployeeFactory.create()
    f.grant(manager, HIRING_MANAGER, role=role)
    for maker in (manager, f.admin()):
        assert list(roles_visible_to(maker, NOW)) == [role]
    assert not roles_visible_to(f.EmployeeFactory.create(), NOW).exists()


def test_partner_asks_about_choices_of_the_campaigns_they_serve_only() -> None:
    """Who serves somebody in one campaign learns nothing of what they filed in another."""
    served = f.assignment()
    elsewhere = f.assignment(employee=served.employee)
    partner = f.hr_partner(served.campaign)
    assert served.employee in people_served_by(partner, NOW)
    assert list(assignments_read_by(partner, NOW)) == [served]
    assert list(assignments_read_by(f.hr_partner(elsewhere.campaign), NOW)) == [elsewhere]


def test_right_that_was_ended_counts_no_more() -> None:
    role = f.role()
    manager = f.manager_of(role)
    assert is_hiring_manager(manager, NOW)
    end_grant(Grant.objects.get(employee=manager), by=f.admin(), clock=clock_at(NOW))
    assert not is_hiring_manager(manager, NOW + DAY)


def test_right_of_somebody_who_left_counts_no_more() -> None:
    partner = f.hr_partner(f.campaign())
    assert is_hr_partner(partner, NOW)
    partner.is_active = False
    partner.save()
    assert Grant.objects.filter(employee=partner, kind=HR_PARTNER, status="confirmed").exists()
    assert not is_hr_partner(partner, NOW)


def test_closed_candidacy_is_in_no_pool() -> None:
    role, candidacy = f.role(), f.candidate()
    manager = f.manager_of(role)
    assert list(candidates_visible_to(manager, role, NOW)) == [candidacy]
    transition.move(candidacy, CandidacyStatus.CLOSED, by=candidacy.employee, at=NOW, subject=candidacy.employee)
    assert not candidates_visible_to(manager, role, NOW).exists()


def test_manager_who_is_an_admin_sees_no_candidate() -> None:
    role, candidacy = f.role(), f.candidate()
    manager = f.manager_of(role)
    assert list(candidates_visible_to(manager, role, NOW)) == [candidacy]
    f.grant(manager, ADMIN)
    assert not candidates_visible_to(manager, role, NOW).exists()
