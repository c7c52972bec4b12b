"""What waits for somebody with a right to act: counts that tell nothing about one person."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import ngettext

from accounts.models import Employee
from transfers.calendars import start_of_portal_day
from transfers.models import Extension, Grant, HeldMove, Notice, Role
from transfers.models.grant import HIRING_MANAGER
from transfers.models.notice import TO_ALL
from transfers.queries.failing_work import get_lines
from transfers.queries.outages import CONFIRM_WITHIN
from transfers.queries.releases import get_standing_proposals
from transfers.queries.round_steps import get_rounds_waiting_for
from transfers.sight.hats import (
    campaigns_served_by,
    grants_in_force,
    is_admin,
    is_hr_partner,
    own_campaigns,
    people_served_by,
)
from transfers.sight.leads import backfills_answered_by
from transfers.states import BackfillStatus, CampaignStatus, ExtensionStatus, GrantStatus, NoticeStatus, RoleStatus


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits: the sentence, the page that shows it, and the part of the address that filters."""

    sentence: str
    noun: str
    query: str


def get_countable_notices(at: datetime) -> QuerySet[Notice]:
    """Messages that everybody gets alike, and those about one person's affairs once the day they arose on is over."""
    return Notice.objects.filter(Q(template__startswith=TO_ALL) | Q(event__at__lt=start_of_portal_day(at)))


def get_waiting(viewer: Employee, at: datetime) -> list[Waiting]:
    """Rights to confirm, roles without a hiring manager, rounds; for admins messages undelivered and failing work."""
    admin = is_admin(viewer, at)
    proposed = Grant.objects.filter(status=GrantStatus.PROPOSED).exclude(proposed_by=viewer).exclude(employee=viewer)
    if not admin:
        proposed = proposed.filter(kind=HIRING_MANAGER)
    managed = grants_in_force(at).filter(kind=HIRING_MANAGER).values("role_id")
    unmanaged = Role.objects.filter(status__in=(RoleStatus.OPEN, RoleStatus.PAUSED)).exclude(pk__in=managed)
    dead = get_countable_notices(at).filter(status=NoticeStatus.NEEDS_ATTENTION) if admin else Notice.objects.none()
    moves = HeldMove.objects.filter(employee__in=people_served_by(viewer, at)).count()
    extensions = Extension.objects.filter(status=ExtensionStatus.PROPOSED, deadline_at__gt=at - CONFIRM_WITHIN)
    run = ~Q(campaign__in=own_campaigns(viewer)) if admin else Q(campaign__in=campaigns_served_by(viewer, at))
    later = extensions.filter(run).count()
    proposals = get_standing_proposals(at).filter(run, campaign__status=CampaignStatus.CLOSED)
    releases = proposals.exclude(proposed_by=viewer).values("campaign").distinct().count()
    asked = backfills_answered_by(viewer, at).filter(status=BackfillStatus.REQUESTED)
    seats = asked.exclude(requested_by=viewer).count()
    rights, roles, messages = proposed.count(), unmanaged.count(), dead.filter(template__startswith=TO_ALL).count()
    others = dead.exclude(template__startswith=TO_ALL).count()
    rounds = get_rounds_waiting_for(viewer, at) if is_hr_partner(viewer, at) else []
    stuck = get_lines(at).count() if admin else 0
    found = [
        (
            rights,
            ngettext("%(n)d right waits for a second person", "%(n)d rights wait for a second person", rights),
            "grant",
            "status__exact=proposed",
        ),
        (
            later,
            ngettext("%(n)d later deadline waits for you", "%(n)d later deadlines wait for you", later),
            "extension",
            "status__exact=proposed",
        ),
        (
            releases,
            ngettext(
                "%(n)d release of counts waits for a second person",
                "%(n)d releases of counts wait for a second person",
                releases,
            ),
            "campaign",
            "status__exact=closed",
        ),
        (
            len(rounds),
            ngettext("%(n)d round waits for you", "%(n)d rounds wait for you", len(rounds)),
            f"round/{rounds[0].pk}" if len(rounds) == 1 else "round",
            "",
        ),
        (
            roles,
            ngettext("%(n)d open role has no hiring manager", "%(n)d open roles have no hiring manager", roles),
            "role",
            "status__exact=open",
        ),
        (
            seats,
            ngettext("%(n)d request for a backfill waits", "%(n)d requests for a backfill wait", seats),
            "backfill",
            "status__exact=requested",
        ),
        (
            moves,
            ngettext("%(n)d held move waits for you", "%(n)d held moves wait for you", moves),
            "heldmove",
            "",
        ),
        (
            messages,
            ngettext("%(n)d message could not be delivered", "%(n)d messages could not be delivered", messages),
            "notice",
            "status__exact=needs_attention",
        ),
        (
            others,
            ngettext(
                "%(n)d message about one person's affairs could not be delivered",
                "%(n)d messages about one person's affairs could not be delivered",
                others,
            ),
            "notice/new/others",
            "",
        ),
        (
            stuck,
            ngettext("%(n)d kind of work fails again and again", "%(n)d kinds of work fail again and again", stuck),
            "failingwork",
            "",
        ),
    ]
    return [Waiting(sentence % {"n": count}, noun, query) for count, sentence, noun, query in found if count]
