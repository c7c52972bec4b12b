"""A person's own messages, newest first."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from accounts.models import Employee
from transfers.errors import NotVisible
from transfers.models import Assignment, Entitlement, ManagerChange, Notice, UnitChange
from transfers.models.notice import INBOX
from transfers.queries.desk_notice_words import NoticeWords
from transfers.queries.notice_words import get_words
from transfers.sight.actor import Viewer
from transfers.sight.chain import people_below
from transfers.sight.filters import claims_visible_to, notices_visible_to, placements_visible_to
from transfers.sight.findings import findings_proposed_by

_OF_PLACEMENT = frozenset({"placement.announced_to_manager", "placement.arrived"})
# told to who made the offer: the role tells one from another
_OF_CLAIM = frozenset({"claim.not_taken_up", "claim.accepted"})
# told to who proposed it; of a person, as of a claim, nothing is said
_OF_FINDING = frozenset({"finding.decided"})
_OF_FILING = "choice.filed"
_OF_END_DAY = frozenset({"assignment.end_announced_to_manager"})


@dataclass(frozen=True, slots=True)
class Message:
    """One line of the inbox."""

    public_id: uuid.UUID
    at: datetime
    is_read: bool
    words: NoticeWords
    role: str = ""


@dataclass(frozen=True, slots=True)
class AnnouncedMove:
    """Who moves, where to (None: back to where they came from) and on which day."""

    name: str
    unit: str | None
    on: date


def get_inbox(viewer: Viewer, at: datetime) -> QuerySet[Notice]:
    """What is due in the viewer's inbox, for paging."""
    return notices_visible_to(viewer, at).filter(channel=INBOX, due_at__lte=at).order_by("-due_at", "-id")


def get_message(viewer: Viewer, public_id: uuid.UUID, at: datetime) -> Notice:
    """One message of the viewer's inbox, or NotVisible."""
    notice = get_inbox(viewer, at).filter(public_id=public_id).first()
    if notice is None:
        raise NotVisible()
    return notice


def describe(notice: Notice, role: str = "") -> Message:
    """A message in words, and the role it is about where that is said."""
    return Message(
        public_id=notice.public_id,
        at=notice.due_at,
        is_read=notice.read_at is not None,
        words=get_words(notice.template),
        role=role,
    )


def describe_all(viewer: Viewer, notices: Iterable[Notice], at: datetime) -> list[Message]:
    """Messages in words; those about claims or findings of the viewer name the role, while it is theirs to see."""
    rows = list(notices)
    told = {row.pk: row.refs["claim"] for row in rows if row.template in _OF_CLAIM and "claim" in row.refs}
    roles: dict[str, str] = {}
    if told:
        seen = claims_visible_to(viewer, at).filter(public_id__in=told.values()).order_by()
        found = seen.values_list("public_id", "role__title", "role__code")
        roles = {str(public_id): f"{title}, {code}" for public_id, title, code in found}
    decided = {row.pk: row.refs["finding"] for row in rows if row.template in _OF_FINDING and "finding" in row.refs}
    if decided:
        proposed = findings_proposed_by(viewer, at).filter(public_id__in=decided.values()).order_by()
        named = proposed.values_list("public_id", "role__title", "role__code")
        roles |= {str(public_id): f"{title}, {code}" for public_id, title, code in named}
        told |= decided
    return [describe(row, roles.get(told.get(row.pk, ""), "")) for row in rows]


def get_reason(notice: Notice) -> str:
    """The reason that somebody gave for what this message tells its recipient; empty where none was asked."""
    refs = notice.refs
    if "manager_change" in refs:
        change = ManagerChange.objects.filter(
            public_id=refs["manager_change"], employee_id=notice.recipient_id
        ).first()
        return change.reason if change is not None else ""
    if "unit_change" in refs:
        # a reason about a unit says nothing of any person; who is told of it is decided where it was recorded
        told = UnitChange.objects.filter(public_id=refs["unit_change"]).first()
        return told.reason if told is not None else ""
    if notice.template == "assignment.voided":
        voided = Assignment.objects.filter(public_id=refs["assignment"], employee_id=notice.recipient_id).first()
        return voided.voided_because if voided is not None else ""
    return ""


def get_receipt(notice: Notice) -> str:
    """The public id of the receipt that a message tells its recipient of; empty where it tells of none."""
    return str(notice.refs.get("receipt", "")) if notice.template == _OF_FILING else ""


def get_announced_move(viewer: Employee, notice: Notice, at: datetime) -> AnnouncedMove | None:
    """The move that a message to a manager is about, while the viewer may see it; None for every other message."""
    refs = notice.refs
    if notice.template in _OF_PLACEMENT and "placement" in refs:
        seen = placements_visible_to(viewer, at).filter(announced_at__lte=at, public_id=refs["placement"])
        placement = seen.select_related("employee", "role__unit").first()
        if placement is not None:
            return AnnouncedMove(placement.employee.name, placement.role.unit.name, placement.effective_on)
    if notice.template in _OF_END_DAY and "assignment" in refs:
        announced = Entitlement.objects.filter(
            assignment__public_id=refs["assignment"],
            assignment__employee__in=people_below(viewer),
            end_announced_at__lte=at,
        )
        entitlement = announced.select_related("assignment__employee").order_by("-pk").first()
        if entitlement is not None:
            return AnnouncedMove(entitlement.assignment.employee.name, None, entitlement.end_on)
    return None
