"""How short of people units are: only what was announced counts."""

from datetime import date

import pytest

from tests import factories as f
from transfers.actions.placements import announce_placement, finalise_placement
from transfers.actions.shortages import keep_interest, keep_shortages
from transfers.errors import NotVisible
from transfers.matching.shortage import shortage_bp
from transfers.matching.types import UnitFacts
from transfers.models import Entitlement, InterestSnapshot, Placement, ShortageSnapshot
from transfers.queries.public_facts import forget_public_facts, get_public_facts
from transfers.queries.ranking_counts import Interest, get_weeks_without_count, monday_of
from transfers.queries.shortages import get_days_without_snapshot, get_shortage_page, get_unit_facts
from transfers.queries.units import get_tree

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)


def facts(unit, at=f.NOW) -> UnitFacts:
    return get_unit_facts(get_tree(), at)[unit.pk]


def test_a_unit_is_short_by_what_is_approved_and_not_filled():
    unit = f.UnitFactory.create(approved_headcount=4)
    f.EmployeeFactory.create(unit=unit)
    f.EmployeeFactory.create(unit=unit, on_leave_from=DAY)
    f.EmployeeFactory.create(unit=unit, is_active=False)
    assert (facts(unit).filled, shortage_bp(facts(unit))) == (2, 5_000)


@pytest.mark.case("unit merged or closed")
def test_a_merged_unit_s_people_count_where_it_went():
    into = f.UnitFactory.create(approved_headcount=4)
    between = f.UnitFactory.create(merged_into=into, merged_on=DAY)
    gone = f.UnitFactory.create(merged_into=between, merged_on=DAY)
    f.EmployeeFactory.create(unit=gone)
    known = get_unit_facts(get_tree(), f.NOW)
    assert known[into.pk].filled == 1
    assert gone.pk not in known


def test_a_private_acceptance_moves_no_figure_and_its_announcement_does():
    offer = f.claim()
    here, there = offer.employee.unit, offer.role.unit
    before = [facts(here), facts(there)], get_public_facts(f.NOW).shown[offer.role_id].free_seats
    from transfers.actions.acceptance import accept_claim

    placement = accept_claim(offer, by=offer.employee, clock=f.clock_at(f.NOW))
    forget_public_facts()
    assert ([facts(here), facts(there)], get_public_facts(f.NOW).shown[offer.role_id].free_seats) == before

    told_at = placement.announce_at
    announce_placement(placement, clock=f.clock_at(told_at))
    assert (facts(here, told_at).announced_out, facts(there, told_at).announced_in) == (1, 1)
    assert get_public_facts(told_at).shown[offer.role_id].free_seats == 0


def test_an_offer_takes_no_seat_that_others_see():
    role = f.role(seats=2)
    f.claim(role)
    assert get_public_facts(f.NOW).shown[role.pk].free_seats == 2


def test_a_finalised_move_is_in_filled_and_counted_once():
    placement = f.placement_at("pending")
    here, there = placement.employee.unit, placement.role.unit
    short = shortage_bp(facts(there))
    announce_placement(placement, clock=f.clock_at(placement.announce_at))
    announced = shortage_bp(facts(there, placement.announce_at))
    finalise_placement(placement, clock=f.clock_at(placement.effective_at))
    after = facts(there, placement.effective_at)
    assert (after.filled, after.announced_in) == (1, 0)
    assert facts(here, placement.effective_at).filled == 0
    assert shortage_bp(after) == announced < short


def test_an_announced_end_day_counts_and_a_private_acceptance_beside_it_changes_nothing():
    drafted = f.undrafted()
    person = drafted.employee
    Entitlement.objects.update(end_announced_at=f.NOW)
    counts = (facts(drafted.assigned_unit).announced_out, facts(drafted.origin_unit).announced_in)
    assert counts == (1, 1)
    f.candidate(person)
    from transfers.actions.acceptance import accept_claim

    role = f.role()
    accept_claim(f.claim(role, person), by=person, clock=f.clock_at(f.NOW))
    assert (facts(drafted.assigned_unit).announced_out, facts(drafted.origin_unit).announced_in) == counts
    Placement.objects.update(announced_at=f.NOW + f.HOUR)
    later = f.NOW + 2 * f.HOUR
    assert (facts(drafted.assigned_unit, later).announced_out, facts(drafted.origin_unit, later).announced_in) == (
        1,
        0,
    )
    assert facts(role.unit, later).announced_in == 1


def test_figures_of_a_day_are_kept_once_and_by_the_portal():
    unit = f.UnitFactory.create(approved_headcount=4)
    assert get_days_without_snapshot(f.NOW) == [DAY.toordinal()]
    assert keep_shortages(clock=f.clock_at(f.NOW)) == 1
    f.EmployeeFactory.create(unit=unit)
    assert keep_shortages(clock=f.clock_at(f.NOW)) == 0
    assert ShortageSnapshot.objects.get(unit=unit).shortage_bp == 10_000
    assert get_days_without_snapshot(f.NOW) == []
    with pytest.raises(NotVisible):
        keep_shortages(by=f.EmployeeFactory.create())


def test_the_public_page_lists_the_newest_figures_most_short_first():
    short = f.UnitFactory.create(approved_headcount=4, name="Short")
    f.UnitFactory.create(approved_headcount=0)
    full = f.UnitFactory.create(approved_headcount=1, name="Full")
    f.EmployeeFactory.create(unit=full)
    assert get_shortage_page(get_tree(), 500) is None
    keep_shortages(clock=f.clock_at(f.NOW - f.DAY))
    keep_shortages(clock=f.clock_at(f.NOW))
    page = get_shortage_page(get_tree(), 500)
    assert page is not None
    assert (page.on, [row.unit_id for row in page.rows]) == (DAY, [short.pk, full.pk])
    assert (page.approved, page.short) == (5, 4)


@pytest.mark.parametrize(
    ("people", "words"),
    [(0, "<10"), (9, "<10"), (10, "10–24"), (24, "10–24"), (25, "25–49"), (49, "25–49"), (50, "50+"), (900, "50+")],
)
def test_interest_is_shown_in_bands(people, words):
    assert Interest(on=DAY, people={1: people}).band(1) == words


def test_interest_is_counted_once_a_week_from_submitted_lists_only():
    role = f.role()
    f.candidate(ranked=[role])
    drafting = f.candidate()
    drafting.preferences.create(role=role, stage="draft", rank=1)
    assert get_weeks_without_count(f.NOW) == [monday_of(f.NOW).toordinal()]
    assert keep_interest(clock=f.clock_at(f.NOW)) == 1
    f.candidate(ranked=[role])
    assert keep_interest(clock=f.clock_at(f.NOW)) == 0
    assert InterestSnapshot.objects.get(role=role).people == 1
    assert get_weeks_without_count(f.NOW + 6 * f.DAY) == []
    assert get_weeks_without_count(f.NOW + 7 * f.DAY) != []


def test_interest_is_counted_by_the_portal_alone():
    with pytest.raises(NotVisible):
        keep_interest(by=f.admin(), clock=f.clock_at(f.NOW))
    assert not InterestSnapshot.objects.exists()
