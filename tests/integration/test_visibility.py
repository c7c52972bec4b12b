"""Who sees a candidate: the manager's side and the person's side are one rule."""

import random

import pytest

from accounts.models import Employee
from tests import factories as f
from transfers import transition
from transfers.actions.roles import close_role, pause_role
from transfers.models import Candidacy, Grant
from transfers.models.grant import ADMIN, HIRING_MANAGER
from transfers.sight.actor import PORTAL
from transfers.sight.candidates import candidates_visible_to, managers_who_may_see, managers_who_see
from transfers.sight.chain import chain_of, is_in_chain_of, people_below
from transfers.states import GrantStatus

pytestmark = pytest.mark.django_db


def organisation(seed: int) -> list[Employee]:
    """People, units, delegates and assignments thrown together: cycles, gaps and people who lead where they sit."""
    draw = random.Random(seed)
    units = [f.UnitFactory.create() for _ in range(6)]
    people = [f.EmployeeFactory.create(unit=draw.choice(units)) for _ in range(12)]
    for unit in units:
        unit.lead = draw.choice([*people, None])
        unit.parent = draw.choice([other for other in units if other != unit] + [None] * 6)
        unit.save()
        unit.delegates.set(draw.sample(people, draw.choice([0, 0, 1])))
    for person in people:
        person.manager = draw.choice([other for other in people if other != person] + [None] * 6)
        person.save()
    campaign = f.campaign()
    for person in draw.sample(people, 4):
        here, there = draw.sample(units, 2)
        f.assignment(
            campaign,
            person,
            origin_unit=here,
            assigned_unit=there,
            origin_manager=draw.choice([other for other in people if other != person]),
        )
    return people


@pytest.mark.parametrize("seed", range(8))
def test_the_chain_seen_from_below_is_the_chain_seen_from_above(seed):
    people = organisation(seed)
    below = {viewer.pk: set(people_below(viewer).values_list("pk", flat=True)) for viewer in people}
    for person in people:
        above = {viewer.pk for viewer in people if person.pk in below[viewer.pk]}
        assert set(chain_of(person).values_list("pk", flat=True)) == above


@pytest.mark.parametrize("seed", range(4))
def test_the_person_s_list_of_viewers_agrees_with_every_manager_s_pool(seed):
    draw = random.Random(seed)
    people = organisation(seed)
    roles = [f.role(manager=draw.choice(people)) for _ in range(5)]
    f.grant(draw.choice(people), ADMIN)
    newcomer = f.role()
    Grant.objects.filter(role=newcomer, kind=HIRING_MANAGER).delete()
    f.grant(people[0], HIRING_MANAGER, role=newcomer, at=f.NOW - f.HOUR)
    pause_role(roles[0], by=PORTAL, clock=f.clock_at(f.NOW))
    close_role(roles[1], by=PORTAL, clock=f.clock_at(f.NOW))
    for person in people[:-1]:
        visibility = draw.choice([None, "none", "rounds", "ranked", "qualifying", "qualifying"])
        candidacy = f.candidate(person, visibility=visibility, ranked=draw.sample(roles, 2))
        if draw.random() < 0.3:
            candidacy.exclusions.create(manager=draw.choice([p for p in people if p != person]))
        if draw.random() < 0.3:
            Candidacy.objects.filter(pk=candidacy.pk).update(visibility_at=f.NOW)
    seen_by = {
        (grant.role_id, candidacy.employee_id)
        for grant in Grant.objects.filter(kind=HIRING_MANAGER).select_related("employee", "role")
        for candidacy in candidates_visible_to(grant.employee, grant.role, f.NOW)
    }
    said = {
        (grant.role_id, candidacy.employee_id)
        for candidacy in Candidacy.objects.select_related("employee")
        for grant in managers_who_see(candidacy, f.NOW)
    }
    assert said == seen_by
    assert said


@pytest.mark.case("a viewer enters the chain")
def test_a_reorganisation_puts_a_viewer_into_the_chain_and_they_are_gone_at_once():
    role = f.role()
    manager = f.manager_of(role)
    candidacy = f.candidate()
    assert managers_who_see(candidacy, f.NOW).filter(employee=manager).exists()
    unit = candidacy.employee.unit
    unit.parent = f.UnitFactory.create(lead=manager)
    unit.save()
    assert is_in_chain_of(manager, candidacy.employee)
    assert not candidates_visible_to(manager, role, f.NOW).exists()
    assert not managers_who_see(candidacy, f.NOW).exists()
    assert not managers_who_may_see(candidacy.employee, f.NOW).exists()


def test_a_new_manager_is_on_the_person_s_list_only_a_day_later():
    role = f.role()
    candidacy = f.candidate()
    old = Grant.objects.get(role=role, kind=HIRING_MANAGER)
    transition.move(old, GrantStatus.ENDED, by=PORTAL, at=f.NOW)
    f.grant(f.EmployeeFactory.create(), HIRING_MANAGER, role=role, at=f.NOW)
    assert not managers_who_see(candidacy, f.NOW + 23 * f.HOUR).exists()
    assert managers_who_see(candidacy, f.NOW + f.DAY).count() == 1


@pytest.mark.case("placement pending")
def test_somebody_whose_placement_is_pending_is_seen_by_no_further_manager():
    placement = f.placement_at("pending")
    f.role()
    assert not managers_who_see(Candidacy.objects.get(employee=placement.employee), f.NOW).exists()


@pytest.mark.parametrize("status", ["preparing", "closed"])
def test_a_role_that_is_not_staffed_shows_nobody(status):
    role = f.role() if status == "closed" else f.role_in_preparation()
    f.candidate()
    if status == "closed":
        close_role(role, by=PORTAL, clock=f.clock_at(f.NOW))
    else:
        f.grant(f.EmployeeFactory.create(), HIRING_MANAGER, role=role)
    assert not candidates_visible_to(f.manager_of(role), role, f.NOW).exists()
