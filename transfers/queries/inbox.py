"""A person's own messages, newest first."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from transfers.errors import NotVisible
from transfers.models import Assignment, ManagerChange, Notice
from transfers.models.notice import INBOX
from transfers.queries.notice_words import NoticeWords, get_words
from transfers.sight.actor import Viewer
from transfers.sight.filters import notices_visible_to


@dataclass(frozen=True, slots=True)
class Message:
    """One line of the inbox."""

    public_id: uuid.UUID
    at: datetime
    is_read: bool
    words: NoticeWords


def get_inbox(viewer: Viewer, at: datetime) -> QuerySet[Notice]:
    """What is due in the viewer's inbox, for paging."""
    return notices_visible_to(viewer, at).filter(channel=INBOX, due_at__lte=at).order_by("-id")


def get_message(viewer: Viewer, public_id: uuid.UUID, at: datetime) -> Notice:
    """One message of the viewer's inbox, or NotVisible."""
    notice = get_inbox(viewer, at).filter(public_id=public_id).first()
    if notice is None:
        raise NotVisible(_("There is no such message."))
    return notice


def describe(notice: Notice) -> Message:
    """A message in words."""
    return Message(
        public_id=notice.public_id,
        at=notice.due_at,
        is_read=notice.read_at is not None,
        words=get_words(notice.template),
    )


def get_reason(notice: Notice) -> str:
    """The reason that somebody gave for what this message tells its recipient; empty where none was asked."""
    refs = notice.refs
    if "manager_change" in refs:
        change = ManagerChange.objects.filter(
            public_id=refs["manager_change"], employee_id=notice.recipient_id
        ).first()
        return change.reason if change is not None else ""
    if notice.template == "assignment.voided":
        voided = Assignment.objects.filter(public_id=refs["assignment"], employee_id=notice.recipient_id).first()
        return voided.voided_because if voided is not None else ""
    return ""
