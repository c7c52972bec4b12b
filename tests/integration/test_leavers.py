"""Who left the company: loaded from a file, counted in steps on everybody's page of answers, kept for 18 months."""

from datetime import date, timedelta

import pytest

from tests import factories as f
from tests.imports import load, places
from tests.pages import THEN, signed_in, travel, words_at
from transfers.actions.imports.report import ImportReport
from transfers.actions.retention import forget_leavers
from transfers.models import Assignment, Leaver
from transfers.queries.public_facts import forget_public_facts
from transfers.queries.retention import KEPT

pytestmark = pytest.mark.django_db

DRAFTED = THEN.date() - timedelta(days=30)
CLOCK = f.clock_at(THEN)


def left(first: str, number: int, on: date) -> ImportReport:
    rows = "\n".join(f"{first}{each},{on}" for each in range(number))
    return load("leavers", f"hr_id,left_on\n{rows}", clock=CLOCK)


def said() -> str:
    forget_public_facts()
    page = words_at(signed_in(f.EmployeeFactory.create()), "/answers/")
    return page.split("how many since? ")[1].split(" As of")[0]


@pytest.fixture
def drafted() -> None:
    travel(THEN)
    campaign = f.campaign(opened_at=THEN - 20 * f.DAY, deadline_at=THEN + 9 * f.DAY)
    Assignment.objects.filter(pk=f.assignment(campaign).pk).update(assigned_on=DRAFTED)


@pytest.mark.usefixtures("drafted")
def test_leavers_are_told_in_steps_of_ten_before_and_since() -> None:
    """Fails when a number between two steps is told, or a day outside of the spans counts."""
    assert said().startswith("Not stated yet: ask your HR partner.")
    left("B", 24, DRAFTED - timedelta(days=1))
    left("C", 9, DRAFTED)
    left("D", 30, DRAFTED - timedelta(days=181))
    assert said() == (
        "In the 180 days before 2 February 2041: 20 people or more. In the 30 days since: too few to show."
    )
    left("E", 1, THEN.date() - timedelta(days=1))
    assert "In the 30 days since: 10 people or more." in said()


@pytest.mark.usefixtures("drafted")
def test_who_left_today_counts_from_midnight() -> None:
    left("B", 10, THEN.date())
    assert "In the 30 days since: too few to show." in said()


def test_row_of_a_file_is_changed_and_nobody_is_deactivated() -> None:
    person = f.EmployeeFactory.create(hr_id="B0")
    first = left("B", 2, DRAFTED)
    assert (first.created, [problem.column for problem in first.warnings]) == (2, ["hr_id"])
    again = left("B", 1, DRAFTED - timedelta(days=3))
    assert (again.changed, again.missing) == (1, ["B1"])
    person.refresh_from_db()
    assert person.is_active
    assert Leaver.objects.get(hr_id="B0").left_on == DRAFTED - timedelta(days=3)


def test_day_that_has_not_come_is_refused() -> None:
    """Fails when somebody is told to have left who works here until then."""
    tomorrow = THEN.date() + timedelta(days=1)
    assert places("leavers", f"hr_id,left_on\nB1,{tomorrow}", clock=CLOCK) == [(2, "left_on")]


def test_same_person_twice_is_refused() -> None:
    assert places("leavers", f"hr_id,left_on\nB1,{DRAFTED}\nB1,{DRAFTED}", clock=CLOCK) == [(3, "hr_id")]


@pytest.mark.usefixtures("drafted")
def test_leavers_go_after_18_months_and_the_answer_before_they_do() -> None:
    """Fails when a row is kept longer, or a number goes back because some of it is deleted."""
    left("B", 12, DRAFTED - timedelta(days=179))
    gone_at = THEN + KEPT - timedelta(days=30 + 179)
    travel(gone_at - 2 * f.DAY)
    assert "10 people or more" in said()
    travel(gone_at - f.DAY)
    assert said().startswith("Not stated yet: ask your HR partner.")
    assert forget_leavers(clock=f.clock_at(gone_at - f.DAY)) == 0
    assert forget_leavers(clock=f.clock_at(gone_at)) == 12
