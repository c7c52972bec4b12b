"""Who is due to be reminded of what. Of the choice: every member alike, by their deadline and by nothing else."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef
from django.db.models.functions import Greatest

from transfers.calendars import local_date, start_of_day
from transfers.models import Assignment, Campaign, Claim, Event, Notice
from transfers.states import AssignmentStatus, CampaignStatus, ClaimStatus

CHOICE_REMINDED, CLAIM_REMINDED = "campaign.reminded", "claim.reminded"
# Days before a member's deadline at which a reminder is owed; the last one on its last day.
DAYS_BEFORE = (7, 2, 1)
_LONGEST_DAY = timedelta(hours=25)


@dataclass(frozen=True, slots=True)
class ReminderGroup:
    """Members with one deadline who are owed the reminder of one step, whatever they filed or did not."""

    deadline_at: datetime
    days: int
    member_ids: tuple[int, ...]


def get_campaigns_to_remind(at: datetime) -> list[int]:
    """Campaigns with a member who is owed a reminder of the choice now."""
    live = Campaign.objects.filter(status__in=[CampaignStatus.OPEN, CampaignStatus.CLOSED])
    return [campaign.pk for campaign in live.order_by("pk") if get_reminder_groups(campaign, at)]


def get_reminder_groups(campaign: Campaign, at: datetime) -> list[ReminderGroup]:
    """Who is owed which reminder of the choice now.

    After an outage only the latest step is owed. A step that lay before the window opened is owed to nobody.
    """
    groups = []
    members = Assignment.objects.filter(
        campaign=campaign, status=AssignmentStatus.ACTIVE, choice_offered=True, employee__is_active=True
    ).annotate(deadline_at=Greatest("own_deadline_at", F("campaign__deadline_at")))
    for days, later in zip(DAYS_BEFORE, (*DAYS_BEFORE[1:], 0), strict=True):
        first, last = at + timedelta(days=later), at + timedelta(days=days)
        soon = members.filter(deadline_at__gt=first, deadline_at__lte=last)
        for deadline_at in soon.order_by("deadline_at").values_list("deadline_at", flat=True).distinct():
            if campaign.open_at is None or deadline_at - timedelta(days=days) <= campaign.open_at:
                continue
            told = Notice.objects.filter(
                recipient=OuterRef("employee"),
                event__verb=CHOICE_REMINDED,
                event__noun="campaign",
                event__noun_id=campaign.pk,
                event__body=reminder_body(deadline_at, days),
            )
            ids = soon.filter(~Exists(told), deadline_at=deadline_at).order_by("employee_id")
            member_ids = tuple(ids.values_list("employee_id", flat=True))
            if member_ids:
                groups.append(ReminderGroup(deadline_at, days, member_ids))
    return groups


def reminder_body(deadline_at: datetime, days: int) -> dict[str, str | int]:
    """What the Event of a reminder holds: by it a second sweep knows that it was owed."""
    return {"days": days, "deadline": deadline_at.isoformat()}


def get_claims_to_remind(at: datetime) -> list[int]:
    """Live offers on their last day whose holder was not reminded yet."""
    told = Event.objects.filter(noun="claim", noun_id=OuterRef("pk"), verb=CLAIM_REMINDED)
    soon = Claim.objects.filter(
        ~Exists(told), status=ClaimStatus.OFFERED, expires_at__gt=at, expires_at__lte=at + _LONGEST_DAY
    ).select_related("employee__site")
    return [claim.pk for claim in soon.order_by("expires_at", "pk") if get_claim_reminder(claim) <= at]


def get_claim_reminder(claim: Claim) -> datetime:
    """When its holder is reminded: as the last working day of the offer begins where they are.

    An offer ends at the end of a working day in that calendar, so this is one working day before.
    """
    zone = claim.employee.zone
    return start_of_day(local_date(claim.expires_at - timedelta(seconds=1), zone), zone)
