"""How many people chose what, by unit, level and site: exact, for the one action that stores what may be shown."""

from collections import Counter
from datetime import date, datetime

from django.db.models import Q, QuerySet

from transfers.calendars import local_date
from transfers.formats.suppression import Group, Tally, Tree
from transfers.models import Assignment, Campaign, Choice
from transfers.queries.choices import open_choice
from transfers.queries.units import get_tree
from transfers.states import AssignmentStatus


def count_choices(campaign: Campaign, until: datetime) -> Tree:
    """Whom the choice was offered to, by what their highest version said at that instant.

    Stands on the units, levels and sites of today. Opens every version that counts; nothing of it is kept or logged.
    What was filed under a key that was destroyed cannot be counted: the caller has made sure that all stand.
    """
    units = get_tree()
    members = _members(campaign, until)
    filed = (
        Choice.objects.filter(assignment__campaign=campaign, filed_at__lte=until)
        .select_related("key")
        .order_by("assignment_id", "-version")
        .distinct("assignment_id")
    )
    option_of = {choice.assignment_id: open_choice(choice).option for choice in filed.iterator(chunk_size=2_000)}
    counted: Counter[tuple[int, int, int, str]] = Counter()
    places = members.values_list("pk", "assigned_unit_id", "employee__level", "employee__site_id")
    for pk, unit_id, level, site_id in places:
        counted[units.standing(unit_id), level, site_id, option_of.get(pk, "none")] += 1
    groups = [
        Group(of[0], of[1], Tally(*(counted[*of, option] for option in ("undraft", "stay", "none"))), of[2])
        for of in {key[:3] for key in counted}
    ]
    parents = {
        row.id: units.standing(row.parent_id) if row.parent_id is not None else None for row in units.rows.values()
    }
    return Tree(groups, parents)


def count_first_filings(campaign: Campaign, until: datetime) -> Counter[date]:
    """How many of the same people filed for the first time on which day of the campaign's zone."""
    first = Choice.objects.filter(assignment__in=_members(campaign, until), version=1, filed_at__lte=until)
    return Counter(local_date(at, campaign.deadline_zone) for at in first.values_list("filed_at", flat=True))


def _members(campaign: Campaign, until: datetime) -> QuerySet[Assignment]:
    voided_since = Q(status=AssignmentStatus.VOIDED, voided_at__gt=until)
    return Assignment.objects.filter(
        ~Q(status=AssignmentStatus.VOIDED) | voided_since,
        campaign=campaign,
        choice_offered=True,
        active_at__lte=until,
    )
