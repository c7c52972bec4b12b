"""The priority a person holds: started by filing, suspended by a pending placement, resumed, ended.

These join the transaction of the action that causes them. None leaves an Event of its own.
"""

from datetime import datetime, timedelta

from accounts.models import Employee
from transfers import transition
from transfers.calendars import local_date
from transfers.models import Assignment, Entitlement, Policy
from transfers.models.entitlement import CHOICE_CHANGED, POLICY_END
from transfers.sight.actor import Actor
from transfers.states import EntitlementStatus


def start_entitlement(
    assignment: Assignment, policy: Policy, *, is_suspended: bool, by: Actor, at: datetime
) -> Entitlement:
    """Start the priority for an assignment now; suspended at once where a placement is pending."""
    person = assignment.employee
    entitlement = Entitlement(
        assignment=assignment,
        tier=policy.tier_undraft,
        policy=policy,
        started_at=at,
        expires_at=at + timedelta(days=policy.entitlement_days),
        latest_end_on=local_date(at, person.zone) + timedelta(days=policy.latest_end_days),
    )
    status = EntitlementStatus.SUSPENDED if is_suspended else EntitlementStatus.ACTIVE
    transition.start_silently(entitlement, status, by=by, at=at)
    return entitlement


def keep_the_better(entitlement: Entitlement, policy: Policy) -> None:
    """Give a standing priority what a later policy gives more of: a longer time, a tier that comes sooner.

    What the new version gives less of stays as it was promised, the latest end day with it.
    """
    longer = max(entitlement.expires_at, entitlement.started_at + timedelta(days=policy.entitlement_days))
    tier = min(entitlement.tier, policy.tier_undraft)
    if (longer, tier) != (entitlement.expires_at, entitlement.tier):
        Entitlement.objects.filter(pk=entitlement.pk).update(expires_at=longer, tier=tier)
        entitlement.expires_at, entitlement.tier = longer, tier


def suspend_entitlements(person: Employee, *, by: Actor, at: datetime) -> None:
    """A placement is pending: no priority of this person counts until it ends."""
    for entitlement in _of(person, EntitlementStatus.ACTIVE):
        transition.move_silently(entitlement, EntitlementStatus.SUSPENDED, by=by, at=at)


def resume_entitlements(person: Employee, *, by: Actor, at: datetime) -> None:
    """The pending placement is gone: every priority counts again, with its old start."""
    for entitlement in _of(person, EntitlementStatus.SUSPENDED):
        transition.move_silently(entitlement, EntitlementStatus.ACTIVE, by=by, at=at)


def end_entitlements(assignment: Assignment, *, because: str, by: Actor, at: datetime) -> int:
    """End what stands for an assignment; returns how many ended (0 or 1)."""
    standing = Entitlement.objects.filter(assignment=assignment).exclude(status=EntitlementStatus.ENDED)
    for entitlement in standing:
        transition.move_silently(entitlement, EntitlementStatus.ENDED, by=by, at=at, ended_because=because)
    return len(standing)


def forget_lapsed_entitlement(assignment: Assignment) -> None:
    """The person stays after all: a priority that the policy ended no longer owes the return it promised."""
    lapsed = Entitlement.objects.filter(
        assignment=assignment, status=EntitlementStatus.ENDED, ended_because=POLICY_END
    )
    lapsed.update(ended_because=CHOICE_CHANGED)


def _of(person: Employee, status: EntitlementStatus) -> list[Entitlement]:
    return list(Entitlement.objects.filter(assignment__employee=person, status=status).order_by("pk"))
