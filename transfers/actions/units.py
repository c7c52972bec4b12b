"""What HR writes down about a unit by hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import Employee, Unit
from transfers import atomic, ledger
from transfers.actions.locks import lock_roles
from transfers.clock import Clock, database_clock
from transfers.errors import Invalid
from transfers.ledger import Owed
from transfers.models import Event, Placement, Role
from transfers.permissions.chains import check_moves_no_own_unit
from transfers.permissions.people import check_can_change_units
from transfers.sight.actor import Actor
from transfers.states import PlacementStatus

MOST_PEOPLE = 1_000_000


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """Everything HR may change about a unit; its code is stable."""

    name: str
    parent: Unit | None
    lead: Employee | None
    approved_headcount: int
    is_at_risk: bool
    delegates: Sequence[Employee] = ()


@atomic.write
def change_unit(unit: Unit, facts: UnitFacts, *, by: Actor, clock: Clock = database_clock) -> Unit:
    """Replace what is written down about a unit. Marked at risk, those on their way there are told at once.

    Raises Invalid naming the field, NotAllowed where `by` leads the unit or works in it, before or after. Locks: its
    roles where it is marked at risk, so that nobody accepts an offer there unseen; the unit.
    """
    if facts.is_at_risk:
        lock_roles(Role.objects.filter(unit=unit).values_list("pk", flat=True))
    unit = Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    at = clock()
    check_can_change_units(by, at)
    is_moving = (facts.lead, facts.parent) != (unit.lead, unit.parent)
    is_moving |= {person.pk for person in facts.delegates} != {person.pk for person in unit.delegates.all()}
    if is_moving:
        check_moves_no_own_unit(by, unit)
    if not facts.name.strip():
        raise Invalid(_("Give the unit a name."), field="name")
    if not 0 <= facts.approved_headcount <= MOST_PEOPLE:
        raise Invalid(_("The headcount lies between 0 and a million."), field="approved_headcount")
    _check_parent(unit, facts.parent)
    becomes_at_risk = facts.is_at_risk and not unit.is_at_risk
    unit.name = facts.name.strip()
    unit.parent = facts.parent
    unit.lead = facts.lead
    unit.approved_headcount = facts.approved_headcount
    unit.is_at_risk = facts.is_at_risk
    unit.save(update_fields=["name", "sort_name", "parent", "lead", "approved_headcount", "is_at_risk"])
    unit.delegates.set(facts.delegates)
    if is_moving:
        check_moves_no_own_unit(by, unit)
    event = ledger.record("unit.changed", unit, by=by, at=at)
    if becomes_at_risk:
        tell_arrivals(event, get_arrivals(unit), at=at)
    return unit


def _check_parent(unit: Unit, parent: Unit | None) -> None:
    seen: set[int] = set()
    while parent is not None and parent.pk not in seen:
        if parent.pk == unit.pk:
            raise Invalid(_("A unit does not lie within itself."), field="parent")
        seen.add(parent.pk)
        parent = parent.parent


def get_arrivals(unit: Unit) -> list[Placement]:
    """The moves into a unit that were accepted and not carried out."""
    pending = Placement.objects.filter(role__unit=unit, status=PlacementStatus.PENDING)
    return list(pending.order_by("employee_id"))


def tell_arrivals(event: Event, arrivals: Sequence[Placement], *, at: datetime) -> None:
    """Join a transaction by which a unit came to be at risk: tell those on their way there that they may cancel."""
    ledger.owe_all(
        [
            Owed(
                event=event,
                recipient_id=placement.employee_id,
                template="placement.unit_at_risk",
                refs={"placement": str(placement.public_id)},
            )
            for placement in arrivals
        ],
        at=at,
    )
