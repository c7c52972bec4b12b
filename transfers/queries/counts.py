"""How many people chose what, by unit and level: exact, for the one action that stores what may be shown of it."""

from collections import Counter
from datetime import datetime

from django.db.models import Q

from transfers.formats.suppression import Group, Tally, Tree
from transfers.models import Assignment, Campaign, Choice
from transfers.queries.choices import open_choice
from transfers.queries.units import get_tree
from transfers.states import AssignmentStatus


def count_choices(campaign: Campaign, until: datetime) -> Tree:
    """Whom the choice was offered to, by what their highest version said at that instant.

    Stands on the units and levels of today. Opens every version that counts; nothing of it is kept or logged. What
    was filed under a key that was destroyed cannot be counted: the caller has made sure that all stand.
    """
    units = get_tree()
    voided_since = Q(status=AssignmentStatus.VOIDED, voided_at__gt=until)
    members = Assignment.objects.filter(
        ~Q(status=AssignmentStatus.VOIDED) | voided_since,
        campaign=campaign,
        choice_offered=True,
        active_at__lte=until,
    )
    filed = (
        Choice.objects.filter(assignment__campaign=campaign, filed_at__lte=until)
        .select_related("key")
        .order_by("assignment_id", "-version")
        .distinct("assignment_id")
    )
    option_of = {choice.assignment_id: open_choice(choice).option for choice in filed.iterator(chunk_size=2_000)}
    counted: Counter[tuple[int, int, str]] = Counter()
    for pk, unit_id, level in members.values_list("pk", "assigned_unit_id", "employee__level"):
        counted[units.standing(unit_id), level, option_of.get(pk, "none")] += 1
    groups = [
        Group(unit_id, level, Tally(*(counted[unit_id, level, option] for option in ("undraft", "stay", "none"))))
        for unit_id, level in {(unit_id, level) for unit_id, level, _option in counted}
    ]
    parents = {
        row.id: units.standing(row.parent_id) if row.parent_id is not None else None for row in units.rows.values()
    }
    return Tree(groups, parents)
