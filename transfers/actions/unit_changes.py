"""A unit that goes: merged into another, which takes over everything that hangs on it, or closed."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import F
from django.utils.translation import gettext as _

from accounts.models import Unit
from transfers import atomic, ledger
from transfers.actions.locks import keep_imports_out, lock_people, lock_roles
from transfers.actions.reasons import take_reason
from transfers.actions.units import get_arrivals, tell_arrivals
from transfers.clock import Clock, database_clock
from transfers.errors import Invalid
from transfers.ledger import Owed
from transfers.models import HeldMove, UnitChange
from transfers.models.unit_change import CLOSED, MERGED
from transfers.permissions.units import check_can_close_unit, check_can_merge_unit
from transfers.queries.units import Reach, get_reach, get_units_above
from transfers.sight.actor import Actor, employee_of


@atomic.write
def merge_unit(
    unit: Unit,
    into: Unit,
    *,
    on: date,
    reason: str,
    approved_headcount: int | None = None,
    by: Actor,
    clock: Clock = database_clock,
) -> UnitChange:
    """Merge one unit into another for good: people, roles, assignments and rights to return follow.

    `into` is approved for `approved_headcount` afterwards; None: for both together. Figures that were published
    stay as they are. Everybody whom it concerns is told, with the reason.
    Raises NotVisible, NotAllowed, Invalid naming the field. Locks: imports, so that no file puts anybody into a unit
    that it read before; the people, then the roles, then both units.
    """
    keep_imports_out()
    reach = get_reach(unit)
    drafted = reach.assignments.values_list("employee_id", flat=True)
    lock_people({*reach.people.values_list("pk", flat=True), *drafted})
    lock_roles(reach.roles.values_list("pk", flat=True))
    units = _lock_units((unit, into))
    unit, into = units[unit.pk], units[into.pk]
    at = clock()
    check_can_merge_unit(by, unit, into, at)
    change = _change(unit, MERGED, into=into, on=on, reason=reason, by=by, at=at)
    concerned, arrivals = _people_concerned(reach), get_arrivals(unit)
    _follow(reach, into)
    if approved_headcount is None:
        approved_headcount = into.approved_headcount + unit.approved_headcount
    _take_place(unit, into, on, approved_headcount)
    event = ledger.record("unit.merged", unit, by=by, at=at)
    refs = {"unit_change": str(change.public_id)}
    ledger.owe_all([Owed(event, pk, "unit.merged", refs) for pk in sorted(concerned)], at=at)
    if into.is_at_risk and not unit.is_at_risk:
        tell_arrivals(event, arrivals, at=at)
    return change


@atomic.write
def close_unit(unit: Unit, *, on: date, reason: str, by: Actor, clock: Clock = database_clock) -> UnitChange:
    """Close a unit where nobody works: whoever has a right to return there goes to their campaign's pool instead.

    Those people are told, with the reason. Raises NotVisible, NotAllowed, Invalid naming the field. Locks: imports,
    then the unit.
    """
    keep_imports_out()
    unit = _lock_units((unit,))[unit.pk]
    at = clock()
    check_can_close_unit(by, unit, at)
    change = _change(unit, CLOSED, into=None, on=on, reason=reason, by=by, at=at)
    unit.approved_headcount = 0
    unit.save(update_fields=["approved_headcount"])
    event = ledger.record("unit.closed", unit, by=by, at=at)
    refs = {"unit_change": str(change.public_id)}
    concerned = _people_concerned(get_reach(unit))
    ledger.owe_all([Owed(event, pk, "unit.closed", refs) for pk in sorted(concerned)], at=at)
    return change


def _lock_units(units: Iterable[Unit]) -> dict[int, Unit]:
    """Hold units by ascending id: two merges that cross wait for each other."""
    held = Unit.objects.filter(pk__in={unit.pk for unit in units}).order_by("pk").select_for_update(no_key=True)
    return {unit.pk: unit for unit in held}


def _change(
    unit: Unit, what: str, *, into: Unit | None, on: date, reason: str, by: Actor, at: datetime
) -> UnitChange:
    reason = take_reason(reason, field="reason")
    if on > at.date():
        raise Invalid(_("It takes effect at once: record it on its day or later."), field="on")
    return UnitChange.objects.create(
        unit=unit, what=what, into=into, on=on, reason=reason, at=at, changed_by=employee_of(by)
    )


def _people_concerned(reach: Reach) -> set[int]:
    """Ids of who works there, came from there or is assigned there, whatever they filed."""
    members = reach.people.filter(is_active=True).values_list("pk", flat=True)
    drafted = reach.assignments.filter(employee__is_active=True).values_list("employee_id", flat=True)
    return {*members, *drafted}


def _follow(reach: Reach, into: Unit) -> None:
    """Everything that hangs on the unit hangs on `into` from now on; a role's version tells open pages of it."""
    unit = reach.unit
    reach.people.update(unit=into)
    HeldMove.objects.filter(unit=unit).update(unit=into)
    reach.roles.update(unit=into, version=F("version") + 1)
    reach.assignments.filter(origin_unit=unit).update(origin_unit=into)
    reach.assignments.filter(assigned_unit=unit).update(assigned_unit=into)
    reach.campaigns.filter(pool=unit).update(pool=into)
    for campaign in reach.campaigns.filter(assigned_units=unit):
        campaign.assigned_units.add(into)
        campaign.assigned_units.remove(unit)


def _take_place(unit: Unit, into: Unit, on: date, approved_headcount: int) -> None:
    """The tree without the unit: what lay within it lies within `into`, which moves up where it was one of them."""
    if unit in get_units_above(into):
        into.parent = unit.parent
    into.approved_headcount = approved_headcount
    into.save(update_fields=["parent", "approved_headcount"])
    unit.children.exclude(pk=into.pk).update(parent=into)
    unit.merged_into, unit.merged_on = into, on
    unit.save(update_fields=["merged_into", "merged_on"])
