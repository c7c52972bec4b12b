"""The timeline: the day that filing sets, said alike whatever was filed, and which steps are “now”."""

from datetime import timedelta

import pytest

from tests import factories as f
from tests.pages import THEN
from transfers.calendars import local_date
from transfers.models import Assignment
from transfers.queries.timelines import Step, get_timeline

pytestmark = pytest.mark.django_db
DAYS = timedelta(days=60)  # by the policy


def member() -> Assignment:
    campaign = f.campaign(deadline_at=THEN + 14 * f.DAY, opened_at=THEN - 7 * f.DAY, after_end="origin")
    return f.assignment(campaign, f.EmployeeFactory.create())


def end_day(of: Assignment) -> Step:
    return next(step for step in get_timeline(of.employee, THEN) if step.title.startswith("After an undraft"))


def test_latest_end_day_goes_by_the_last_day_to_file_until_something_is_filed() -> None:
    of = member()
    step = end_day(of)
    assert step.day == local_date(THEN + 14 * f.DAY, of.employee.zone) + DAYS
    assert "on the last day to file" in step.text


def test_who_can_file_no_more_reads_of_no_end_day_after_an_undraft() -> None:
    of = member()
    titles = [step.title for step in get_timeline(of.employee, THEN + 200 * f.DAY)]
    assert not any(title.startswith("After an undraft") for title in titles)


@pytest.mark.parametrize("option", ["stay", "undraft"])
def test_latest_end_day_goes_by_the_day_of_filing_whatever_was_filed(option: str) -> None:
    of = member()
    f.file(of, option, at=THEN - f.DAY)
    step = end_day(of)
    assert step.day == local_date(THEN - f.DAY, of.employee.zone) + DAYS
    assert "after you last filed" in step.text


def test_offers_with_one_deadline_are_all_now() -> None:
    of = f.EmployeeFactory.create()
    f.candidate(of)
    for _ in range(3):
        f.claim(f.role(), of, at=THEN)
    steps = get_timeline(of, THEN)
    assert [step.state for step in steps if step.title.startswith("Your answer")] == ["now"] * 3
