"""What the lead of a unit reads: released counts, shortage, open roles, minimums, seats left by announced moves.

Nothing about anybody, and nothing that a choice, an offer or a move before its announcement changes. What would be
if more people left is arithmetic with a typed number: it reads headcounts, seats and minimums, never what was filed.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, IntegerField, OuterRef, Prefetch, Q, QuerySet, Value

from accounts.models import EmployeeSkill, Unit
from transfers.errors import NotVisible
from transfers.matching.shortage import people_short, shortage_bp
from transfers.matching.types import FULL_BP, UnitFacts
from transfers.models import Backfill, Placement, SkillMinimum, StaffingMinimum
from transfers.models.backfill import STANDING
from transfers.queries.public_facts import PublicFacts, ShownRole, get_public_facts
from transfers.queries.releases import UnitCount, get_unit_counts
from transfers.queries.shortages import get_announced_moves
from transfers.queries.units import Tree
from transfers.sight.actor import Viewer
from transfers.sight.leads import seats_left_visible_to, units_led_by
from transfers.states import CampaignStatus, PlacementStatus

_LEFT = (PlacementStatus.PENDING, PlacementStatus.FINALISED, PlacementStatus.SETTLED)


@dataclass(frozen=True, slots=True)
class Total:
    """The people that units together lack, of those approved; one that has too many makes up for no other."""

    approved: int
    short: int

    @property
    def basis_points(self) -> int:
        return self.short * FULL_BP // self.approved if self.approved else 0


@dataclass(frozen=True, slots=True)
class LedUnit:
    """One unit with its headcounts; `there` counts announced moves as done.

    `total` is of the unit with everything under it, None where nothing is.
    """

    id: int
    public_id: uuid.UUID
    name: str
    approved: int
    filled: int
    leaving: int
    joining: int
    there: int
    short: int
    basis_points: int
    total: Total | None

    @property
    def above(self) -> int:
        """How many more are there than were approved, with announced moves as done."""
        return max(0, self.there - self.approved)


@dataclass(frozen=True, slots=True)
class Headcount:
    """People against a stated minimum; `there` is None where so few have the skill that a number would tell who."""

    name: str
    proficiency: int | None
    there: int | None
    least: int


@dataclass(frozen=True, slots=True)
class Seat:
    """A seat that an announced move leaves empty, by its day, and what became of the request for it."""

    public_id: uuid.UUID
    left_on: date
    backfill: Backfill | None
    is_left: bool
    number: int  # among those of its unit by their days; 0 where it is not listed there any more

    @property
    def may_be_asked_for(self) -> bool:
        return self.is_left and (self.backfill is None or self.backfill.status not in STANDING)


@dataclass(frozen=True, slots=True)
class LeadPage:
    """Everything about one unit."""

    unit: LedUnit
    counts: Sequence[UnitCount]
    roles: Sequence[ShownRole]
    headcounts: Sequence[Headcount]
    seats: Sequence[Seat]
    floor: int

    @property
    def free_seats(self) -> int:
        return sum(role.free_seats for role in self.roles)


@dataclass(frozen=True, slots=True)
class Spare:
    """How far the people there stand above a minimum, now and supposed; below it, less than nothing."""

    least: int
    now: int
    above: int


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The unit after a typed number of people more had left."""

    leave: int
    there: int
    short: int
    basis_points: int
    spares: Sequence[Spare]


def get_led_units(viewer: Viewer, at: datetime) -> list[LedUnit]:
    """The units that the viewer leads and those under them, the most short-staffed first."""
    public = get_public_facts(at)
    found = [_led(public, row) for row in _standing(viewer, public)]
    return sorted(found, key=lambda unit: (-unit.basis_points, public.around.tree.rows[unit.id].sort_name, unit.id))


def get_lead_page(viewer: Viewer, public_id: uuid.UUID, at: datetime) -> LeadPage:
    """One of them. Raises NotVisible."""
    public = get_public_facts(at)
    unit_id = next(
        (pk for pk in _standing(viewer, public) if public.around.tree.rows[pk].public_id == public_id), None
    )
    if unit_id is None:
        raise NotVisible()
    unit = _led(public, unit_id)
    roles = [role for role in public.shown.values() if role.unit_id == unit_id]
    return LeadPage(
        unit=unit,
        counts=get_unit_counts(viewer, unit_id, at),
        roles=sorted(roles, key=lambda role: (role.sort_title, role.id)),
        headcounts=_headcounts(unit, public),
        seats=_seats(viewer, unit_id, public, at),
        floor=public.suppression_floor,
    )


def get_seat(viewer: Viewer, public_id: uuid.UUID, at: datetime) -> tuple[Placement, Seat, Unit]:
    """One seat with the unit that it is of. Raises NotVisible."""
    placement = _with_backfills(viewer, at).filter(public_id=public_id).select_related("from_unit").first()
    if placement is None:
        raise NotVisible()
    tree = get_public_facts(at).around.tree
    unit_id = tree.standing(placement.from_unit_id)
    listed = _listed(seats_left_visible_to(viewer, at), unit_id, tree).values_list("public_id", flat=True)
    number = next((n for n, of in enumerate(listed, 1) if of == public_id), 0)
    return placement, _seat(placement, number), Unit.objects.get(pk=unit_id)


def suppose(page: LeadPage, leave: int) -> WhatIf:
    """What the figures of the page would be after `leave` more people had left: arithmetic, and nothing is read."""
    there = page.unit.there - leave
    facts = UnitFacts(id=page.unit.id, approved=page.unit.approved, filled=there)
    return WhatIf(
        leave=leave,
        there=there,
        short=people_short(facts),
        basis_points=min(shortage_bp(facts), FULL_BP),
        spares=[
            Spare(of.least, page.unit.there - of.least, there - of.least)
            for of in page.headcounts
            if of.proficiency is None
        ],
    )


def _standing(viewer: Viewer, public: PublicFacts) -> list[int]:
    """Ids of the units that stand among those led."""
    return [pk for pk in units_led_by(viewer).order_by("pk").values_list("pk", flat=True) if pk in public.units]


def _led(public: PublicFacts, unit_id: int) -> LedUnit:
    row, facts = public.around.tree.rows[unit_id], public.units[unit_id]
    return LedUnit(
        id=unit_id,
        public_id=row.public_id,
        name=row.name,
        approved=facts.approved,
        filled=facts.filled,
        leaving=facts.announced_out,
        joining=facts.announced_in,
        there=facts.filled - facts.announced_out + facts.announced_in,
        short=people_short(facts),
        basis_points=shortage_bp(facts),
        total=_total(public, unit_id),
    )


def _total(public: PublicFacts, unit_id: int) -> Total | None:
    within = [facts for facts in public.units.values() if unit_id in facts.within]
    if len(within) < 2:
        return None
    return Total(sum(facts.approved for facts in within), sum(map(people_short, within)))


def _headcounts(unit: LedUnit, public: PublicFacts) -> list[Headcount]:
    """Minimums of campaigns that are not archived: of everybody, then by skill, by announced moves alone."""
    everybody = StaffingMinimum.objects.filter(unit=unit.id).exclude(campaign__status=CampaignStatus.ARCHIVED)
    by_skill = SkillMinimum.objects.filter(unit=unit.id).exclude(campaign__status=CampaignStatus.ARCHIVED)
    none = Value(None, output_field=IntegerField())
    stated = everybody.order_by().values_list("people", "campaign__name", none, none)
    rows = list(stated.union(by_skill.order_by().values_list("people", "campaign__name", "skill_id", "proficiency")))
    found = [Headcount(name, None, unit.there, people) for people, name, skill, _level in rows if skill is None]
    for people, _name, skill, level in rows:
        if skill is not None:
            number = _count_skilled(unit.id, skill, level, public)
            there = number if number >= public.suppression_floor else None
            found.append(Headcount(public.names.skills[skill], level, there, people))
    return sorted(found, key=lambda of: (of.proficiency is not None, of.name, of.least))


def _count_skilled(unit_id: int, skill_id: int, level: int, public: PublicFacts) -> int:
    """Who has a skill in the unit and under it, with announced moves as done; kept as the public facts are."""
    asked = (unit_id, skill_id, level)
    if asked not in public.skilled:
        tree = public.around.tree
        under = {pk for pk in tree.rows if unit_id in tree.within(pk)}
        moves = list(get_announced_moves(tree, public.at))
        leaving = [move.employee_id for move in moves if move.from_id in under and move.to_id not in under]
        joining = [move.employee_id for move in moves if move.to_id in under]
        here = Q(employee__unit__in=under, employee__is_active=True) & ~Q(employee__in=leaving)
        held = EmployeeSkill.objects.filter(here | Q(employee__in=joining), skill=skill_id, proficiency__gte=level)
        public.skilled[asked] = held.count()
    return public.skilled[asked]


def _with_backfills(viewer: Viewer, at: datetime) -> QuerySet[Placement]:
    newest = Prefetch("backfills", Backfill.objects.select_related("role").order_by("-pk"))
    return seats_left_visible_to(viewer, at).prefetch_related(newest)


def _seats(viewer: Viewer, unit_id: int, public: PublicFacts, at: datetime) -> list[Seat]:
    """Seats of one unit by day; one whose move was taken back only where it was asked for."""
    rows = _listed(_with_backfills(viewer, at), unit_id, public.around.tree)
    return [_seat(row, number) for number, row in enumerate(rows, 1)]


def _listed(seats: QuerySet[Placement], unit_id: int, tree: Tree) -> QuerySet[Placement]:
    units = [pk for pk in tree.rows if tree.standing(pk) == unit_id]
    asked = Exists(Backfill.objects.filter(placement=OuterRef("pk")))
    rows = seats.filter(Q(status__in=_LEFT) | asked, from_unit__in=units)
    return rows.order_by("effective_on", "public_id")


def _seat(placement: Placement, number: int) -> Seat:
    return Seat(
        public_id=placement.public_id,
        left_on=placement.effective_on,
        backfill=next(iter(placement.backfills.all()), None),
        is_left=placement.status in _LEFT,
        number=number,
    )
