"""What waits for somebody with a right to act: counts that tell nothing about one person."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from django.db.models import Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Greatest
from django.utils.translation import ngettext_lazy

from accounts.models import Employee
from transfers.calendars import start_of_portal_day
from transfers.models import Extension, Grant, HeldMove, Notice, Role
from transfers.models.grant import HIRING_MANAGER
from transfers.models.notice import TO_ALL
from transfers.queries.counted import Counted, Found, Rows, count_all, found_in
from transfers.queries.failing_work import get_lines
from transfers.queries.outages import CONFIRM_WITHIN
from transfers.queries.releases import get_standing_proposals
from transfers.queries.round_steps import rounds_waiting_for
from transfers.queries.statements import Statement, person_by_id
from transfers.queries.waiting_kinds import (
    ADMINS,
    HR,
    PARTNERS,
    RUNS,
    SECOND,
    Kind,
    find_more,
    find_worked_out,
)
from transfers.sight.hats import (
    campaigns_served_by,
    grants_in_force,
    is_served_by,
    own_campaigns,
)
from transfers.sight.leads import backfills_answered_by
from transfers.states import BackfillStatus, CampaignStatus, ExtensionStatus, GrantStatus, NoticeStatus, RoleStatus

RIGHTS = Kind(
    ngettext_lazy("%(n)d grant waits for a second person", "%(n)d grants wait for a second person", "n"),
    SECOND,
    "grant",
    "status__exact=proposed",
)
DEADLINES = Kind(
    ngettext_lazy("%(n)d later deadline waits for you", "%(n)d later deadlines wait for you", "n"),
    RUNS,
    "extension",
    "status__exact=proposed",
)
RELEASES = Kind(
    ngettext_lazy(
        "%(n)d release of counts waits for a second person",
        "%(n)d releases of counts wait for a second person",
        "n",
    ),
    SECOND,
    "campaign",
    "status__exact=closed",
)
ROUNDS = Kind(ngettext_lazy("%(n)d round waits for you", "%(n)d rounds wait for you", "n"), PARTNERS, "round")
ROLES = Kind(
    ngettext_lazy("%(n)d open role has no hiring manager", "%(n)d open roles have no hiring manager", "n"),
    HR,
    "role",
    "status__exact=open",
)
SEATS = Kind(
    ngettext_lazy("%(n)d request for a backfill waits", "%(n)d requests for a backfill wait", "n"),
    HR,
    "backfill",
    "status__exact=requested",
)
MOVES = Kind(
    ngettext_lazy("%(n)d held move waits for you", "%(n)d held moves wait for you", "n"), PARTNERS, "heldmove"
)
MESSAGES = Kind(
    ngettext_lazy("%(n)d message could not be delivered", "%(n)d messages could not be delivered", "n"),
    ADMINS,
    "notice",
    "status__exact=needs_attention",
)
OTHERS = Kind(
    ngettext_lazy(
        "%(n)d message about one person’s affairs could not be delivered",
        "%(n)d messages about one person’s affairs could not be delivered",
        "n",
    ),
    ADMINS,
    "notice/new/others",
)
WORK = Kind(
    ngettext_lazy("%(n)d kind of work fails again and again", "%(n)d kinds of work fail again and again", "n"),
    ADMINS,
    "failingwork",
)


# what is counted in the same query without waiting for anybody
Beside = Callable[[datetime], Sequence[Rows]]


@dataclass(frozen=True, slots=True)
class Waiting:
    """One kind of thing that waits: in words, whose turn it is, for how many days, and the page that shows it.

    `noun` is the admin's list and `query` what its address filters by; or `page` is the name of a page elsewhere.
    """

    sentence: str
    owner: str
    days: int | None
    noun: str
    query: str
    page: str


def get_countable_notices(at: datetime) -> QuerySet[Notice]:
    """Messages that everybody gets alike, and those about one person's affairs once the day they arose on is over."""
    return Notice.objects.filter(Q(template__startswith=TO_ALL) | Q(event__at__lt=start_of_portal_day(at)))


def get_waiting(
    viewer: Employee, at: datetime, *, is_admin: bool, is_partner: bool, beside: Beside | None = None
) -> tuple[list[Waiting], list[Found]]:
    """What waits for a person's decision and may be known to this viewer, the oldest first; and `beside` counted.

    Ages are in days: an instant would tell when somebody acted. One query counts all that rows tell.
    """
    kinds, number, counts = _counts(is_admin, is_partner, beside)
    found = found_in(counts.ask(viewer=viewer.pk, at=at), number)
    worked_out = find_worked_out(viewer, at, is_admin=is_admin, is_partner=is_partner)
    told = [each for each in (*zip(kinds, found, strict=False), *worked_out) if each[1].number]
    told.sort(key=lambda each: each[1].since or at)
    return [_say(kind, of, at) for kind, of in told], found[len(kinds) :]


@cache
def _counts(is_admin: bool, is_partner: bool, beside: Beside | None) -> tuple[list[Kind], int, Statement[Counted]]:
    """The kinds that somebody with these rights has counted, how many counts that makes with those beside, and what
    counts them: the same SQL for all of them."""

    def ask(viewer: int, at: datetime) -> list[tuple[Kind | None, Rows]]:
        person = person_by_id(viewer)
        rights = {"is_admin": is_admin, "is_partner": is_partner}
        more = [(None, rows) for rows in beside(at)] if beside is not None else []
        return [*_find(person, at, **rights), *find_more(person, at, **rights), *more]

    def build(viewer: int, at: datetime) -> QuerySet[Any, Counted]:
        return count_all([rows for _kind, rows in ask(viewer, at)])

    asked = ask(0, datetime.max.replace(tzinfo=UTC))
    kinds = [kind for kind, _rows in asked if kind is not None]
    return kinds, len(asked), Statement(build, viewer=int, at=datetime)


def _say(kind: Kind, of: Found, at: datetime) -> Waiting:
    days = max(0, (at - of.since).days) if of.since is not None else None
    # a list of rounds has no filter for whose turn it is: one that waits is shown itself
    noun = f"{kind.noun}/{of.first}" if kind is ROUNDS and of.number == 1 else kind.noun
    return Waiting(str(kind.words % {"n": of.number}), str(kind.owner), days, noun, kind.query, kind.page)


def _find(viewer: Employee, at: datetime, *, is_admin: bool, is_partner: bool) -> Iterator[tuple[Kind, Rows]]:
    """Rights to confirm, deadlines, releases, roles without a manager, seats, moves; for admins mail and work."""
    proposed = Grant.objects.filter(status=GrantStatus.PROPOSED).exclude(proposed_by=viewer).exclude(employee=viewer)
    yield RIGHTS, Rows(proposed if is_admin else proposed.filter(kind=HIRING_MANAGER), "proposed_at")
    run = ~Q(campaign__in=own_campaigns(viewer)) if is_admin else Q(campaign__in=campaigns_served_by(viewer, at))
    extensions = Extension.objects.filter(status=ExtensionStatus.PROPOSED, deadline_at__gt=at - CONFIRM_WITHIN)
    yield DEADLINES, Rows(extensions.filter(run), "proposed_at")
    proposals = get_standing_proposals(at).filter(run, campaign__status=CampaignStatus.CLOSED)
    releases = proposals.exclude(proposed_by=viewer)
    yield RELEASES, Rows(releases, "proposed_at", of="campaign")
    if is_partner:
        yield ROUNDS, Rows(rounds_waiting_for(viewer, at), "waits_since")
    yield ROLES, _unmanaged(at)
    asked = backfills_answered_by(viewer, at).filter(status=BackfillStatus.REQUESTED)
    yield SEATS, Rows(asked.exclude(requested_by=viewer), "requested_at")
    yield MOVES, Rows(HeldMove.objects.filter(is_served_by(viewer, at, person="employee_id")), "at")
    if not is_admin:
        return
    dead = get_countable_notices(at).filter(status=NoticeStatus.NEEDS_ATTENTION)
    yield MESSAGES, Rows(dead.filter(template__startswith=TO_ALL), "needs_attention_at")
    yield OTHERS, Rows(dead.exclude(template__startswith=TO_ALL), "event__at")
    yield WORK, Rows(get_lines(at), "first_at")


def _unmanaged(at: datetime) -> Rows:
    """Listed roles without a hiring manager: since the last one's right ended, or since they were opened."""
    managers = Grant.objects.filter(kind=HIRING_MANAGER)
    managed = grants_in_force(at).filter(kind=HIRING_MANAGER).values("role_id")
    listed = Role.objects.filter(status__in=(RoleStatus.OPEN, RoleStatus.PAUSED)).exclude(pk__in=managed)
    ended = managers.filter(role=OuterRef("pk")).order_by().values("role").annotate(on=Max("ended_at")).values("on")
    return Rows(listed.annotate(since=Greatest(Subquery(ended), "open_at", "paused_at")), "since")
