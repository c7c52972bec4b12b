"""Policies: one line of immutable versions, effective in the future."""

from datetime import timedelta

import pytest

from tests import factories as f
from tests.factories import DAY, NOW, clock_at
from transfers.actions.acceptance import accept_claim
from transfers.actions.end_days import improve_entitlement, lapse_entitlement
from transfers.actions.policies import publish_first_policy, publish_policy
from transfers.errors import Invalid, NotAllowed, NotVisible
from transfers.models import Policy
from transfers.queries import due
from transfers.queries.policies import NoPolicy, get_policy_at

pytestmark = pytest.mark.django_db

now = clock_at(NOW)


def test_first_policy_is_in_force_at_once_and_made_once() -> None:
    first = publish_first_policy(clock=now)
    assert get_policy_at(NOW) == first
    assert publish_first_policy({"undo_hours": 48}, clock=clock_at(NOW + DAY)) == first


@pytest.mark.case("policy changed")
def test_new_version_keeps_what_it_does_not_change_and_counts_from_its_day() -> None:
    first = publish_first_policy({"trial_days": 120}, clock=now)
    second = publish_policy({"undo_hours": 48}, effective_at=NOW + DAY, note="A review.", by=f.admin(), clock=now)
    assert (second.version, second.trial_days, second.undo_hours) == (2, 120, 48)
    assert get_policy_at(NOW + DAY - timedelta(seconds=1)) == first
    assert get_policy_at(NOW + DAY) == second


@pytest.mark.parametrize("effective_at", [NOW, NOW - DAY])
def test_version_that_is_not_in_the_future_is_refused(effective_at: object) -> None:
    publish_first_policy(clock=now)
    with pytest.raises(Invalid) as refusal:
        publish_policy({}, effective_at=effective_at, note="A review.", by=f.admin(), clock=now)  # type: ignore[arg-type]  # a datetime
    assert refusal.value.field == "effective_at"


def test_version_before_the_latest_is_refused() -> None:
    publish_first_policy(clock=now)
    publish_policy({}, effective_at=NOW + 9 * DAY, note="A review.", by=f.admin(), clock=now)
    with pytest.raises(Invalid):
        publish_policy({}, effective_at=NOW + 8 * DAY, note="A review.", by=f.admin(), clock=now)


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
        publish_policy(values, effective_at=NOW + DAY, note="A review.", by=f.admin(), clock=now)
    assert Policy.objects.count() == 1


def test_only_an_admin_publishes() -> None:
    publish_first_policy(clock=now)
    with pytest.raises(NotVisible):
        publish_policy({}, effective_at=NOW + DAY, note="A review.", by=f.hr_partner(f.campaign()), clock=now)


@pytest.mark.case("policy changed")
def test_priority_keeps_the_better_of_its_own_policy_and_a_later_one_and_an_offer_its_own() -> None:
    """Fails when a standing priority is left alone, or takes what the later version gives less of."""
    claim = f.claim()
    person, before = claim.employee, f.entitlement_of(claim.employee)
    shorter = f.policy(entitlement_days=100, latest_end_days=90, claim_expiry_working_days=1)
    assert due.get_entitlements_to_improve(f.NOW) == []
    improve_entitlement(before, clock=f.clock_at(f.NOW))
    after = f.entitlement_of(person)
    assert (after.expires_at, after.latest_end_on) == (before.expires_at, before.latest_end_on)
    longer = f.policy(entitlement_days=500, latest_end_days=90, undo_hours=48)
    assert due.get_entitlements_to_improve(f.NOW) == [before.pk]
    improve_entitlement(before, clock=f.clock_at(f.NOW))
    after = f.entitlement_of(person)
    assert (after.expires_at, after.latest_end_on) == (before.started_at + 500 * f.DAY, before.latest_end_on)
    assert due.get_entitlements_to_improve(f.NOW) == []
    claim.refresh_from_db()
    assert claim.policy.version < shorter.version < longer.version
    assert accept_claim(claim, by=person, clock=f.clock_at(f.NOW + f.HOUR)).undo_until_at == f.NOW + 25 * f.HOUR


@pytest.mark.case("policy changed")
def test_priority_that_a_later_policy_lengthens_does_not_lapse_by_its_own() -> None:
    """Fails when lapsing asks the old version alone: the order of two sweeps would cost somebody their priority."""
    entitlement = f.entitlement_of(f.undrafted().employee)
    f.policy(entitlement_days=500)
    with pytest.raises(NotAllowed):
        lapse_entitlement(entitlement, clock=f.clock_at(entitlement.expires_at))
    assert f.entitlement_of(entitlement.assignment.employee).status == "active"
    with pytest.raises(NotVisible):
        improve_entitlement(entitlement, by=f.admin())


def test_policy_is_published_by_an_admin_and_the_first_one_at_the_start() -> None:
    with pytest.raises(NotAllowed, match="set up"):
        publish_policy({}, effective_at=f.NOW + f.DAY, note="A review.", by=f.admin(), clock=f.clock_at(f.NOW))
    with pytest.raises(NotVisible):
        publish_first_policy(by=f.EmployeeFactory.create(), clock=f.clock_at(f.NOW))
    assert not Policy.objects.exists()


def test_before_the_first_policy_none_is_in_force() -> None:
    with pytest.raises(NoPolicy):
        get_policy_at(f.NOW)
