"""Who was reassigned, from files."""

from datetime import timedelta

import pytest

from accounts.models import Employee
from tests import factories as f
from tests.engineer import offer
from tests.factories import (
    DAY,
    NOW,
    EmployeeFactory,
    UnitFactory,
    admin,
    campaign,
    clock_at,
    placement_at,
)
from tests.imports import load, places
from tests.pages import THEN, signed_in, text_of, travel
from transfers import transition
from transfers.actions.assignments import void_assignment
from transfers.models import Assignment, Campaign
from transfers.queries.claims import TERM_NAMES
from transfers.sight.actor import PORTAL

pytestmark = pytest.mark.django_db

HEADER = "campaign,hr_id,origin_unit,assigned_unit,assigned_on,choice_offered,not_offered_because,reason"
ONE = HEADER + "\nDRAFT,E1,FROM,TO,2026-01-05,yes,,Needed"


@pytest.fixture(autouse=True)
def draft() -> Campaign:
    UnitFactory.create(code="FROM")
    EmployeeFactory.create(hr_id="E1", unit=UnitFactory.create(code="TO"))
    made = Campaign(code="DRAFT", name="The draft")
    transition.start(made, "preparing", by=PORTAL, at=NOW)
    return made


def test_an_assignment_says_from_where_to_where_and_moves_nobody(draft: Campaign) -> None:
    report = load("assignments", ONE)
    made = Assignment.objects.get()
    assert (made.status, made.origin_unit.code, made.assigned_unit.code) == ("active", "FROM", "TO")
    assert made.employee.unit.code == "TO"
    assert [unit.code for unit in draft.assigned_units.all()] == ["TO"]
    assert report.created == 1


def test_the_same_file_again_changes_nothing() -> None:
    load("assignments", ONE)
    report = load("assignments", ONE)
    assert (report.created, report.changed, report.unchanged) == (0, 0, 1)


def test_what_is_recorded_changes_until_the_campaign_opens() -> None:
    load("assignments", ONE)
    assert load("assignments", ONE.replace("Needed", "Asked for")).changed == 1
    assert Assignment.objects.get().reason == "Asked for"


def test_members_of_an_opened_campaign_are_fixed() -> None:
    campaign(code="OPEN")
    assert places("assignments", ONE.replace("DRAFT", "OPEN")) == [(2, "campaign")]


@pytest.mark.parametrize(
    ("right", "wrong", "column"),
    [
        ("DRAFT", "NOWHERE", "campaign"),
        ("E1", "NOBODY", "hr_id"),
        ("FROM", "NOWHERE", "origin_unit"),
        ("FROM", "TO", "assigned_unit"),
        ("2026-01-05", "yesterday", "assigned_on"),
        (",yes,", ",no,", "not_offered_because"),
    ],
)
def test_a_wrong_cell_of_an_assignment_is_told(right: str, wrong: str, column: str) -> None:
    assert places("assignments", ONE.replace(right, wrong)) == [(2, column)]
    assert not Assignment.objects.exists()


def test_cells_that_cannot_be_read_are_told_alone() -> None:
    """Fails when the import goes on with them: two units that nobody knows would be told to be one and the same."""
    wrong = ONE.replace("FROM", "NOWHERE").replace("TO", "NOBODY")
    assert places("assignments", wrong) == [(2, "assigned_unit"), (2, "origin_unit")]


def test_one_person_stands_once_in_the_file() -> None:
    assert places("assignments", ONE + "\nDRAFT,E1,FROM,TO,2026-01-05,yes,,") == [(3, "hr_id")]


def test_a_file_is_about_one_campaign() -> None:
    campaign(code="OTHER")
    EmployeeFactory.create(hr_id="E2")
    assert places("assignments", ONE + "\nOTHER,E2,FROM,TO,2026-01-05,yes,,") == [(3, "campaign")]


@pytest.mark.parametrize("status", ["finalised", "settled"])
def test_somebody_placed_within_a_year_is_drafted_only_with_a_reason(status: str) -> None:
    person = placement_at(status).employee
    text = ONE.replace("E1", person.hr_id)
    later = clock_at(NOW + timedelta(days=200))
    assert places("assignments", text, clock=later) == [(2, "override_reason")]
    overridden = text.replace("reason\n", "reason,override_reason\n") + ",The person asked for it"
    assert load("assignments", overridden, clock=later).created == 1
    made = Assignment.objects.get(campaign__code="DRAFT")
    assert made.reason == "Needed\nThe person asked for it"


def test_somebody_placed_long_ago_is_drafted_like_anybody() -> None:
    person = placement_at("settled").employee
    assert load("assignments", ONE.replace("E1", person.hr_id), clock=clock_at(NOW + 500 * DAY)).created == 1


@pytest.mark.case("assigned by mistake, missing in a re-import")
def test_a_voided_assignment_does_not_come_back_by_a_file() -> None:
    load("assignments", ONE)
    void_assignment(Assignment.objects.get(), because="By mistake", by=PORTAL)
    report = load("assignments", ONE.replace("Needed", "Again"))
    assert (len(report.waiting), report.changed) == (1, 0)
    assert Assignment.objects.get().status == "voided"


@pytest.mark.case("assigned by mistake, missing in a re-import")
def test_people_missing_from_the_file_are_reported_and_stay() -> None:
    load("assignments", ONE)
    EmployeeFactory.create(hr_id="E2")
    assert load("assignments", ONE.replace("E1", "E2")).missing == ["E1"]
    assert Assignment.objects.filter(employee__hr_id="E1", status="active").exists()


def test_nobody_drafts_themselves() -> None:
    me = admin(hr_id="ME")
    assert places("assignments", ONE.replace("E1", "ME"), by=me) == [(2, "hr_id")]


def test_recorded_terms_are_read_beside_an_offer() -> None:
    """Reading only words and no lines of terms, the page called every recorded term “Not recorded”."""
    travel(THEN)
    person = Employee.objects.get(hr_id="E1")
    f.candidate(person)
    page = f"/offers/{offer(person, terms=f.terms(pay='Band 6')).public_id}/"
    assert text_of(signed_in(person).get(page)).count("Not recorded") == len(TERM_NAMES)
    rows = (HEADER, ONE.splitlines()[1])
    load("assignments", f"{rows[0]},terms_pay,terms_review,terms_on_call\n{rows[1]},Band 5,no change,ask payroll")
    shown = text_of(signed_in(person).get(page))
    assert shown.count("Not recorded") == len(TERM_NAMES) - 2
    assert '<td dir="auto">Band 5</td>' in shown
    assert '<td dir="auto">As before the reassignment</td>' in shown
    assert "Differs" in shown.split("Band 6")[1].split("</td>")[0]


@pytest.mark.case("two campaigns")
def test_somebody_of_another_campaign_is_drafted_again_with_a_warning_that_names_both() -> None:
    person = f.assignment(campaign(code="FIRST", name="The first draft")).employee
    came_from = person.unit.code
    report = load("assignments", ONE.replace("E1", person.hr_id).replace("FROM", came_from))
    assert [(told.row, told.column) for told in report.warnings] == [(2, "hr_id")]
    assert "The first draft (FIRST)" in report.warnings[0].message
    assert load("assignments", ONE).warnings == []


@pytest.mark.case("two campaigns")
def test_second_draft_starts_from_a_unit_that_the_person_was_in() -> None:
    """Without it the way back of the second assignment leads to a unit that they never saw."""
    first = f.assignment(campaign(code="FIRST"))
    text = ONE.replace("E1", first.employee.hr_id)
    assert places("assignments", text) == [(2, "origin_unit")]
    for unit in (first.origin_unit, first.assigned_unit):
        assert load("assignments", text.replace("FROM", unit.code), dry_run=True).created == 1
    overridden = text.replace("reason\n", "reason,override_reason\n") + ",They moved in between"
    assert load("assignments", overridden).created == 1
