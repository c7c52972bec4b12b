"""How many people left the company before a reassignment and since, of the leavers that its files named.

Counted on the campaign's first day of assignment, over the same length on both sides at most, up to the last
midnight, in whole steps of the floor. It is of the whole company: of no unit, and of nobody's choice.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.db.models import Count, Min, OuterRef, Q, QuerySet, Subquery, Value

from transfers.formats.small_counts import in_steps
from transfers.models import Assignment, Leaver
from transfers.queries.retention import KEPT
from transfers.queries.statements import Statement

SPAN = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Attrition:
    """Whole steps of people who left before `on` and since (None: fewer than one step), over so many days."""

    on: date
    before: int | None
    since: int | None
    days_since: int


def first_day_of(campaign: str) -> Subquery:
    """A campaign's first day of assignment, as a column of a query in which `campaign` is its id."""
    drafted = Assignment.objects.filter(campaign=OuterRef(campaign)).order_by().values("campaign")
    return Subquery(drafted.annotate(first=Min("assigned_on")).values("first"))


def get_attrition(on: date | None, floor: int, at: datetime) -> Attrition | None:
    """Of a campaign whose first day of assignment is `on`. None before any leaver was loaded, and once some of the
    days before are kept no longer."""
    today = at.date()
    if on is None or on >= today or on - SPAN <= (at - KEPT).date():
        return None
    start, drafted, end = (_midnight(day) for day in (on - SPAN, on, min(on + SPAN, today)))
    [(known, before, since)] = _LEFT.ask(start=start, drafted=drafted, end=end) or [(0, 0, 0)]
    if not known:
        return None
    return Attrition(
        on=on,
        before=in_steps(before, floor),
        since=in_steps(since, floor),
        days_since=min(SPAN, today - on).days,
    )


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _left(start: datetime, drafted: datetime, end: datetime) -> QuerySet[Leaver, tuple[int, int, int]]:
    """How many leavers there are, who left from `start` to before `drafted`, and from then to before `end`."""
    on, all_alike = drafted.date(), Leaver.objects.order_by().annotate(every=Value(1)).values("every")
    return all_alike.annotate(
        known=Count("pk"),
        before=Count("pk", filter=Q(left_on__gte=start.date(), left_on__lt=on)),
        since=Count("pk", filter=Q(left_on__gte=on, left_on__lt=end.date())),
    ).values_list("known", "before", "since")


_LEFT = Statement(_left, start=datetime, drafted=datetime, end=datetime)
