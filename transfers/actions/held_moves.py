"""Moves that a file asks for: decided by an HR partner, one at a time."""

from django.utils.translation import gettext as _

from accounts.models import Employee, Unit
from transfers import atomic, ledger
from transfers.actions.locks import lock_people
from transfers.clock import Clock, database_clock
from transfers.errors import Invalid, NotVisible
from transfers.models import HeldMove
from transfers.permissions.chains import check_moves_no_own_chain
from transfers.permissions.held_moves import check_can_decide_held_move
from transfers.queries.units import standing_units
from transfers.sight.actor import Actor

APPLIED, DROPPED = "employee.move_applied", "employee.move_dropped"


@atomic.write
def apply_held_move(held: HeldMove, *, by: Actor, clock: Clock = database_clock) -> Employee:
    """Move the person as the file says. A pending placement stands: it moves them again on its day.

    Raises NotVisible, NotAllowed, and Invalid where the unit was merged or closed, or the manager left, meanwhile.
    Locks: the person and the new manager.
    """
    held = _hold(held)
    at = clock()
    check_can_decide_held_move(by, held, at)
    if not standing_units(Unit.objects.filter(pk=held.unit_id)).exists():
        raise Invalid(
            _("The unit was merged into another or closed since: leave the person where they are and mend the file.")
        )
    if held.changes_manager and held.manager is not None and not held.manager.is_active:
        raise Invalid(_("The manager has left since: leave the person where they are and mend the file."))
    person = held.employee
    person.unit = held.unit
    if held.changes_manager:
        person.manager = held.manager
    person.save(update_fields=["unit", "manager"])
    check_moves_no_own_chain(by, person)
    held.delete()
    ledger.record(APPLIED, person, by=by, at=at, subject=person)
    return person


@atomic.write
def drop_held_move(held: HeldMove, *, by: Actor, clock: Clock = database_clock) -> Employee:
    """Leave the person where they are. The next file that says the same asks again. Locks: the person."""
    held = _hold(held)
    at = clock()
    check_can_decide_held_move(by, held, at)
    held.delete()
    ledger.record(DROPPED, held.employee, by=by, at=at, subject=held.employee)
    return held.employee


def _hold(held: HeldMove) -> HeldMove:
    lock_people([held.employee_id, *([held.manager_id] if held.manager_id is not None else [])])
    found = HeldMove.objects.select_related("employee", "unit", "manager").filter(pk=held.pk).first()
    if found is None:
        raise NotVisible()
    return found
