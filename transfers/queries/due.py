"""What is due: ids for the workers, oldest first. Plain reads; each action decides again under its locks."""

from datetime import datetime, timedelta

from django.db.models import Q

from transfers.calendars import start_of_day
from transfers.models import Campaign, Claim, Entitlement, Notice, Placement
from transfers.models.notice import MAIL
from transfers.states import CampaignStatus, ClaimStatus, EntitlementStatus, NoticeStatus, PlacementStatus

# What one sweep takes of each kind; the next one takes the rest.
LIMIT = 5_000


def get_due_notices(at: datetime) -> list[int]:
    """Mail that waits and is due, or whose lease has lapsed."""
    is_free = Q(status=NoticeStatus.PENDING) | Q(leased_until_at__lte=at)
    due = Notice.objects.filter(
        is_free, status__in=[NoticeStatus.PENDING, NoticeStatus.SENDING], due_at__lte=at, channel=MAIL
    )
    return list(due.order_by("due_at", "pk").values_list("pk", flat=True)[:LIMIT])


def get_expired_claims(at: datetime) -> list[int]:
    """Offers past their expiry that nobody answered."""
    due = Claim.objects.filter(status=ClaimStatus.OFFERED, expires_at__lte=at)
    return list(due.order_by("expires_at", "pk").values_list("pk", flat=True)[:LIMIT])


def get_closing_campaigns(at: datetime) -> list[int]:
    """Campaigns whose deadline and grace are over."""
    due = Campaign.objects.filter(status=CampaignStatus.OPEN, closes_at__lte=at)
    return list(due.order_by("closes_at", "pk").values_list("pk", flat=True)[:LIMIT])


def get_placements_to_announce(at: datetime) -> list[int]:
    """Pending placements whose chain may know from now on."""
    due = Placement.objects.filter(status=PlacementStatus.PENDING, announced_at__isnull=True, announce_at__lte=at)
    return list(due.order_by("announce_at", "pk").values_list("pk", flat=True)[:LIMIT])


def get_placements_to_finalise(at: datetime) -> list[int]:
    """Pending placements whose effective day has begun."""
    due = Placement.objects.filter(status=PlacementStatus.PENDING, effective_at__lte=at)
    return list(due.order_by("effective_at", "pk").values_list("pk", flat=True)[:LIMIT])


def get_placements_to_settle(at: datetime) -> list[int]:
    """Finalised placements whose trial is over, by the day in the zone of the role's site."""
    soon = Placement.objects.filter(
        status=PlacementStatus.FINALISED, trial_ends_on__lte=at.date() + timedelta(days=1)
    )
    rows = soon.order_by("trial_ends_on", "pk").values_list("pk", "trial_ends_on", "role__site__time_zone")
    return [pk for pk, day, zone in rows[:LIMIT] if start_of_day(day, zone) <= at]


def get_lapsing_entitlements(at: datetime) -> list[int]:
    """Priorities that the policy ends."""
    due = Entitlement.objects.filter(expires_at__lte=at).exclude(status=EntitlementStatus.ENDED)
    return list(due.order_by("expires_at", "pk").values_list("pk", flat=True)[:LIMIT])
