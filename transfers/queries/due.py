"""What is due: ids for the workers, oldest first. Plain reads; each action decides again under its locks."""

from datetime import datetime, timedelta

from django.db.models import F, Max, Min, Q, QuerySet

from transfers.models import Campaign, Claim, Entitlement, Notice, Placement, Policy, Role, Tick
from transfers.models.notice import MAIL
from transfers.queries.calendars import get_end_day, get_end_day_announcement, get_trial_end
from transfers.queries.end_days import get_owed_returns
from transfers.queries.leave import get_holidays_by_site
from transfers.states import (
    CampaignStatus,
    ClaimStatus,
    EntitlementStatus,
    NoticeStatus,
    PlacementStatus,
    RoleStatus,
)

# What one sweep takes of each kind; the next one takes the rest.
LIMIT = 5_000
_A_DAY = timedelta(days=1)


def get_due_notices(at: datetime) -> list[int]:
    """Mail that waits and is due, or whose lease has lapsed."""
    is_free = Q(status=NoticeStatus.PENDING) | Q(leased_until_at__lte=at)
    due = get_waiting_mail().filter(is_free, due_at__lte=at)
    return list(due.order_by("due_at", "pk").values_list("pk", flat=True)[:LIMIT])


def get_oldest_mail() -> datetime | None:
    """Since when the mail that waits longest has been due; None where none waits."""
    oldest: datetime | None = get_waiting_mail().aggregate(at=Min("due_at"))["at"]
    return oldest


def get_expired_claims(at: datetime) -> list[int]:
    """Offers past their expiry that nobody answered."""
    due = Claim.objects.filter(status=ClaimStatus.OFFERED, expires_at__lte=at)
    return list(due.order_by("expires_at", "pk").values_list("pk", flat=True)[:LIMIT])


def get_closing_campaigns(at: datetime) -> list[int]:
    """Campaigns whose deadline and grace are over."""
    due = Campaign.objects.filter(status=CampaignStatus.OPEN, closes_at__lte=at)
    return list(due.order_by("closes_at", "pk").values_list("pk", flat=True)[:LIMIT])


def get_closed_roles_with_offers(at: datetime) -> list[int]:  # noqa: ARG001  (every finder takes the instant)
    """Closed roles whose offers still stand: closing commits first, so a crash may leave some behind."""
    due = Role.objects.filter(status=RoleStatus.CLOSED, claims__status=ClaimStatus.OFFERED).distinct()
    return list(due.order_by("pk").values_list("pk", flat=True)[:LIMIT])


def get_placements_to_announce(at: datetime) -> list[int]:
    """Pending placements whose chain may know from now on."""
    due = Placement.objects.filter(status=PlacementStatus.PENDING, announced_at__isnull=True, announce_at__lte=at)
    return list(due.order_by("announce_at", "pk").values_list("pk", flat=True)[:LIMIT])


def get_placements_to_finalise(at: datetime) -> list[int]:
    """Pending placements whose effective day has begun."""
    due = Placement.objects.filter(status=PlacementStatus.PENDING, effective_at__lte=at)
    return list(due.order_by("effective_at", "pk").values_list("pk", flat=True)[:LIMIT])


def get_placements_to_settle(at: datetime) -> list[int]:
    """Finalised placements whose trial is over."""
    soon = Placement.objects.filter(status=PlacementStatus.FINALISED, trial_ends_on__lte=at.date() + _A_DAY)
    rows = soon.order_by("trial_ends_on", "pk").select_related("role__site")
    return [placement.pk for placement in rows[:LIMIT] if get_trial_end(placement) <= at]


def get_end_days_to_announce(at: datetime) -> list[int]:
    """Entitlements whose return the chain may know of from now on."""
    lead = Policy.objects.aggregate(longest=Max("announcement_lead_working_days"))["longest"] or 0
    # five working days in a week of seven, and two weeks for holidays: the exact day is computed below
    furthest = at.date() + timedelta(days=2 * lead + 14)
    soon = get_owed_returns(by=furthest).filter(end_announced_at__isnull=True)
    holidays = get_holidays_by_site()
    return [
        row.pk
        for row in soon[:LIMIT]
        if get_end_day_announcement(row, holidays.get(row.assignment.employee.site_id, frozenset())) <= at
    ]


def get_end_days(at: datetime) -> list[int]:
    """Entitlements whose latest end day has begun, without a placement that takes its place."""
    soon = get_owed_returns(by=at.date() + _A_DAY)
    return [row.pk for row in soon[:LIMIT] if get_end_day(row) <= at]


def get_entitlements_to_improve(at: datetime) -> list[int]:
    """Standing priorities that the policy in force gives more than their own did."""
    policy = Policy.objects.filter(effective_at__lte=at).order_by("-version").first()
    if policy is None:
        return []
    shorter = Q(expires_at__lt=F("started_at") + timedelta(days=policy.entitlement_days))
    due = Entitlement.objects.filter(shorter | Q(tier__gt=policy.tier_undraft)).exclude(
        status=EntitlementStatus.ENDED
    )
    return list(due.order_by("pk").values_list("pk", flat=True)[:LIMIT])


def get_lapsing_entitlements(at: datetime) -> list[int]:
    """Priorities that the policy ends; one that a pending placement suspends waits for it."""
    due = Entitlement.objects.filter(status=EntitlementStatus.ACTIVE, expires_at__lte=at)
    return list(due.order_by("expires_at", "pk").values_list("pk", flat=True)[:LIMIT])


def get_last_sweep() -> datetime | None:
    """When the beat last had everything looked for that is due; None where it never did."""
    swept: datetime | None = get_sweeps().aggregate(at=Max("at"))["at"]
    return swept


def get_sweeps() -> QuerySet[Tick]:
    """Each time that the beat had everything looked for that is due; old ones are forgotten."""
    return Tick.objects.filter(job="sweep")


def get_waiting_mail() -> QuerySet[Notice]:
    """Mail that was not sent yet; what goes to the inbox is delivered by being written."""
    return Notice.objects.filter(channel=MAIL, status__in=[NoticeStatus.PENDING, NoticeStatus.SENDING])
