"""Until when a person may file: their own deadline, or the campaign's."""

from datetime import datetime, timedelta

from django.db.models import Max

from transfers.models import Assignment, Campaign
from transfers.queries.policies import get_policy_at
from transfers.states import AssignmentStatus, CampaignStatus

# an older form was drawn from a world that has moved on; it also bounds what the grace can be stretched to
FORM_LASTS = timedelta(hours=2)


def get_deadline(assignment: Assignment) -> datetime | None:
    """The instant after which no new form for filing is drawn; None before the campaign has one.

    An own deadline counts where it is the later one, and holds even when the campaign has closed.
    """
    own, common = assignment.own_deadline_at, assignment.campaign.deadline_at
    if own is None or common is None:
        return common
    return max(own, common)


def get_grace(assignment: Assignment, at: datetime) -> timedelta:
    """How long after the deadline a form drawn before it may still be filed."""
    return timedelta(minutes=(assignment.campaign.policy or get_policy_at(at)).grace_minutes)


def get_archivable_at(campaign: Campaign, at: datetime) -> datetime | None:
    """When a campaign may be archived at the earliest: once everybody may have filed, late too, and an end day that
    the last of them set would be over. The same whatever was filed; None before the campaign has a deadline.
    """
    if campaign.deadline_at is None:
        return None
    own = Assignment.objects.filter(campaign=campaign, status=AssignmentStatus.ACTIVE, choice_offered=True)
    longest: datetime | None = own.aggregate(longest=Max("own_deadline_at"))["longest"]
    policy = campaign.policy or get_policy_at(at)
    last = max(campaign.deadline_at, longest) if longest is not None else campaign.deadline_at
    # an end day is a date where the person works: a day more for every time zone
    days = policy.late_filing_days + policy.latest_end_days + 1
    return last + timedelta(days=days, minutes=policy.grace_minutes)


def is_window_open(assignment: Assignment, at: datetime) -> bool:
    """Whether a new form may be drawn now."""
    campaign, deadline = assignment.campaign, get_deadline(assignment)
    if deadline is None or at > deadline:
        return False
    if campaign.status == CampaignStatus.OPEN:
        return True
    return campaign.status == CampaignStatus.CLOSED and assignment.own_deadline_at is not None


def is_in_grace(assignment: Assignment, opened_at: datetime, at: datetime) -> bool:
    """Whether a form drawn at `opened_at`, in time, may still be filed at `at`."""
    deadline = get_deadline(assignment)
    if deadline is None or not opened_at <= deadline < at:
        return False
    return at <= deadline + get_grace(assignment, at) and at - opened_at <= FORM_LASTS
