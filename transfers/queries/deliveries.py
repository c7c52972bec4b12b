"""How the messages that every member of a campaign gets alike went out by mail: counts, by message and status."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.db.models import Count, Max, Q, QuerySet

from transfers.models import Campaign, Notice
from transfers.models.notice import MAIL, MAIL_TEST, TO_ALL
from transfers.queries.notice_words import get_words
from transfers.queries.publish_gate import get_told
from transfers.states import NoticeStatus

# the messages that say that there is a choice
_OF_THE_CHOICE = ("campaign.opened", "campaign.reopened")
# the campaign's primary key and the message's template, then what a Delivery says beside its title
Counts = tuple[int, str, datetime, int, int, int, int, datetime | None]


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


def deliveries_of(campaigns: QuerySet[Campaign]) -> QuerySet[Notice, Counts]:
    """What `by_campaign` reads, newest first. Whether somebody read a message is in no count."""
    owed = Notice.objects.filter(
        event__noun="campaign",
        event__noun_id__in=campaigns.order_by().values("pk"),
        channel=MAIL,
        template__startswith=TO_ALL,
    ).exclude(template=MAIL_TEST)
    sent, failing = Q(status=NoticeStatus.SENT), Q(status=NoticeStatus.NEEDS_ATTENTION)
    rows = owed.values("event_id", "event__at", "event__noun_id", "template").annotate(
        members=Count("pk"),
        waiting=Count("pk", filter=~(sent | failing)),
        sent=Count("pk", filter=sent),
        needs_attention=Count("pk", filter=failing),
        last_sent_at=Max("sent_at"),
    )
    columns = ("event__noun_id", "template", "event__at", "members", "waiting", "sent", "needs_attention")
    counted = rows.order_by("-event_id", "template").values_list(*columns, "last_sent_at")
    return cast("QuerySet[Notice, Counts]", counted)


def by_campaign(counted: Iterable[Counts]) -> dict[int, list[Delivery]]:
    """By the campaign's primary key, in their order."""
    found: dict[int, list[Delivery]] = {}
    for campaign, template, owed_at, members, waiting, sent, needs_attention, last_sent_at in counted:
        title = str(get_words(template).title)
        told = Delivery(title, owed_at, members, waiting, sent, needs_attention, last_sent_at)
        found.setdefault(campaign, []).append(told)
    return found


def get_deliveries(campaign: Campaign) -> dict[int, list[Delivery]]:
    """Those of one campaign, as `by_campaign` gives them."""
    return by_campaign(deliveries_of(Campaign.objects.filter(pk=campaign.pk)))


def get_delivery_report(campaign: Campaign) -> dict[str, Any]:
    """What the page of the report shows."""
    return {
        "deliveries": get_deliveries(campaign).get(campaign.pk, []),
        "has_members": get_told(campaign).exists(),
        "untold": count_untold(campaign),
    }


def get_last_test_mail(campaign: Campaign) -> Notice | None:
    """The newest test mail that somebody asked for, with its recipient and its Event."""
    tests = Notice.objects.filter(
        event__noun="campaign", event__noun_id=campaign.pk, channel=MAIL, template=MAIL_TEST
    )
    return tests.select_related("recipient", "event").order_by("-pk").first()


def count_untold(campaign: Campaign) -> int:
    """Members who were owed no word of the choice, by mail or inbox: they joined after the campaign was opened."""
    told = Notice.objects.filter(event__noun="campaign", event__noun_id=campaign.pk, template__in=_OF_THE_CHOICE)
    return get_told(campaign).exclude(employee_id__in=told.values("recipient_id")).count()
