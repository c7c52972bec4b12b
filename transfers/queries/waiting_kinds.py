"""What waits for a person's decision beside rights and messages: files, findings, late work, handovers, minimums."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import partial

from django.db.models import Count, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, ngettext_lazy

from accounts.models import Employee
from transfers.models import Placement, StaffingMinimum, Upload
from transfers.models.handover_tick import ALL_STEPS
from transfers.queries.break_glasses import get_break_glasses
from transfers.queries.counted import Found, Rows
from transfers.queries.exceptions import claims_without_manager, reviews_due
from transfers.queries.findings import findings_to_review
from transfers.queries.handovers import get_handovers, is_late
from transfers.queries.public_facts import get_public_facts
from transfers.queries.statements import Statement, person_by_id
from transfers.sight.filters import placements_visible_to
from transfers.sight.hats import campaigns_on_desk_of, is_served_by
from transfers.states import BreakGlassStatus, CampaignStatus, PlacementStatus, UploadStatus

ADMINS = gettext_lazy("an admin")
PARTNERS = gettext_lazy("the HR partner")
SECOND = gettext_lazy("a second person")
HR = gettext_lazy("HR")
RUNS = gettext_lazy("who runs the campaign")
# the worker looks every 30 seconds: what is due for so long has somebody look at it
LATE = timedelta(hours=1)
OWES = gettext_lazy("whoever owes the step")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing that waits: the words with a number in them, whose turn it is, and the page that shows it.

    `noun` is the admin's list and `query` what its address filters by; or `page` is the name of a page elsewhere.
    """

    words: Promise
    owner: Promise
    noun: str = ""
    query: str = ""
    page: str = ""


WRONG_FILES = Kind(
    ngettext_lazy("%(n)d file has rows to mend", "%(n)d files have rows to mend", "n"),
    ADMINS,
    "upload",
    "status__exact=refused",
)
CHECKED_FILES = Kind(
    ngettext_lazy("%(n)d checked file waits to be applied", "%(n)d checked files wait to be applied", "n"),
    ADMINS,
    "upload",
    "status__exact=checked",
)
FINDINGS = Kind(
    ngettext_lazy("%(n)d finding waits for you", "%(n)d findings wait for you", "n"),
    PARTNERS,
    page="transfers:case_exceptions",
)
REVIEWS = Kind(
    ngettext_lazy(
        "%(n)d review of somebody without a placement is due",
        "%(n)d reviews of people without a placement are due",
        "n",
    ),
    PARTNERS,
    page="transfers:case_exceptions",
)
OFFERS = Kind(
    ngettext_lazy("%(n)d offer lost its hiring manager", "%(n)d offers lost their hiring manager", "n"),
    PARTNERS,
    page="transfers:case_exceptions",
)
GLASSES = Kind(
    ngettext_lazy("%(n)d break-glass waits for a second person", "%(n)d break-glasses wait for a second person", "n"),
    SECOND,
    page="transfers:break_glasses",
)
LATE_MOVES = Kind(
    ngettext_lazy(
        "%(n)d announced move is past its effective day and not done",
        "%(n)d announced moves are past their effective day and not done",
        "n",
    ),
    ADMINS,
    "placement",
    "status__exact=pending",
)
LATE_CLOSINGS = Kind(
    ngettext_lazy(
        "%(n)d campaign is past its deadline and not closed",
        "%(n)d campaigns are past their deadline and not closed",
        "n",
    ),
    ADMINS,
    "campaign",
    "status__exact=open",
)
HANDOVERS = Kind(
    ngettext_lazy("%(n)d handover is behind its days", "%(n)d handovers are behind their days", "n"),
    OWES,
    "placement",
)
MINIMUMS = Kind(
    ngettext_lazy(
        "%(n)d unit has fewer people than its stated minimum",
        "%(n)d units have fewer people than their stated minimum",
        "n",
    ),
    RUNS,
    "campaign",
)


def find_more(viewer: Employee, at: datetime, *, is_admin: bool, is_partner: bool) -> Iterator[tuple[Kind, Rows]]:
    """Each kind whose rows are counted, with the instant since when each waits."""
    if is_partner:
        yield FINDINGS, Rows(findings_to_review(viewer, at), "waits_since")
        yield REVIEWS, Rows(reviews_due(viewer, at), "waits_since")
        yield OFFERS, Rows(claims_without_manager(viewer, at), "waits_since")
    if is_admin:
        for kind, status in ((WRONG_FILES, UploadStatus.REFUSED), (CHECKED_FILES, UploadStatus.CHECKED)):
            yield kind, Rows(Upload.objects.filter(status=status), f"{status}_at")
    glasses = get_break_glasses(viewer, at).filter(status=BreakGlassStatus.PROPOSED).exclude(proposed_by=viewer)
    yield GLASSES, Rows(glasses, "proposed_at")
    moves = placements_visible_to(viewer, at).filter(announced_at__lte=at).exclude(employee=viewer)
    late = moves.filter(status=PlacementStatus.PENDING, effective_at__lte=at - LATE)
    yield LATE_MOVES, Rows(late, "effective_at")
    campaigns = campaigns_on_desk_of(viewer, at, is_admin=is_admin)
    closing = campaigns.filter(status=CampaignStatus.OPEN, closes_at__lte=at - LATE)
    yield LATE_CLOSINGS, Rows(closing, "closes_at")


def find_worked_out(
    viewer: Employee, at: datetime, *, is_admin: bool, is_partner: bool
) -> Iterator[tuple[Kind, Found]]:
    """Each kind that no count of rows tells; what waits since no known instant has none."""
    if is_partner:
        yield HANDOVERS, _overdue_handovers(_MOVES.ask(viewer=viewer.pk, at=at), at)
    yield MINIMUMS, Found(_uncovered(_STATED[is_admin].ask(viewer=viewer.pk, at=at), at))


def _moves(viewer: int, at: datetime) -> QuerySet[Placement]:
    """Announced moves of people served that are under way, with a step that is not ticked."""
    partner = person_by_id(viewer)
    served = is_served_by(partner, at, person="employee_id")
    moves = placements_visible_to(partner, at).filter(
        served, announced_at__lte=at, status__in=(PlacementStatus.PENDING, PlacementStatus.FINALISED)
    )
    open_ones = moves.annotate(done=Count("handover_ticks")).filter(done__lt=len(ALL_STEPS))
    return open_ones.select_related("employee__site", "role__site").order_by("pk")


_MOVES = Statement(_moves, viewer=int, at=datetime)


def _overdue_handovers(moves: Iterable[Placement], at: datetime) -> Found:
    """Of announced moves, those with a step whose day is over: as everybody who owes one reads it there."""
    under_way = {one.pk: one for one in moves}
    behind = []
    for pk, parts in get_handovers(under_way.values()).items():
        steps = [step for part in parts for step in part.steps if step.done_at is None]
        if late := [step.day for step in steps if is_late(step, under_way[pk], at)]:
            behind.append(datetime.combine(min(late), time(), UTC))
    return Found(len(behind), min(behind, default=None))


def _stated(viewer: int, at: datetime, *, is_admin: bool) -> QuerySet[StaffingMinimum, tuple[int, int]]:
    """The minimums of campaigns that were opened and are not archived."""
    campaigns = campaigns_on_desk_of(person_by_id(viewer), at, is_admin=is_admin)
    campaigns = campaigns.filter(open_at__isnull=False).exclude(status=CampaignStatus.ARCHIVED)
    return StaffingMinimum.objects.filter(campaign__in=campaigns).order_by().values_list("unit_id", "people")


_STATED = {has: Statement(partial(_stated, is_admin=has), viewer=int, at=datetime) for has in (True, False)}


def _uncovered(rows: list[tuple[int, int]], at: datetime) -> int:
    """Units with fewer people than stated, with announced moves as done and no others: as their leads read it."""
    units = get_public_facts(at).units if rows else {}
    there = {pk: unit.filled - unit.announced_out + unit.announced_in for pk, unit in units.items()}
    return len({unit for unit, people in rows if unit in there and there[unit] < people})
