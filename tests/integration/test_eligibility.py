"""Who qualifies for a role, from rows."""

from datetime import timedelta

import pytest

from accounts.models import Employee
from tests import factories as f
from transfers.models import Candidacy, Role
from transfers.queries.eligibility import get_eligible
from transfers.queries.ranked_roles import RoleFilter, get_ranked_roles, get_reader

pytestmark = pytest.mark.django_db


def qualifies(person: Employee, role: Role) -> bool:
    """Asked both ways, for a claim and for the person's own list; they must agree."""
    role.refresh_from_db()
    is_eligible = person.pk in get_eligible([person], role, f.NOW)
    if person.is_active:
        listed = get_ranked_roles(get_reader(person, f.NOW), RoleFilter())
        assert (role.pk in {row.role_id for row in listed}) is is_eligible
    return is_eligible


def lund():
    return f.SiteFactory.create(code="lund", name="Lund", country="SE", time_zone="Europe/Stockholm")


def test_a_person_who_meets_every_gate_qualifies():
    assert qualifies(f.EmployeeFactory.create(), f.role())


def test_a_role_in_preparation_qualifies_nobody():
    role, person = f.role(), f.EmployeeFactory.create()
    assert not get_eligible([person], role, role.open_at - timedelta(seconds=1))


@pytest.mark.case("role full or paused")
def test_a_paused_role_still_has_people_who_qualify():
    from transfers.actions.roles import pause_role
    from transfers.sight.actor import PORTAL

    role = pause_role(f.role(), by=PORTAL, clock=f.clock_at(f.NOW))
    assert qualifies(f.EmployeeFactory.create(), role)


def test_another_job_family_qualifies_only_where_it_is_adjacent():
    design = f.JobFamilyFactory.create(code="design", name="Design")
    role = f.role()
    person = f.EmployeeFactory.create(job_family=design)
    assert not qualifies(person, role)
    from transfers.queries.public_facts import forget_public_facts

    design.adjacent.add(role.job_family)
    forget_public_facts()
    assert qualifies(person, role)


@pytest.mark.parametrize(("level", "is_listed"), [(3, False), (4, True), (6, True), (9, True)])
def test_a_level_below_the_band_does_not_qualify_and_one_above_does(level, is_listed):
    assert qualifies(f.EmployeeFactory.create(level=level), f.role()) is is_listed


@pytest.mark.parametrize(("skills", "is_listed"), [({}, False), ({"python": 2}, False), ({"python": 3}, True)])
def test_a_required_skill_is_held_at_its_minimum(skills, is_listed):
    assert qualifies(f.EmployeeFactory.create(skilled=skills), f.role()) is is_listed


def test_a_trainable_role_asks_no_skill_beforehand():
    assert qualifies(f.EmployeeFactory.create(skilled={}), f.role(is_trainable=True))


def test_another_country_needs_the_right_to_work_and_a_way_to_be_there():
    role = f.role(site=lund())
    stays, moves = (f.EmployeeFactory.create(right_to_work=["DE", "SE"]) for _ in range(2))
    f.candidate(moves, relocation="anywhere")
    barred = f.EmployeeFactory.create(right_to_work=["DE"])
    f.candidate(barred, relocation="anywhere")
    assert [qualifies(person, role) for person in (stays, moves, barred)] == [False, True, False]


def test_relocation_counts_whatever_the_visibility_and_after_the_candidacy_closed():
    role = f.role(site=lund())
    person = f.EmployeeFactory.create(right_to_work=["SE"])
    f.candidate(person, relocation="anywhere", visibility="none")
    assert Candidacy.objects.get(employee=person).relocation == "anywhere"
    assert qualifies(person, role)


def test_an_assigned_unit_of_one_s_own_campaign_is_barred_and_another_campaign_s_is_not():
    campaign = f.campaign()
    drafted = f.assignment(campaign)
    other_unit = f.UnitFactory.create()
    f.assignment(campaign, assigned_unit=other_unit)
    elsewhere = f.assignment(f.campaign())
    role = f.role(unit=other_unit)
    assert not qualifies(drafted.employee, role)
    assert qualifies(elsewhere.employee, role)


@pytest.mark.case("unit merged or closed")
def test_a_barred_unit_stays_barred_after_it_was_merged():
    drafted = f.assignment()
    into = f.UnitFactory.create()
    unit = drafted.assigned_unit
    unit.merged_into, unit.merged_on = into, f.NOW.date()
    unit.save()
    assert not qualifies(drafted.employee, f.role(unit=into))


def test_a_unit_at_risk_qualifies_nobody():
    role, person = f.role(), f.EmployeeFactory.create()
    role.unit.is_at_risk = True
    role.unit.save()
    assert not qualifies(person, role)


def test_nobody_qualifies_for_a_role_they_manage_or_whose_manager_reports_to_them():
    director = f.EmployeeFactory.create()
    manager = f.EmployeeFactory.create(manager=f.EmployeeFactory.create(manager=director))
    role = f.role(manager=manager)
    assert [qualifies(person, role) for person in (director, manager.manager, manager)] == [False] * 3
    assert qualifies(f.EmployeeFactory.create(manager=manager), role)


def test_somebody_who_left_does_not_qualify():
    assert not qualifies(f.EmployeeFactory.create(is_active=False), f.role())


def test_asking_for_many_people_takes_as_many_queries_as_for_one(django_assert_max_num_queries):
    role = f.role()
    people = [f.assignment().employee for _ in range(5)]
    with django_assert_max_num_queries(12):
        assert get_eligible(people, role, f.NOW) == {person.pk for person in people}
