"""Where a unit stands in the tree, and where it went."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, When

from accounts.models import Employee, Unit
from accounts.models.unit import CLOSED_UNITS, is_closed
from transfers.models import Assignment, Campaign, Role, UnitChange
from transfers.models.unit_change import CLOSED
from transfers.states import AssignmentStatus, CampaignStatus, RoleStatus


class UnitRow(NamedTuple):
    """What everybody may know of a unit."""

    id: int
    public_id: UUID
    name: str
    sort_name: str
    parent_id: int | None
    merged_into_id: int | None
    approved: int
    is_at_risk: bool
    is_pool: bool


@dataclass(frozen=True, slots=True)
class Tree:
    """The whole organisation, read once."""

    rows: Mapping[int, UnitRow]

    def standing(self, unit_id: int) -> int:
        """The unit itself, or what it was merged into, however often."""
        seen = set()
        while (after := self.rows[unit_id].merged_into_id) is not None and unit_id not in seen:
            seen.add(unit_id)
            unit_id = after
        return unit_id

    def within(self, unit_id: int) -> frozenset[int]:
        """The unit and every unit above it, as they stand."""
        found: set[int] = set()
        above: int | None = self.standing(unit_id)
        while above is not None and above not in found:
            found.add(above)
            parent = self.rows[above].parent_id
            above = self.standing(parent) if parent is not None else None
        return frozenset(found)

    def is_closed(self, unit_id: int) -> bool:
        """Whether nobody is meant to be there any more."""
        row = self.rows[unit_id]
        return is_closed(row.approved, is_pool=row.is_pool)


@dataclass(frozen=True, slots=True)
class Reach:
    """What hangs on a unit and follows it where it is merged: until a campaign is archived, its assignments too."""

    unit: Unit
    people: QuerySet[Employee]
    roles: QuerySet[Role]
    assignments: QuerySet[Assignment]
    campaigns: QuerySet[Campaign]

    def count(self) -> dict[str, int]:
        """How many people, roles that are not closed and reassignments, for whoever decides about the unit."""
        return {
            "people": self.people.filter(is_active=True).count(),
            "roles": self.roles.exclude(status=RoleStatus.CLOSED).count(),
            "assignments": self.assignments.count(),
        }

    def between(self, other: Unit) -> bool:
        """Whether anybody was reassigned from one of the two to the other, in either direction."""
        there = Q(origin_unit=self.unit, assigned_unit=other) | Q(origin_unit=other, assigned_unit=self.unit)
        return self.assignments.filter(there).exists()


def get_reach(unit: Unit) -> Reach:
    """Everything that would follow a unit."""
    campaigns = Campaign.objects.exclude(status=CampaignStatus.ARCHIVED)
    assignments = Assignment.objects.filter(Q(origin_unit=unit) | Q(assigned_unit=unit), campaign__in=campaigns)
    return Reach(
        unit=unit,
        people=Employee.objects.filter(unit=unit),
        roles=Role.objects.filter(unit=unit),
        assignments=assignments.exclude(status=AssignmentStatus.VOIDED),
        campaigns=campaigns,
    )


def get_units_above(unit: Unit) -> list[Unit]:
    """The unit and every unit above it, nearest first."""
    found: list[Unit] = []
    above: Unit | None = unit
    while above is not None and above not in found:
        found.append(above)
        above = above.parent
    return found


def get_tree() -> Tree:
    """Every unit, merged ones too."""
    rows = Unit.objects.values_list(
        "id",
        "public_id",
        "name",
        "sort_name",
        "parent_id",
        "merged_into_id",
        "approved_headcount",
        "is_at_risk",
        "is_pool",
    )
    return Tree(rows={row[0]: UnitRow(*row) for row in rows})


def get_standing_unit(unit: Unit, *, pool: Unit | None) -> Unit | None:
    """The unit itself, or what it was merged into, however often; `pool` where it was closed."""
    seen: set[int] = set()
    while unit.merged_into is not None and unit.pk not in seen:
        seen.add(unit.pk)
        unit = unit.merged_into
    return pool if is_closed(unit.approved_headcount, is_pool=unit.is_pool) else unit


def with_closing_day(units: QuerySet[Unit]) -> QuerySet[Unit]:
    """With `closed_on`, the day on which somebody closed it; None where nobody did, or people were approved since."""
    last = _closings().order_by("-pk").values("on")
    return units.annotate(closed_on=Case(When(CLOSED_UNITS, then=Subquery(last[:1]))))


def standing_units(units: QuerySet[Unit]) -> QuerySet[Unit]:
    """Those that people can be moved to: neither merged into another nor closed by somebody."""
    return units.filter(merged_into=None).exclude(CLOSED_UNITS & Q(Exists(_closings())))


def _closings() -> QuerySet[UnitChange]:
    return UnitChange.objects.filter(unit=OuterRef("pk"), what=CLOSED)
