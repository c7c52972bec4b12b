"""The latest end day: the worker takes a person back once, and what keeps it from coming."""

from datetime import timedelta

import pytest

from accounts.models import Employee
from tests import factories as f
from transfers.actions.end_days import announce_end_day, carry_out_end_day, lapse_entitlement
from transfers.errors import NotAllowed, NotVisible
from transfers.models import Assignment, Event
from transfers.queries.calendars import get_end_day
from transfers.queries.due import get_end_days

pytestmark = pytest.mark.django_db

CLOCK = f.clock_at(f.NOW)


@pytest.mark.case("the latest end day")
def test_on_the_latest_end_day_the_worker_takes_the_person_back_once():
    drafted = f.undrafted()
    entitlement = f.entitlement_of(drafted.employee)
    due = get_end_day(entitlement)
    with pytest.raises(NotAllowed):
        carry_out_end_day(entitlement, clock=f.clock_at(due - timedelta(seconds=1)))
    assert carry_out_end_day(entitlement, clock=f.clock_at(due))
    assert not carry_out_end_day(entitlement, clock=f.clock_at(due))
    person = drafted.employee
    person.refresh_from_db()
    drafted.refresh_from_db()
    assert person.unit == drafted.origin_unit
    assert (drafted.status, drafted.ended_because) == ("ended", "end_day")
    assert f.entitlement_of(person).status == "active"
    assert Event.objects.filter(verb="assignment.ended").count() == 1


@pytest.mark.case("unit merged or closed")
def test_a_closed_origin_unit_means_the_pool():
    pool = f.UnitFactory.create(is_pool=True, approved_headcount=0)
    drafted = f.undrafted(in_campaign=f.campaign(pool=pool), origin_unit=f.UnitFactory.create(approved_headcount=0))
    entitlement = f.entitlement_of(drafted.employee)
    carry_out_end_day(entitlement, clock=f.clock_at(get_end_day(entitlement)))
    drafted.employee.refresh_from_db()
    assert drafted.employee.unit == pool


@pytest.mark.case("unit merged or closed")
def test_a_merged_origin_unit_is_followed():
    into = f.UnitFactory.create()
    origin = f.UnitFactory.create(merged_into=into, merged_on=f.NOW.date())
    drafted = f.undrafted(origin_unit=origin)
    entitlement = f.entitlement_of(drafted.employee)
    carry_out_end_day(entitlement, clock=f.clock_at(get_end_day(entitlement)))
    drafted.employee.refresh_from_db()
    assert drafted.employee.unit == into


@pytest.mark.case("the latest end day")
def test_no_end_day_comes_while_a_placement_is_pending():
    placement = f.placement_at("pending")
    entitlement = f.entitlement_of(placement.employee)
    due = f.clock_at(get_end_day(entitlement))
    assert not announce_end_day(entitlement, clock=due)
    assert not carry_out_end_day(entitlement, clock=due)
    assert Assignment.objects.get(employee=placement.employee).status == "active"


@pytest.mark.case("the latest end day")
def test_a_lapsed_priority_does_not_end_the_end_day():
    drafted = f.undrafted()
    entitlement = f.entitlement_of(drafted.employee)
    assert lapse_entitlement(entitlement, clock=f.clock_at(entitlement.expires_at))
    assert f.entitlement_of(drafted.employee).ended_because == "policy_end"
    assert carry_out_end_day(entitlement, clock=f.clock_at(entitlement.expires_at))


@pytest.mark.case("the latest end day")
def test_changing_to_stay_ends_the_end_day():
    drafted = f.undrafted()
    f.file(drafted, "stay")
    entitlement = f.entitlement_of(drafted.employee)
    assert not carry_out_end_day(entitlement, clock=f.clock_at(get_end_day(entitlement)))


@pytest.mark.case("the latest end day")
def test_leave_does_not_put_off_the_end_day():
    """Somebody on leave is moved on the day like everybody, told where HR recorded, and stays on leave."""
    away = f.EmployeeFactory.create(on_leave_from=f.NOW.date(), on_leave_until=(f.NOW + 200 * f.DAY).date())
    drafted = f.undrafted(employee=away)
    entitlement = f.entitlement_of(away)
    assert carry_out_end_day(entitlement, clock=f.clock_at(get_end_day(entitlement)))
    away.refresh_from_db()
    assert away.unit == drafted.origin_unit
    assert away.on_leave_until == (f.NOW + 200 * f.DAY).date()


@pytest.mark.case("the latest end day")
def test_no_end_day_comes_in_trial_nor_after_a_return_in_trial():
    """The placement took its place; who returns goes where the return leads, once, with the old priority."""
    in_trial = f.placement_at("finalised")
    returned = f.placement_at("returned")
    for placement in (in_trial, returned):
        entitlement = f.entitlement_of(placement.employee)
        late = f.NOW + 200 * f.DAY
        unit = Employee.objects.get(pk=placement.employee_id).unit
        assert get_end_days(late) == []
        assert not carry_out_end_day(entitlement, clock=f.clock_at(late))
        placement.employee.refresh_from_db()
        assert placement.employee.unit == unit
    assert f.entitlement_of(returned.employee).status == "active"


@pytest.mark.case("the latest end day")
def test_end_day_is_announced_by_the_portal_and_not_before_its_time():
    """Fails when a forged message announces a return early, and with it that its person undrafted."""
    entitlement = f.entitlement_of(f.undrafted().employee)
    with pytest.raises(NotAllowed):
        announce_end_day(entitlement, clock=CLOCK)
    for act in (announce_end_day, carry_out_end_day):
        with pytest.raises(NotVisible):
            act(entitlement, by=f.admin(), clock=f.clock_at(get_end_day(entitlement)))
    assert not Event.objects.filter(verb="assignment.end_announced").exists()


@pytest.mark.case("unit merged or closed")
def test_nobody_is_moved_to_a_closed_unit_where_the_campaign_names_no_pool():
    drafted = f.undrafted(origin_unit=f.UnitFactory.create(approved_headcount=0))
    entitlement = f.entitlement_of(drafted.employee)
    with pytest.raises(NotAllowed, match="names no pool"):
        carry_out_end_day(entitlement, clock=f.clock_at(get_end_day(entitlement)))
    drafted.refresh_from_db()
    assert drafted.status == "active"
