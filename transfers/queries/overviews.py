"""What the desk reads first: the campaigns that run, how their mail goes out, the last import, the portal's work.

No count of choices, nor of who filed: before its release nobody is shown any (docs/adr/0011-releases.md).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from accounts.models import Employee
from transfers.models import Campaign, Release, Upload
from transfers.models.notice import TO_ALL
from transfers.queries.deliveries import Delivery, get_deliveries
from transfers.queries.due import get_last_sweep, get_waiting_mail
from transfers.queries.publish_gate import count_told
from transfers.queries.releases import get_last_releases
from transfers.sight.hats import campaigns_served_by
from transfers.states import CampaignStatus

# a sweep comes every 30 seconds; what is that late says that no worker or no beat is there
SILENT = timedelta(minutes=5)
OVERDUE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Running:
    """One campaign: how many members it tells, its deadline in its own zone and the days left, its last mail to all.

    `days_left` is None once the window is over. `release` is what was published of it; before it nothing is counted.
    """

    campaign: Campaign
    members: int
    deadline: datetime | None
    days_left: int | None
    delivery: Delivery | None
    release: Release | None


@dataclass(frozen=True, slots=True)
class Overview:
    """What the start page shows. `is_at_work` and `is_mail_late` are None for whom the work of the portal is not."""

    running: Sequence[Running]
    is_at_work: bool | None
    is_mail_late: bool | None
    last_import: Upload | None


def get_overview(viewer: Employee, at: datetime, *, is_admin: bool) -> Overview:
    """Of the campaigns that the viewer runs and are not archived, newest first; for admins the portal's work too."""
    campaigns = Campaign.objects.exclude(status=CampaignStatus.ARCHIVED)
    if not is_admin:
        campaigns = campaigns.filter(pk__in=campaigns_served_by(viewer, at))
    running = _run(campaigns.order_by("-pk"), at)
    if not is_admin:
        return Overview(running, None, None, None)
    swept = get_last_sweep()
    return Overview(
        running=running,
        is_at_work=swept is not None and at - swept <= SILENT,
        # mail about one person's affairs that came to be late would tell when they arose
        is_mail_late=get_waiting_mail().filter(template__startswith=TO_ALL, due_at__lt=at - OVERDUE).exists(),
        last_import=Upload.objects.filter(applied_at__isnull=False).order_by("-applied_at").first(),
    )


def _run(campaigns: QuerySet[Campaign], at: datetime) -> list[Running]:
    """What each of them is at, in as many queries for one as for all."""
    found = list(campaigns)
    members, deliveries, releases = count_told(*found), get_deliveries(*found), get_last_releases(*found)
    running = []
    for campaign in found:
        deadline = campaign.deadline_at
        is_open = campaign.status == CampaignStatus.OPEN and deadline is not None and deadline > at
        running.append(
            Running(
                campaign=campaign,
                members=members.get(campaign.pk, 0),
                deadline=deadline.astimezone(ZoneInfo(campaign.deadline_zone)) if deadline is not None else None,
                days_left=(deadline - at).days if is_open and deadline is not None else None,
                delivery=next(iter(deliveries.get(campaign.pk, ())), None),
                release=releases.get(campaign.pk),
            )
        )
    return running
