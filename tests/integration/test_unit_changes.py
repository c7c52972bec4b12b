"""Units that are merged or closed: everything that hangs on them follows, and nobody loses where to return to."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Employee, Unit
from tests import factories as f
from tests.at_once import meanwhile
from tests.imports import load
from transfers.actions.end_days import carry_out_end_day
from transfers.actions.imports.run import LOCK
from transfers.actions.placements import finalise_placement, return_in_trial
from transfers.actions.roles import close_role
from transfers.actions.shortages import keep_shortages
from transfers.actions.unit_changes import close_unit, merge_unit
from transfers.clock import Clock
from transfers.errors import Busy, Invalid, NotAllowed, NotVisible
from transfers.models import Event, Notice, ShortageSnapshot, UnitChange
from transfers.queries.calendars import get_end_day
from transfers.queries.shortages import get_unit_facts
from transfers.queries.units import get_tree

pytestmark = pytest.mark.django_db

CLOCK = f.clock_at(f.NOW)
ON = f.NOW.date()


def merged(unit: Unit, into: Unit, *, by: Employee | None = None, clock: Clock = CLOCK) -> UnitChange:
    return merge_unit(unit, into, on=ON, reason="Two teams do one job.", by=by or f.admin(), clock=clock)


def closed(unit: Unit, *, by: Employee | None = None) -> UnitChange:
    return close_unit(unit, on=ON, reason="Its work has ended.", by=by or f.admin(), clock=CLOCK)


def end_day_of(person: Employee) -> Unit:
    """Where the latest end day takes the person."""
    entitlement = f.entitlement_of(person)
    carry_out_end_day(entitlement, clock=f.clock_at(get_end_day(entitlement)))
    person.refresh_from_db()
    return person.unit


@pytest.mark.case("unit merged or closed")
def test_merge_takes_people_roles_assignments_headcount_and_what_lies_within_along() -> None:
    unit, into = f.UnitFactory.create(), f.UnitFactory.create()
    within = f.UnitFactory.create(parent=unit)
    member = f.EmployeeFactory.create(unit=unit)
    role = f.role(unit=unit)
    from_it, to_it = f.assignment(origin_unit=unit), f.assignment(assigned_unit=unit)
    campaign = to_it.campaign
    campaign.assigned_units.add(unit)
    merged(unit, into)
    for row in (unit, into, within, member, role, from_it, to_it):
        row.refresh_from_db()
    assert (unit.merged_into, unit.merged_on) == (into, ON)
    assert (member.unit, role.unit, from_it.origin_unit, to_it.assigned_unit) == (into, into, into, into)
    assert (within.parent, into.approved_headcount) == (into, 20)
    assert list(campaign.assigned_units.all()) == [into]


def test_merge_tells_whom_it_concerns_with_its_reason_whatever_they_filed() -> None:
    unit, into = f.UnitFactory.create(), f.UnitFactory.create()
    people = [f.EmployeeFactory.create(unit=unit)]
    for option in ("stay", "undraft"):
        of = f.assignment(origin_unit=unit)
        f.file(of, option)
        people.append(of.employee)
    change = merged(unit, into)
    told = Notice.objects.filter(template="unit.merged", channel="inbox")
    assert {notice.recipient_id for notice in told} == {person.pk for person in people}
    assert {notice.refs["unit_change"] for notice in told} == {str(change.public_id)}
    event = Event.objects.get(verb="unit.merged")
    assert (event.body, event.subject) == ({}, None)


def test_merge_leaves_published_figures_as_they_are_and_moves_the_live_ones() -> None:
    unit, into = f.UnitFactory.create(), f.UnitFactory.create()
    f.EmployeeFactory.create(unit=unit)
    keep_shortages(clock=CLOCK)
    before = list(ShortageSnapshot.objects.order_by("pk").values())
    merged(unit, into)
    assert list(ShortageSnapshot.objects.order_by("pk").values()) == before
    facts = get_unit_facts(get_tree(), f.NOW)
    assert unit.pk not in facts
    assert (facts[into.pk].approved, facts[into.pk].filled) == (20, 1)


def test_finalising_after_a_merge_leads_into_the_unit_that_stands() -> None:
    placement = f.placement_at("pending")
    between, into = f.UnitFactory.create(), f.UnitFactory.create()
    merged(placement.role.unit, between)
    merged(between, into)
    finalise_placement(placement, clock=f.clock_at(placement.effective_at))
    placement.employee.refresh_from_db()
    assert placement.employee.unit == into


def test_return_in_trial_after_merges_leads_into_the_unit_that_stands() -> None:
    placement = f.placement_at("finalised")
    origin = placement.employee.assignments.get().origin_unit
    between, into = f.UnitFactory.create(), f.UnitFactory.create()
    merged(origin, between)
    merged(between, into)
    return_in_trial(placement, by=placement.employee, clock=f.clock_at(placement.effective_at + f.DAY))
    placement.employee.refresh_from_db()
    assert placement.employee.unit == into


def test_return_of_an_own_request_after_merges_leads_into_the_unit_that_stands() -> None:
    """Where people came from on own request is only followed, never rewritten: it stands in the placement."""
    person = f.candidate().employee
    home = person.unit
    placement = f.placement_at("finalised", person=person)
    between, into = f.UnitFactory.create(), f.UnitFactory.create()
    merged(home, between)
    merged(between, into)
    return_in_trial(placement, by=person, clock=f.clock_at(placement.effective_at + f.DAY))
    person.refresh_from_db()
    assert person.unit == into


def test_end_day_after_merges_leads_into_the_unit_that_stands() -> None:
    of = f.undrafted()
    between, into = f.UnitFactory.create(), f.UnitFactory.create()
    merged(of.origin_unit, between)
    merged(between, into)
    assert end_day_of(of.employee) == into


@pytest.mark.case("unit merged or closed")
def test_end_day_after_the_origin_was_closed_leads_into_the_pool() -> None:
    pool = f.UnitFactory.create(is_pool=True, approved_headcount=0)
    of = f.undrafted(in_campaign=f.campaign(pool=pool))
    closed(of.origin_unit)
    assert end_day_of(of.employee) == pool
    assert Notice.objects.filter(recipient=of.employee, template="unit.closed", channel="inbox").count() == 1


def test_merge_of_a_pool_is_followed_by_those_it_waits_for() -> None:
    pool, into = (f.UnitFactory.create(is_pool=True, approved_headcount=0) for _ in range(2))
    of = f.undrafted(in_campaign=f.campaign(pool=pool))
    closed(of.origin_unit)
    merged(pool, into)
    assert end_day_of(of.employee) == into


def test_merge_into_a_unit_within_it_lifts_that_one_up() -> None:
    top = f.UnitFactory.create()
    unit = f.UnitFactory.create(parent=top)
    middle = f.UnitFactory.create(parent=unit)
    into = f.UnitFactory.create(parent=middle)
    merged(unit, into)
    into.refresh_from_db()
    middle.refresh_from_db()
    assert (into.parent, middle.parent) == (top, into)


def test_merge_into_a_unit_at_risk_tells_those_on_their_way() -> None:
    placement = f.placement_at("pending")
    merged(placement.role.unit, f.UnitFactory.create(is_at_risk=True))
    assert Notice.objects.filter(recipient=placement.employee, template="placement.unit_at_risk").exists()


def test_merge_is_refused_where_somebody_would_have_no_unit_to_return_to() -> None:
    """Without the refusal the constraint that an assignment moves somebody fails, and the answer is an error page."""
    of = f.undrafted()
    for unit, into in ((of.origin_unit, of.assigned_unit), (of.assigned_unit, of.origin_unit)):
        with pytest.raises(Invalid, match="no unit to return to"):
            merged(unit, into)


def test_merge_leads_to_a_unit_that_stands_and_never_back() -> None:
    unit, into, third = (f.UnitFactory.create() for _ in range(3))
    with pytest.raises(Invalid, match="into itself"):
        merged(unit, unit)
    merged(unit, into)
    with pytest.raises(Invalid, match="merged away itself"):
        merged(into, unit)
    with pytest.raises(NotAllowed, match="already"):
        merged(unit, third)
    with pytest.raises(Invalid, match="pool"):
        merged(into, f.UnitFactory.create(is_pool=True))


def test_merges_in_a_circle_are_refused_by_the_database() -> None:
    """Without the trigger, whoever follows the merges of these units walks for ever."""
    units = [f.UnitFactory.create() for _ in range(3)]
    for unit, into in pairwise(units):
        Unit.objects.filter(pk=unit.pk).update(merged_into=into, merged_on=ON)
    for into in (units[0], units[2]):
        with pytest.raises(IntegrityError, match="leads back"), transaction.atomic():
            Unit.objects.filter(pk=units[2].pk).update(merged_into=into, merged_on=ON)


def test_merging_and_closing_are_an_admins_and_not_about_their_own_unit() -> None:
    """Who belongs to a unit, or leads it or one above it, would change who may know of whom."""
    unit, into, above = (f.UnitFactory.create() for _ in range(3))
    Unit.objects.filter(pk=unit.pk).update(parent=above)
    for nobody in (f.EmployeeFactory.create(), f.hr_partner(f.campaign()), f.manager_of(f.role())):
        with pytest.raises(NotVisible):
            merged(unit, into, by=nobody)
        with pytest.raises(NotVisible):
            closed(unit, by=nobody)
    member, lead = f.admin(unit=into), f.admin()
    Unit.objects.filter(pk=above.pk).update(lead=lead)
    for own in (member, lead):
        with pytest.raises(NotAllowed, match="a colleague"):
            merged(unit, into, by=own)


@pytest.mark.parametrize("wrong", ["", "   ", "x" * 201])
def test_merge_asks_for_a_reason_that_people_can_read(wrong: str) -> None:
    unit, into = f.UnitFactory.create(), f.UnitFactory.create()
    with pytest.raises(Invalid, match="reason"):
        merge_unit(unit, into, on=ON, reason=wrong, by=f.admin(), clock=CLOCK)
    with pytest.raises(Invalid, match="on its day"):
        merge_unit(unit, into, on=ON + timedelta(days=1), reason="Later.", by=f.admin(), clock=CLOCK)
    assert not UnitChange.objects.exists()


def test_unit_is_closed_only_when_nobody_works_or_is_sought_there() -> None:
    busy, seeking, above = (f.UnitFactory.create() for _ in range(3))
    f.EmployeeFactory.create(unit=busy)
    f.role(unit=seeking)
    f.UnitFactory.create(parent=above)
    origin = f.undrafted().origin_unit
    pool = f.UnitFactory.create(is_pool=True)
    for unit, words in (
        (busy, "People work"),
        (seeking, "Roles"),
        (above, "Other units"),
        (origin, "names no pool"),
        (pool, "pool is not closed"),
    ):
        with pytest.raises(NotAllowed, match=words):
            closed(unit)
    empty = f.UnitFactory.create()
    closed(empty)
    empty.refresh_from_db()
    assert empty.approved_headcount == 0


def test_closing_says_nothing_of_a_move_that_is_not_announced() -> None:
    """Refusing for a pending placement would tell an admin of it before its announcement."""
    placement = f.placement_at("pending")
    close_role(placement.role, by=f.admin(), clock=CLOCK)
    closed(placement.role.unit)
    finalise_placement(placement, clock=f.clock_at(placement.effective_at))
    placement.employee.refresh_from_db()
    assert placement.employee.unit == placement.role.unit


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("ends", ["merged", "closed"])
def test_unit_stands_while_a_file_puts_somebody_into_it(ends: str) -> None:
    """Fails where it goes between the file's reading and its writing: whom it loads would stand in a unit that is
    gone, and not be below who leads the one that took it over."""
    here, there, admin = f.EmployeeFactory.create(), f.UnitFactory.create(), f.admin()
    unit, came = f.UnitFactory.create(), list[object]()

    def progress(step: str) -> None:
        if step == LOCK:
            ending = (lambda: merged(unit, there, by=admin)) if ends == "merged" else (lambda: closed(unit, by=admin))
            came.append(meanwhile(ending))

    head = "hr_id,name,email,unit_code,job_family,level,site,hired_on"
    row = f"9,Ada,ada@example.com,{unit.code},{here.job_family.code},5,{here.site.code},2020-02-29"
    load("people", f"{head}\n{row}", progress=progress)
    assert isinstance(came[0], Busy), came
    assert not UnitChange.objects.exists()
    assert Employee.objects.get(hr_id="9").unit == unit
