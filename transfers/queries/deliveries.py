"""How the messages that every member of a campaign gets alike went out by mail: counts, by message and status."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max

from transfers.models import Campaign, Notice
from transfers.models.notice import MAIL, TO_ALL
from transfers.queries.notice_words import UNKNOWN, WORDS
from transfers.states import NoticeStatus


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message to all: its words, when it was owed, how many members it goes to and how far each is."""

    title: str
    owed_at: datetime
    members: int
    waiting: int
    sent: int
    needs_attention: int
    last_sent_at: datetime | None


def get_deliveries(campaign: Campaign) -> Sequence[Delivery]:
    """Newest first. Whether somebody read a message is in no count. One query."""
    owed = Notice.objects.filter(
        event__noun="campaign", event__noun_id=campaign.pk, channel=MAIL, template__startswith=TO_ALL
    ).order_by()
    rows = owed.values("event_id", "event__at", "template", "status").annotate(n=Count("pk"), last_at=Max("sent_at"))
    by_event: dict[int, list[Mapping[str, object]]] = {}
    for row in rows.order_by("-event_id"):
        by_event.setdefault(row["event_id"], []).append(row)
    return [_describe(lines) for lines in by_event.values()]


def _describe(lines: Sequence[Mapping[str, object]]) -> Delivery:
    counts = {str(line["status"]): int(str(line["n"])) for line in lines}
    owed_at = lines[0]["event__at"]
    if not isinstance(owed_at, datetime):
        raise AssertionError  # an Event has its instant
    sent = counts.get(NoticeStatus.SENT, 0)
    failing = counts.get(NoticeStatus.NEEDS_ATTENTION, 0)
    members = sum(counts.values())
    return Delivery(
        title=str(WORDS.get(str(lines[0]["template"]), UNKNOWN).title),
        owed_at=owed_at,
        members=members,
        waiting=members - sent - failing,
        sent=sent,
        needs_attention=failing,
        last_sent_at=max((at for line in lines if isinstance(at := line["last_at"], datetime)), default=None),
    )
