"""How many people left the company before a reassignment and since, of the leavers that its files named.

Counted on the campaign's first day of assignment, over the same length on both sides at most, up to the last
midnight, in whole steps of the floor. It is of the whole company: of no unit, and of nobody's choice.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import DateField, ExpressionWrapper, F, Func, OuterRef, QuerySet, Subquery, Value

from transfers.formats.small_counts import in_steps
from transfers.models import Assignment, Campaign, Leaver
from transfers.queries.retention import KEPT

SPAN = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Attrition:
    """Whole steps of people who left before `on` and since (None: fewer than one step), over so many days."""

    on: date
    before: int | None
    since: int | None
    days_since: int


def with_leavers(campaigns: QuerySet[Campaign], at: datetime) -> QuerySet[Campaign]:
    """Campaigns with what `get_attrition` reads of them."""
    first = Assignment.objects.filter(campaign=OuterRef("pk")).order_by("assigned_on").values("assigned_on")[:1]
    left = Leaver.objects.order_by().annotate(people=Func(F("pk"), function="COUNT")).values("people")
    length = Value(SPAN.days)
    start = ExpressionWrapper(OuterRef("drafted_on") - length, output_field=DateField())
    end = ExpressionWrapper(OuterRef("drafted_on") + length, output_field=DateField())
    before = left.filter(left_on__gte=start, left_on__lt=OuterRef("drafted_on"))
    since = left.filter(left_on__gte=OuterRef("drafted_on"), left_on__lt=at.date()).filter(left_on__lt=end)
    return campaigns.annotate(drafted_on=Subquery(first)).annotate(
        left_before=Subquery(before), left_since=Subquery(since), leavers=Subquery(left)
    )


def get_attrition(campaign: Campaign, floor: int, at: datetime) -> Attrition | None:
    """None before any leaver was loaded, and once some of the days before are kept no longer."""
    found: Any = campaign  # with what was annotated
    on: date | None = found.drafted_on
    today = at.date()
    if on is None or on >= today or not found.leavers or on - SPAN <= (at - KEPT).date():
        return None
    return Attrition(
        on=on,
        before=in_steps(found.left_before, floor),
        since=in_steps(found.left_since, floor),
        days_since=min(SPAN, today - on).days,
    )
