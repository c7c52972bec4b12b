"""Rows that draft somebody who stands in another campaign: lawful and told; the origin is a unit they stood in."""

from collections import defaultdict
from collections.abc import Sequence

from django.utils.translation import gettext as _

from accounts.models import Employee
from transfers.actions.imports.sheet import Sheet
from transfers.models import Assignment, Campaign
from transfers.states import AssignmentStatus, CampaignStatus

# the index of a row, a person's id, the id of their origin unit (0: the row does not give it), whether overridden
Drafted = tuple[int, int, int, bool]


def look_at_second_drafts(sheet: Sheet, drafted: Sequence[Drafted], campaign: Campaign) -> None:
    """Warn of every row whose person stands in another campaign, and refuse an origin that they were never in.

    A choice, a priority and a way back belong to each assignment; the way back leads to its origin, so a wrong one
    sends somebody to strangers.
    """
    people = [person_id for _index, person_id, _origin, _overridden in drafted]
    elsewhere: dict[int, list[Assignment]] = defaultdict(list)
    rows = Assignment.objects.filter(employee_id__in=people, status=AssignmentStatus.ACTIVE)
    rows = rows.exclude(campaign=campaign).exclude(campaign__status=CampaignStatus.ARCHIVED)
    for each in rows.select_related("campaign", "origin_unit", "assigned_unit").order_by("pk"):
        elsewhere[each.employee_id].append(each)
    now = Employee.objects.filter(pk__in=elsewhere).values_list("pk", "unit_id", "unit__code")
    units = {person_id: {unit_id: code} for person_id, unit_id, code in now}
    for index, person_id, origin_id, is_overridden in drafted:
        standing = elsewhere.get(person_id)
        if standing is None:
            continue
        known = dict(units[person_id])
        for each in standing:
            known |= {each.assigned_unit_id: each.assigned_unit.code, each.origin_unit_id: each.origin_unit.code}
        names = ", ".join(f"{each.campaign.name} ({each.campaign.code})" for each in standing)
        if origin_id and origin_id not in known and not is_overridden:
            words = _(
                "This person is in the campaign %(campaign)s and was in none but these units: %(units)s. Write the "
                "one they were in before, or give an override_reason."
            )
            told = {"campaign": names, "units": ", ".join(sorted(known.values()))}
            sheet.refuse(index, "origin_unit", words % told)
            continue
        words = _(
            "This person is a member of the campaign %(campaign)s already. With this row they stand in both, and "
            "have a choice in each."
        )
        sheet.warn(index, "hr_id", words % {"campaign": names})
