"""Policies: one line of immutable versions, effective in the future."""

from datetime import timedelta

import pytest

from tests import factories as f
from tests.factories import DAY, NOW, clock_at
from transfers.actions.policies import publish_first_policy, publish_policy
from transfers.errors import Invalid, NotVisible
from transfers.models import Policy
from transfers.queries.policies import get_policy_at

pytestmark = pytest.mark.django_db

now = clock_at(NOW)


def test_first_policy_is_in_force_at_once_and_made_once() -> None:
    first = publish_first_policy(clock=now)
    assert get_policy_at(NOW) == first
    assert publish_first_policy({"undo_hours": 48}, clock=clock_at(NOW + DAY)) == first


@pytest.mark.case("policy changed")
def test_new_version_keeps_what_it_does_not_change_and_counts_from_its_day() -> None:
    first = publish_first_policy({"trial_days": 120}, clock=now)
    second = publish_policy({"undo_hours": 48}, effective_at=NOW + DAY, by=f.admin(), clock=now)
    assert (second.version, second.trial_days, second.undo_hours) == (2, 120, 48)
    assert get_policy_at(NOW + DAY - timedelta(seconds=1)) == first
    assert get_policy_at(NOW + DAY) == second


@pytest.mark.parametrize("effective_at", [NOW, NOW - DAY])
def test_version_that_is_not_in_the_future_is_refused(effective_at: object) -> None:
    publish_first_policy(clock=now)
    with pytest.raises(Invalid) as refusal:
        publish_policy({}, effective_at=effective_at, by=f.admin(), clock=now)  # type: ignore[arg-type]  # a datetime
    assert refusal.value.field == "effective_at"


def test_version_before_the_latest_is_refused() -> None:
    publish_first_policy(clock=now)
    publish_policy({}, effective_at=NOW + 9 * DAY, by=f.admin(), clock=now)
    with pytest.raises(Invalid):
        publish_policy({}, effective_at=NOW + 8 * DAY, by=f.admin(), clock=now)


@pytest.mark.parametrize(
    "values",
    [
        {"weight_skills_bp": 4_999},
        {"undo_hours": 23},
        {"notice_days_drafted": 31},
        {"undo_hours": "two days"},
        {"trial_days": -1},
        {"trial_days": 2**63},
        {"order": "by charm"},
    ],
)
def test_values_no_policy_may_hold_are_refused(values: dict[str, int | str]) -> None:
    publish_first_policy(clock=now)
    with pytest.raises(Invalid):
        publish_policy(values, effective_at=NOW + DAY, by=f.admin(), clock=now)
    assert Policy.objects.count() == 1


def test_only_an_admin_publishes() -> None:
    publish_first_policy(clock=now)
    with pytest.raises(NotVisible):
        publish_policy({}, effective_at=NOW + DAY, by=f.hr_partner(f.campaign()), clock=now)
