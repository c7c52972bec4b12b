"""One's own assignments, each with where its choice stands; never what was chosen."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db.models import OuterRef, QuerySet, Subquery

from transfers.calendars import last_minute_in
from transfers.errors import NotVisible
from transfers.models import Assignment, Choice, Receipt
from transfers.models.partly import partly
from transfers.prepared import ask
from transfers.queries.deadlines import get_deadline, get_grace, is_window_open
from transfers.queries.policies import get_policy_at
from transfers.queries.statements import Statement, person_by_id
from transfers.sight.actor import Person
from transfers.sight.filters import assignments_visible_to, placements_of
from transfers.states import AssignmentStatus, CampaignStatus, PlacementStatus

_IDS = ("id", "public_id", "campaign_id", "employee_id")
_OWN = """
SELECT a.id, a.public_id, a.campaign_id, a.employee_id
FROM transfers_assignment a JOIN transfers_campaign c ON c.id = a.campaign_id
WHERE a.public_id = %s AND a.employee_id = %s AND a.status <> %s AND c.status <> %s
"""
# What pages say of a membership; another column is asked for when it is read.
_SHOWN = (
    *("public_id", "campaign", "employee", "origin_unit", "assigned_unit", "assigned_on", "choice_offered"),
    *("not_offered_because", "own_deadline_at", "voided_because", "status", "ended_at", "ended_because", "voided_at"),
    *("campaign__public_id", "campaign__name", "campaign__memo", "campaign__memo_from", "campaign__terms"),
    *(
        "campaign__deadline_at",
        "campaign__closes_at",
        "campaign__closed_at",
        "campaign__until_placed",
        "campaign__after_end",
    ),
    *("campaign__pool", "campaign__lottery_seed", "campaign__policy", "campaign__status", "campaign__open_at"),
    *("campaign__policy__grace_minutes", "campaign__policy__late_filing_days", "campaign__policy__latest_end_days"),
    "campaign__policy__announcement_lead_working_days",
    *("campaign__pool__name", "assigned_unit__name", "origin_unit__name", "origin_unit__merged_into"),
    *("origin_unit__is_pool", "origin_unit__approved_headcount", "origin_unit__merged_into__name"),
    *("origin_unit__merged_into__merged_into", "origin_unit__merged_into__is_pool"),
    *("origin_unit__merged_into__approved_headcount", "employee__time_zone", "employee__site__time_zone"),
    "employee__site",
)


class Window(StrEnum):
    """Where a member stands with the choice, the same whatever was filed."""

    NOT_OFFERED = "not offered"
    OPEN = "open"
    CLOSED = "closed"
    OVER = "over"  # the assignment has ended, or the campaign is archived


@dataclass(frozen=True, slots=True)
class Membership:
    """An assignment of the viewer, the highest version that was filed (0: none), when, and its receipt."""

    assignment: Assignment
    version: int
    filed_at: datetime | None
    receipt: uuid.UUID | None
    window: Window
    deadline_at: datetime
    late_until_at: datetime
    placement: uuid.UUID | None  # one that is pending

    @property
    def file_by(self) -> datetime:
        """The deadline as pages say it to the member."""
        return last_minute_in(self.assignment.employee.zone, self.deadline_at)

    @property
    def is_filed(self) -> bool:
        return self.version > 0

    @property
    def is_held(self) -> bool:
        """Whether what was filed stands until the pending placement is undone or cancelled, whatever was filed.

        In the window in which it was filed that hangs on what it was, which nothing here asks.
        """
        opened_at = self.assignment.campaign.open_at
        if self.placement is None or self.filed_at is None:
            return False
        return self.window != Window.OPEN or (opened_at is not None and self.filed_at < opened_at)

    @property
    def may_file_late(self) -> bool:
        """Whether HR may still record a choice, if it was not filed for a reason the policy names."""
        return self.window == Window.CLOSED and not self.is_filed


def get_memberships(viewer: Person, at: datetime) -> list[Membership]:
    """What the viewer is a member of, newest first; without what was voided, archived or is in preparation."""
    return [_describe(row, at) for row in _STANDING.ask(viewer=viewer.pk, at=at)]


def get_whole_past(viewer: Person, at: datetime) -> list[Membership]:
    """As `get_memberships`, with what was voided or archived: for the timeline."""
    return [_describe(row, at) for row in _WHOLE_PAST.ask(viewer=viewer.pk, at=at)]


def get_membership(viewer: Person, public_id: uuid.UUID, at: datetime) -> Membership:
    """One membership by its assignment, or NotVisible."""
    return _one(_BY_ASSIGNMENT.ask(viewer=viewer.pk, at=at, public_id=public_id), at)


def get_own_assignment(viewer: Person, public_id: uuid.UUID) -> Assignment:
    """The assignment alone, its ids and no more, for an action that reads the rest; or NotVisible as there."""
    found = ask(_OWN, [public_id, viewer.pk, AssignmentStatus.VOIDED, CampaignStatus.PREPARING])
    if not found:
        raise NotVisible()
    return partly(Assignment, _IDS, found[0])


def get_membership_in(viewer: Person, campaign_public_id: uuid.UUID, at: datetime) -> Membership:
    """The viewer's membership in a campaign, or NotVisible: the memo is for its members."""
    return _one(_BY_CAMPAIGN.ask(viewer=viewer.pk, at=at, public_id=campaign_public_id), at)


def _memberships(viewer: int, at: datetime) -> QuerySet[Assignment]:
    latest = Choice.objects.filter(assignment=OuterRef("pk")).order_by("-version")
    pending = placements_of(person_by_id(viewer)).filter(status=PlacementStatus.PENDING)
    receipt = Receipt.objects.filter(choice__assignment=OuterRef("pk")).order_by("-choice__version")
    related = ("campaign__policy", "campaign__pool", "origin_unit__merged_into", "assigned_unit", "employee__site")
    return (
        assignments_visible_to(person_by_id(viewer), at)
        .exclude(campaign__status=CampaignStatus.PREPARING)
        .select_related(*related)
        .only(*_SHOWN)
        .annotate(
            latest_version=Subquery(latest.values("version")[:1]),
            latest_filed_at=Subquery(latest.values("filed_at")[:1]),
            latest_receipt=Subquery(receipt.values("public_id")[:1]),
            placement=Subquery(pending.values("public_id")[:1]),
        )
    )


def _standing(viewer: int, at: datetime) -> QuerySet[Assignment]:
    rows = _memberships(viewer, at).exclude(status=AssignmentStatus.VOIDED)
    return rows.exclude(campaign__status=CampaignStatus.ARCHIVED).order_by("-campaign_id", "-pk")


def _whole_past(viewer: int, at: datetime) -> QuerySet[Assignment]:
    return _memberships(viewer, at).order_by("-campaign_id", "-pk")


def _by_assignment(viewer: int, at: datetime, public_id: uuid.UUID) -> QuerySet[Assignment]:
    return _memberships(viewer, at).exclude(status=AssignmentStatus.VOIDED).filter(public_id=public_id)


def _by_campaign(viewer: int, at: datetime, public_id: uuid.UUID) -> QuerySet[Assignment]:
    rows = _memberships(viewer, at).exclude(status=AssignmentStatus.VOIDED)
    return rows.filter(campaign__public_id=public_id)[:1]


_STANDING = Statement(_standing, viewer=int, at=datetime)
_WHOLE_PAST = Statement(_whole_past, viewer=int, at=datetime)
_BY_ASSIGNMENT = Statement(_by_assignment, viewer=int, at=datetime, public_id=uuid.UUID)
_BY_CAMPAIGN = Statement(_by_campaign, viewer=int, at=datetime, public_id=uuid.UUID)


def _one(rows: list[Assignment], at: datetime) -> Membership:
    if not rows:
        raise NotVisible()
    return _describe(rows[0], at)


def _describe(row: Assignment, at: datetime) -> Membership:
    deadline_at = get_deadline(row)
    if deadline_at is None:
        raise AssertionError  # an opened campaign has one, by constraint
    policy = row.campaign.policy or get_policy_at(at)
    return Membership(
        assignment=row,
        version=getattr(row, "latest_version", None) or 0,
        filed_at=getattr(row, "latest_filed_at", None),
        receipt=getattr(row, "latest_receipt", None),
        window=_window(row, at),
        deadline_at=deadline_at,
        placement=getattr(row, "placement", None),
        late_until_at=deadline_at + get_grace(row, at) + timedelta(days=policy.late_filing_days),
    )


def _window(row: Assignment, at: datetime) -> Window:
    if not row.choice_offered:
        return Window.NOT_OFFERED
    if row.status != AssignmentStatus.ACTIVE or row.campaign.status == CampaignStatus.ARCHIVED:
        return Window.OVER
    return Window.OPEN if is_window_open(row, at) else Window.CLOSED
