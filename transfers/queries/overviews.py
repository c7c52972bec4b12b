"""What the desk reads first: the campaigns that run, how their mail goes out, the last import, the portal's work.

No count of choices, nor of who filed: before its release nobody is shown any (docs/adr/0011-releases.md).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import Employee
from transfers.models import Assignment, Campaign, Notice, Release, Upload
from transfers.models.notice import TO_ALL
from transfers.queries.counted import Found, Rows
from transfers.queries.deliveries import Counts, Delivery, by_campaign, deliveries_of
from transfers.queries.due import get_sweeps, get_waiting_mail
from transfers.queries.publish_gate import get_members
from transfers.queries.statements import Statement, person_by_id
from transfers.queries.waiting import Waiting, get_waiting
from transfers.sight.hats import campaigns_on_desk_of
from transfers.states import CampaignStatus

# a sweep comes every 30 seconds; what is that late says that no worker or no beat is there
SILENT = timedelta(minutes=5)
OVERDUE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Running:
    """One campaign: how many members it tells, its deadline in its own zone and the days left, its last mail to all.

    `days_left` counts calendar days; it is None once the window is over. `release` is what was published of it;
    before it nothing is counted.
    """

    campaign: Campaign
    members: int
    deadline: datetime | None
    days_left: int | None
    delivery: Delivery | None
    release: UUID | None


@dataclass(frozen=True, slots=True)
class Work:
    """The portal's own: whether the workers look for what is due, whether mail to all is late, the last file applied.

    Mail about one person's affairs is in none of it.
    """

    is_awake: bool
    is_mail_late: bool
    last_import: datetime | None


@dataclass(frozen=True, slots=True)
class Overview:
    """What the start page shows: what waits, the campaigns that the viewer runs, and for admins the portal's work."""

    waiting: Sequence[Waiting]
    running: Sequence[Running]
    work: Work | None


def get_overview(viewer: Employee, at: datetime, *, is_admin: bool, is_partner: bool) -> Overview:
    """Campaigns that are archived are left out; the newest comes first."""
    beside = _ask_of_work if is_admin else None
    waiting, found = get_waiting(viewer, at, is_admin=is_admin, is_partner=is_partner, beside=beside)
    campaigns = _CAMPAIGNS[is_admin].ask(viewer=viewer.pk, at=at)
    mails = _MAILS[is_admin].ask(viewer=viewer.pk, at=at)
    return Overview(waiting, _run(campaigns, mails, at), _to_work(found, at) if is_admin else None)


def _ask_of_work(at: datetime) -> list[Rows]:
    """What the workers looked for, mail to all that is late, and files applied."""
    # mail about one person's affairs that came to be late would tell when they arose
    late = get_waiting_mail().filter(template__startswith=TO_ALL, due_at__lt=at - OVERDUE)
    applied = Upload.objects.filter(applied_at__isnull=False)
    return [Rows(get_sweeps(), "at"), Rows(late, "due_at"), Rows(applied, "applied_at")]


def _to_work(found: Sequence[Found], at: datetime) -> Work:
    sweeps, mails, uploads = found
    is_awake = sweeps.until is not None and at - sweeps.until <= SILENT
    return Work(is_awake=is_awake, is_mail_late=bool(mails.number), last_import=uploads.until)


def _campaigns(viewer: int, at: datetime, *, is_admin: bool) -> QuerySet[Campaign]:
    """With how many members they tell and what was published."""
    members = get_members(OuterRef("pk"))
    releases = Release.objects.filter(campaign=OuterRef("pk")).order_by("-number").values("public_id")
    # less those who left, few and found by an index: everybody's employment is not looked at
    told = _number(members) - _number(members.filter(employee__is_active=False))
    return _standing(viewer, at, is_admin=is_admin).annotate(told=told, released=Subquery(releases[:1]))


def _mails(viewer: int, at: datetime, *, is_admin: bool) -> QuerySet[Notice, Counts]:
    return deliveries_of(_standing(viewer, at, is_admin=is_admin))


def _standing(viewer: int, at: datetime, *, is_admin: bool) -> QuerySet[Campaign]:
    """Those that are not archived, the newest first."""
    campaigns = campaigns_on_desk_of(person_by_id(viewer), at, is_admin=is_admin)
    return campaigns.exclude(status=CampaignStatus.ARCHIVED).order_by("-pk")


def _number(members: QuerySet[Assignment]) -> Coalesce:
    counted = members.order_by().values("campaign").annotate(members=Count("pk")).values("members")
    return Coalesce(Subquery(counted), 0)


_CAMPAIGNS = {has: Statement(partial(_campaigns, is_admin=has), viewer=int, at=datetime) for has in (True, False)}
_MAILS = {has: Statement(partial(_mails, is_admin=has), viewer=int, at=datetime) for has in (True, False)}


def _days_until(deadline: datetime, at: datetime, zone: str) -> int:
    """Calendar days where the deadline is read: from any hour of a day to the next day it is one."""
    place = ZoneInfo(zone)
    return (deadline.astimezone(place).date() - at.astimezone(place).date()).days


def _run(rows: Sequence[Any], mails: Sequence[Counts], at: datetime) -> list[Running]:
    """What each of them is at."""
    found = [(campaign, campaign.told, campaign.released) for campaign in rows]
    deliveries = by_campaign(mails)
    running = []
    for campaign, members, release in found:
        deadline = campaign.deadline_at
        is_open = campaign.status == CampaignStatus.OPEN and deadline is not None and deadline > at
        running.append(
            Running(
                campaign=campaign,
                members=members,
                deadline=deadline.astimezone(ZoneInfo(campaign.deadline_zone)) if deadline is not None else None,
                days_left=(
                    _days_until(deadline, at, campaign.deadline_zone) if is_open and deadline is not None else None
                ),
                delivery=next(iter(deliveries.get(campaign.pk, ())), None),
                release=release,
            )
        )
    return running
