"""How long the portal could not be reached, and which deadlines that touches.

Web processes leave a pulse a minute (portal/pulse.py). Workers leave none: while only they stand still, people file
as ever, and while only they run, nobody does. A pulse tells that a page was answered whole in that process, down to
the database; what lies between it and people (a proxy, a network) it cannot know: for that HR gives longer by hand.
"""

from datetime import datetime, timedelta
from itertools import pairwise

from transfers.models import Campaign, Extension, Pulse
from transfers.states import CampaignStatus

# a pulse a minute; so much without one is no late pulse any more
SILENCE = timedelta(minutes=3)
BEFORE_DEADLINE = timedelta(hours=24)
LONG_ENOUGH = timedelta(minutes=30)
LONGER = timedelta(hours=24)
# afterwards the campaign is reopened by hand
CONFIRM_WITHIN = timedelta(days=7)
PULSES_KEPT = timedelta(days=14)


def get_longer(extension: Extension, at: datetime) -> datetime:
    """The deadline that an extension gives when it is confirmed at `at`: a day from its own, or from then."""
    return max(extension.deadline_at, at) + LONGER


def get_outages(at: datetime) -> list[int]:
    """Ids of campaigns whose deadline an outage touches and for which nothing was proposed yet."""
    near = Campaign.objects.filter(
        status__in=[CampaignStatus.OPEN, CampaignStatus.CLOSED],
        deadline_at__gt=at - CONFIRM_WITHIN,
        deadline_at__lte=at + BEFORE_DEADLINE,
    )
    return [campaign.pk for campaign in near.order_by("pk") if get_outage(campaign, at) is not None]


def get_outage(campaign: Campaign, at: datetime) -> timedelta | None:
    """How long the portal was down in the last 24 hours before the deadline; None where it gives no extension."""
    deadline = campaign.deadline_at
    if deadline is None or not at - CONFIRM_WITHIN < deadline <= at + BEFORE_DEADLINE:
        return None
    if Extension.objects.filter(campaign=campaign, deadline_at=deadline).exists():
        return None
    down = get_down_time(deadline - BEFORE_DEADLINE, min(deadline, at), at)
    return down if down >= LONG_ENOUGH else None


def get_down_time(since: datetime, until: datetime, at: datetime) -> timedelta:
    """How much of `since` … `until` lies in silences between pulses, all together; a silence may last until now.

    What came before the first pulse of all is not known, and counts for nothing.
    """
    pulses = Pulse.objects.order_by("at").values_list("at", flat=True)
    before = pulses.filter(at__lte=since).last()
    after = pulses.filter(at__gte=until).first()
    instants = list(pulses.filter(at__gt=since, at__lt=until))
    if before is not None:
        instants.insert(0, before)
    instants.append(after if after is not None else at)
    down = timedelta(0)
    for first, second in pairwise(instants):
        if second - first > SILENCE:
            down += max(min(second, until) - max(first, since), timedelta(0))
    return down
