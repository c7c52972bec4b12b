"""Until when a person may file: their own deadline, or the campaign's."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from transfers.models import Assignment
from transfers.queries.policies import get_policy_at
from transfers.states import CampaignStatus

# an older form was drawn from a world that has moved on; it also bounds what the grace can be stretched to
FORM_LASTS = timedelta(hours=2)
LAST_MINUTE = timedelta(minutes=1)


def get_deadline(assignment: Assignment) -> datetime | None:
    """The instant after which no new form for filing is drawn; None before the campaign has one.

    An own deadline counts where it is the later one, and holds even when the campaign has closed.
    """
    own, common = assignment.own_deadline_at, assignment.campaign.deadline_at
    if own is None or common is None:
        return common
    return max(own, common)


def get_last_minute(deadline_at: datetime, zone: str) -> datetime:
    """A deadline as its reader in `zone` takes it in: midnight is the last minute of the day before."""
    local = deadline_at.astimezone(ZoneInfo(zone))
    return deadline_at - LAST_MINUTE if (local.hour, local.minute) == (0, 0) else deadline_at


def get_grace(assignment: Assignment, at: datetime) -> timedelta:
    """How long after the deadline a form drawn before it may still be filed."""
    return timedelta(minutes=(assignment.campaign.policy or get_policy_at(at)).grace_minutes)


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
