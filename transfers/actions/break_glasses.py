"""Two people open one choice to one of them, once and for an hour, and its person is told."""

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from transfers import atomic, ledger, transition
from transfers.actions.locks import lock_people
from transfers.actions.readings import record_reading
from transfers.clock import Clock, database_clock
from transfers.errors import Invalid, NotVisible
from transfers.ledger import Owed
from transfers.models import Assignment, BreakGlass, Event, Reading
from transfers.models.break_glass import OPEN_FOR, REASONS, STANDING
from transfers.permissions.break_glasses import (
    check_can_confirm_break_glass,
    check_can_lapse_break_glass,
    check_can_propose_break_glass,
    check_can_refuse_break_glass,
    check_can_use_break_glass,
)
from transfers.sight.actor import PORTAL, Actor, Person, Portal, employee_of
from transfers.sight.break_glasses import people_who_may_confirm
from transfers.states import BreakGlassStatus


@atomic.write
def propose_break_glass(
    assignment: Assignment, reason: str, note: str, *, by: Actor, clock: Clock = database_clock
) -> BreakGlass:
    """Ask for the right to read one choice; who may confirm it is told, its person only once somebody does.

    `reason` is a class, `note` says more. Raises NotVisible, NotAllowed, Invalid. Locks: the person and who proposes.
    """
    if reason not in REASONS:
        raise Invalid(_("Choose why nothing else will do."), field="reason")
    note = note.strip()
    if not note:
        raise Invalid(_("Say why nothing else will do: the person reads it."), field="note")
    if isinstance(by, Portal):
        raise NotVisible()
    lock_people([assignment.employee_id, by.pk])
    assignment = Assignment.objects.select_related("employee__pseudonym", "campaign").get(pk=assignment.pk)
    at = clock()
    check_can_propose_break_glass(by, assignment, at)
    glass = BreakGlass(assignment=assignment, employee=assignment.employee, reason=reason, note=note)
    event = transition.start(glass, BreakGlassStatus.PROPOSED, by=by, at=at, subject=assignment.employee)
    refs = {"break_glass": str(glass.public_id)}
    others = people_who_may_confirm(glass, at)
    ledger.owe_all([Owed(event, other.pk, "breakglass.proposed", refs) for other in others], at=at)
    return glass


@atomic.write
def confirm_break_glass(glass: BreakGlass, *, by: Actor, clock: Clock = database_clock) -> BreakGlass:
    """Open it to its proposer for an hour, as a second person. The person is told who, why and until when.

    Locks: the person and everybody who has a part in it.
    """
    glass = _hold(glass, by)
    at = clock()
    check_can_confirm_break_glass(by, glass, at)
    event = transition.move(
        glass, BreakGlassStatus.CONFIRMED, by=by, at=at, subject=glass.employee, open_until_at=at + OPEN_FOR
    )
    refs = {"break_glass": str(glass.public_id)}
    ledger.owe(event, glass.employee, "breakglass.confirmed", at=at, refs=refs)
    _tell_proposer(glass, event, "breakglass.ready", at=at)
    return glass


@atomic.write
def refuse_break_glass(glass: BreakGlass, *, by: Actor, clock: Clock = database_clock) -> BreakGlass:
    """Refuse what was proposed; its proposer takes it back so. Locks as `confirm_break_glass`."""
    glass = _hold(glass, by)
    at = clock()
    check_can_refuse_break_glass(by, glass, at)
    event = transition.move(glass, BreakGlassStatus.REFUSED, by=by, at=at, subject=glass.employee)
    if by != glass.proposed_by:
        _tell_proposer(glass, event, "breakglass.refused", at=at)
    return glass


@atomic.write
def use_break_glass(glass: BreakGlass, *, by: Actor, clock: Clock = database_clock) -> Reading:
    """Read what counts now, once; the person is told that it was read. Locks as `confirm_break_glass`."""
    glass = _hold(glass, by)
    at = clock()
    reader = check_can_use_break_glass(by, glass, at)
    transition.move(glass, BreakGlassStatus.USED, by=by, at=at, subject=glass.employee)
    return record_reading(glass.assignment, glass.reason, glass.note, by=reader, at=at, break_glass=glass)


@atomic.write
def lapse_break_glass(glass: BreakGlass, *, by: Actor = PORTAL, clock: Clock = database_clock) -> BreakGlass:
    """Let go of what nobody decided on or used in time."""
    glass = _hold(glass, by)
    at = clock()
    check_can_lapse_break_glass(by, glass, at)
    return _end(glass, by=by, at=at)


def end_break_glasses_of(person: Person, *, by: Actor, at: datetime, about: bool) -> None:
    """Join a transaction that holds a person who loses a right or leaves: none that they have a part in stands.

    `about` ends those about them as well.
    """
    parts = Q(proposed_by=person) | Q(confirmed_by=person) | (Q(employee=person) if about else Q())
    standing = BreakGlass.objects.filter(parts, status__in=STANDING).select_related("employee__pseudonym")
    for glass in standing.order_by("pk"):
        _end(glass, by=by, at=at)


def _end(glass: BreakGlass, *, by: Actor, at: datetime) -> BreakGlass:
    is_open = glass.status == BreakGlassStatus.CONFIRMED
    to = BreakGlassStatus.ENDED if is_open else BreakGlassStatus.REFUSED
    transition.move(glass, to, by=by, at=at, subject=glass.employee)
    return glass


def _hold(glass: BreakGlass, by: Actor) -> BreakGlass:
    """Hold everybody who has a part in it, whose rights are ended under the same locks, and read it again."""
    actor = employee_of(by)
    parts = {glass.employee_id, glass.proposed_by_id, glass.confirmed_by_id, actor.pk if actor is not None else None}
    lock_people(pk for pk in parts if pk is not None)
    related = ("assignment__employee__pseudonym", "employee__pseudonym", "proposed_by", "confirmed_by")
    return BreakGlass.objects.select_related(*related).get(pk=glass.pk)


def _tell_proposer(glass: BreakGlass, event: Event, template: str, *, at: datetime) -> None:
    if glass.proposed_by is not None:
        refs = {"break_glass": str(glass.public_id)}
        ledger.owe(event, glass.proposed_by, template, at=at, refs=refs)
