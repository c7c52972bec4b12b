"""What HR writes down about one person by hand."""

from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from accounts.models import Employee
from transfers import atomic, ledger
from transfers.actions.addresses import NewAddress, keep_address_changes, owe_other_addresses
from transfers.actions.locks import lock_people, lock_person
from transfers.actions.own_deadlines import give_deadlines_for_leave_to
from transfers.actions.reasons import take_reason
from transfers.clock import Clock, database_clock
from transfers.errors import Invalid, NotAllowed
from transfers.models import ManagerChange
from transfers.models.address_change import LEAVE
from transfers.permissions.chains import check_moves_no_own_chain
from transfers.permissions.people import check_can_change_person
from transfers.sight.actor import Actor, employee_of


@atomic.write
def change_manager(
    person: Employee, manager: Employee | None, *, reason: str, by: Actor, clock: Clock = database_clock
) -> ManagerChange:
    """Give a person another manager by hand; the person reads the reason, since it changes who may know what.

    Raises Invalid where the new manager is the person, reports to them, or has left; NotAllowed where `by` stands
    above or below the person, before or after. Locks: both people.
    """
    people = lock_people([person.pk, *([manager.pk] if manager is not None else [])])
    person = people[person.pk]
    manager = people[manager.pk] if manager is not None else None
    at = clock()
    check_can_change_person(by, person, at)
    reason = take_reason(reason, field="reason")
    check_moves_no_own_chain(by, person)
    if manager is not None:
        _check_manager(person, manager)
    if person.manager_id == (manager.pk if manager is not None else None):
        raise Invalid(_("This is the person’s manager already."), field="manager")
    change = ManagerChange.objects.create(
        employee=person,
        from_manager_id=person.manager_id,
        to_manager=manager,
        reason=reason,
        at=at,
        changed_by=employee_of(by),
    )
    Employee.objects.filter(pk=person.pk).update(manager=manager)
    check_moves_no_own_chain(by, person)
    event = ledger.record("employee.manager_changed", person, by=by, at=at, subject=person)
    refs = {"manager_change": str(change.public_id)}
    ledger.owe(event, person, "profile.manager_changed", at=at, refs=refs)
    return change


@atomic.write
def record_leave(
    person: Employee,
    *,
    first_on: date | None,
    last_on: date | None,
    leave_email: str = "",
    by: Actor,
    clock: Clock = database_clock,
) -> Employee:
    """Write down a leave (`last_on` null while the return is not known), and the own deadlines it gives.

    Locks: the person.
    """
    person = lock_person(person.pk)
    at = clock()
    check_can_change_person(by, person, at)
    takes_back = person.on_leave_from is not None
    if first_on is None and (last_on is not None or not (takes_back or leave_email.strip() or person.leave_email)):
        raise Invalid(_("Say on which day the leave begins."), field="first_on")
    if first_on is not None and last_on is not None and last_on < first_on:
        raise Invalid(_("The leave ends before it begins."), field="last_on")
    leave_email = leave_email.strip()
    if leave_email:
        try:
            validate_email(leave_email)
        except ValidationError as error:
            raise Invalid(_("This is no mail address."), field="leave_email") from error
    if leave_email.lower() != person.leave_email.lower():
        keep_address_changes([NewAddress(person.pk, LEAVE, person.leave_email)], by=by, at=at)
    changes = {"on_leave_from": first_on, "on_leave_until": last_on, "leave_email": leave_email}
    for name, value in changes.items():
        setattr(person, name, value)
    person.save(update_fields=[*changes])
    give_deadlines_for_leave_to({person.pk})
    event = ledger.record("employee.leave_recorded", person, by=by, at=at, subject=person)
    ledger.owe(event, person, "profile.leave_recorded", at=at)
    return person


@atomic.write
def send_sign_in_reset(person: Employee, *, by: Actor, clock: Clock = database_clock) -> None:
    """Ask a person to set a new password themselves; whoever asked for it never sees a link or a password."""
    person = lock_person(person.pk)
    at = clock()
    check_can_change_person(by, person, at)
    if not person.is_active:
        raise NotAllowed(_("This person has left."))
    event = ledger.record("employee.sign_in_reset", person, by=by, at=at, subject=person)
    ledger.owe(event, person, "profile.sign_in_reset", at=at)
    owe_other_addresses(event, person, link=False, at=at)


def _check_manager(person: Employee, manager: Employee) -> None:
    if manager == person:
        raise Invalid(_("Nobody is their own manager."), field="manager")
    if not manager.is_active:
        raise Invalid(_("This person has left."), field="manager")
    above: set[int] = set()
    step: Employee | None = manager
    while step is not None and step.pk not in above:
        if step.manager_id == person.pk:
            raise Invalid(_("This person reports to them, directly or further up."), field="manager")
        above.add(step.pk)
        step = step.manager
