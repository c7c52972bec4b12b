"""How short of people units are: live for the ranking, and as the dated figures that everybody reads.

Only announced moves count. A placement that was accepted and not announced changes nothing here: neither the unit
it leaves nor the unit it joins, and an end day that was announced goes on counting until another move is.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Greatest

from accounts.models import Employee
from transfers.matching.shortage import band_of, shortage_bp
from transfers.matching.types import UnitFacts
from transfers.models import Entitlement, Placement, ShortageSnapshot
from transfers.models.campaign import POOL
from transfers.models.entitlement import POLICY_END
from transfers.queries.statements import Statement
from transfers.queries.units import Tree
from transfers.states import AssignmentStatus, EntitlementStatus, PlacementStatus


class Move(NamedTuple):
    """Somebody is known to leave one unit for another; the two are ids of units as they stand."""

    from_id: int
    to_id: int | None
    employee_id: int


def get_unit_facts(tree: Tree, at: datetime) -> dict[int, UnitFacts]:
    """The headcounts of every unit that stands, with announced moves, at one instant."""
    filled: Counter[int] = Counter()
    for unit_id, people in Employee.objects.filter(is_active=True).values_list("unit").annotate(n=Count("id")):
        filled[tree.standing(unit_id)] += people
    moves = list(get_announced_moves(tree, at))
    leaving = Counter(move.from_id for move in moves)
    joining = Counter(move.to_id for move in moves)
    return {
        row.id: UnitFacts(
            id=row.id,
            approved=row.approved,
            filled=filled[row.id],
            announced_out=leaving[row.id],
            announced_in=joining[row.id],
            is_at_risk=row.is_at_risk,
            within=tree.within(row.id),
        )
        for row in tree.rows.values()
        if row.merged_into_id is None
    }


def get_announced_moves(tree: Tree, at: datetime) -> Iterator[Move]:
    """Who is known to leave a unit for another, by a placement or by an end day."""
    placements = Placement.objects.filter(status=PlacementStatus.PENDING, announced_at__lte=at)
    for here, there, who in placements.values_list("employee__unit_id", "role__unit_id", "employee_id"):
        yield Move(tree.standing(here), tree.standing(there), who)
    replaced = placements.filter(employee_id=OuterRef("assignment__employee_id"))
    end_days = Entitlement.objects.filter(
        ~Q(status=EntitlementStatus.ENDED) | Q(ended_because=POLICY_END),
        ~Exists(replaced),
        end_announced_at__lte=at,
        assignment__status=AssignmentStatus.ACTIVE,
        assignment__employee__is_active=True,
    )
    columns = (
        "assignment__employee__unit_id",
        "assignment__origin_unit_id",
        "assignment__campaign__after_end",
        "assignment__campaign__pool_id",
        "assignment__employee_id",
    )
    for here, origin, after_end, pool, who in end_days.values_list(*columns):
        target = tree.standing(origin)
        if pool is not None and (after_end == POOL or tree.is_closed(target)):
            target = tree.standing(pool)
        yield Move(tree.standing(here), target, who)


@dataclass(frozen=True, slots=True)
class UnitShortage:
    """One unit's public figures: how many people it is short of, of how many approved, and the band that is in."""

    unit_id: int
    name: str
    approved: int
    filled: int
    short: int
    basis_points: int
    band: int


@dataclass(frozen=True, slots=True)
class ShortagePage:
    """The figures of a day, most short-staffed first."""

    on: date
    rows: list[UnitShortage]
    approved: int
    short: int


def get_shortage_page(tree: Tree, band_bp: int) -> ShortagePage | None:
    """The newest snapshot; None before the first one."""
    newest = ShortageSnapshot.objects.order_by("-on").values("on")[:1]
    kept = list(ShortageSnapshot.objects.filter(on=Subquery(newest)))
    if not kept:
        return None
    rows = [
        UnitShortage(
            unit_id=row.unit_id,
            name=tree.rows[row.unit_id].name,
            approved=row.approved,
            filled=row.filled,
            short=max(0, row.approved - row.filled + row.announced_out - row.announced_in),
            basis_points=row.shortage_bp,
            band=band_of(row.shortage_bp, band_bp),
        )
        for row in kept
    ]
    rows.sort(key=lambda row: (-row.basis_points, tree.rows[row.unit_id].sort_name, row.unit_id))
    return ShortagePage(
        on=kept[0].on, rows=rows, approved=sum(row.approved for row in rows), short=sum(row.short for row in rows)
    )


class ShortageTotal(NamedTuple):
    """The whole company's, of the newest snapshot."""

    on: date
    approved: int
    short: int


def get_shortage_total() -> ShortageTotal | None:
    """What `get_shortage_page` counts in all; None before the first snapshot."""
    return next((ShortageTotal(*row) for row in _TOTAL.ask()), None)


def _total() -> QuerySet[ShortageSnapshot, tuple[date, int, int]]:
    short = Greatest(Value(0), F("approved") - F("filled") + F("announced_out") - F("announced_in"))
    by_day = ShortageSnapshot.objects.order_by("-on").values("on")
    return by_day.annotate(of_all=Sum("approved"), short=Sum(short)).values_list("on", "of_all", "short")[:1]


_TOTAL = Statement(_total)


def snapshots_of(units: Iterable[UnitFacts], on: date) -> list[ShortageSnapshot]:
    """One row a unit with approved headcount, not yet written."""
    return [
        ShortageSnapshot(
            unit_id=unit.id,
            on=on,
            approved=unit.approved,
            filled=unit.filled,
            announced_out=unit.announced_out,
            announced_in=unit.announced_in,
            shortage_bp=min(shortage_bp(unit), 100_000),
        )
        for unit in units
        if unit.approved
    ]


def get_days_without_snapshot(at: datetime) -> list[int]:
    """Today as an ordinal, until its figures were kept. Days are UTC's."""
    today = at.date()
    return [] if ShortageSnapshot.objects.filter(on=today).exists() else [today.toordinal()]
