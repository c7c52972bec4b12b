"""The latest end day: undrafting ends the obligation, with or without a placement."""

from datetime import datetime

from django.utils.translation import gettext as _

from transfers import atomic, ledger, transition
from transfers.actions.entitlements import end_entitlements, keep_the_better
from transfers.actions.locks import lock_person
from transfers.actions.moves import move_person
from transfers.clock import Clock, database_clock
from transfers.errors import NotAllowed, NotVisible
from transfers.models import Entitlement, Placement
from transfers.models.assignment import END_DAY
from transfers.models.campaign import POOL
from transfers.models.entitlement import POLICY_END
from transfers.queries.calendars import get_end_day, get_end_day_announcement
from transfers.queries.placements import is_instead_of_return
from transfers.queries.policies import get_policy_at
from transfers.queries.units import get_standing_unit
from transfers.sight.actor import PORTAL, Actor, Portal
from transfers.states import AssignmentStatus, EntitlementStatus


@atomic.write
def announce_end_day(entitlement: Entitlement, *, by: Actor = PORTAL, clock: Clock = database_clock) -> bool:
    """Let the chain know of a return, once, the policy's lead before it. Returns whether it was announced now.

    Nothing is announced while a placement is pending or the person was placed: another move comes instead.
    """
    entitlement = _locked(entitlement)
    at = clock()
    _check_due(by, get_end_day_announcement(entitlement), at)
    if entitlement.end_announced_at is not None or not _is_owed(entitlement):
        return False
    _announce(entitlement, by=by, at=at)
    return True


@atomic.write
def carry_out_end_day(entitlement: Entitlement, *, by: Actor = PORTAL, clock: Clock = database_clock) -> bool:
    """End the assignment on its latest end day and move the person to the origin unit or the pool, once.

    Returns whether the person was moved now. The priority goes on: it ends by placement or by the policy.
    Raises NotAllowed before the day. Locks: person.
    """
    entitlement = _locked(entitlement)
    at = clock()
    _check_due(by, get_end_day(entitlement), at)
    if not _is_owed(entitlement):
        return False
    if entitlement.end_announced_at is None:
        _announce(entitlement, by=by, at=at)
    assignment = entitlement.assignment
    campaign, person = assignment.campaign, assignment.employee
    target = campaign.pool if campaign.after_end == POOL else None
    target = target or get_standing_unit(assignment.origin_unit, pool=campaign.pool)
    if target is None:
        raise NotAllowed(_("The origin unit is closed and the campaign names no pool."))
    event = transition.move(assignment, AssignmentStatus.ENDED, by=by, at=at, subject=person, ended_because=END_DAY)
    move_person(person, target)
    ledger.owe(event, person, "assignment.end_day", at=at, refs={"assignment": str(assignment.public_id)})
    return True


@atomic.write
def lapse_entitlement(entitlement: Entitlement, *, by: Actor = PORTAL, clock: Clock = database_clock) -> bool:
    """End a priority that has reached the policy's end. Returns whether it ended now; the end day stays owed."""
    entitlement = _locked(entitlement)
    at = clock()
    _improve(entitlement, at)
    _check_due(by, entitlement.expires_at, at)
    if entitlement.status != EntitlementStatus.ACTIVE:
        return False
    end_entitlements(entitlement.assignment, because=POLICY_END, by=by, at=at)
    return True


@atomic.write
def improve_entitlement(entitlement: Entitlement, *, by: Actor = PORTAL, clock: Clock = database_clock) -> None:
    """Let a standing priority keep the better of its own policy and the one in force now. Locks: person."""
    entitlement = _locked(entitlement)
    at = clock()
    if not isinstance(by, Portal):
        raise NotVisible()
    _improve(entitlement, at)


def _improve(entitlement: Entitlement, at: datetime) -> None:
    if entitlement.status != EntitlementStatus.ENDED:
        keep_the_better(entitlement, get_policy_at(at))


def _locked(entitlement: Entitlement) -> Entitlement:
    related = (
        "assignment__campaign__pool",
        "assignment__employee__site",
        "assignment__employee__manager",
        "assignment__origin_unit",
        "policy",
    )
    lock_person(entitlement.assignment.employee_id)
    return Entitlement.objects.select_related(*related).get(pk=entitlement.pk)


def _check_due(actor: Actor, due_at: datetime, at: datetime) -> None:
    if not isinstance(actor, Portal):
        raise NotVisible()
    if at < due_at:
        raise NotAllowed(_("This is not due yet."))


def _is_owed(entitlement: Entitlement) -> bool:
    """Whether the return still comes: the undraft stands, the assignment too, and no placement takes its place."""
    if entitlement.status == EntitlementStatus.ENDED and entitlement.ended_because != POLICY_END:
        return False
    if entitlement.assignment.status != AssignmentStatus.ACTIVE:
        return False
    person = entitlement.assignment.employee
    return not Placement.objects.filter(is_instead_of_return(entitlement.started_at), employee=person).exists()


def _announce(entitlement: Entitlement, *, by: Actor, at: datetime) -> None:
    Entitlement.objects.filter(pk=entitlement.pk).update(end_announced_at=at)
    entitlement.end_announced_at = at
    assignment = entitlement.assignment
    person, refs = assignment.employee, {"assignment": str(assignment.public_id)}
    event = ledger.record("assignment.end_announced", assignment, by=by, at=at, subject=person)
    ledger.owe(event, person, "assignment.end_announced", at=at, refs=refs)
    if person.manager is not None:
        ledger.owe(event, person.manager, "assignment.end_announced_to_manager", at=at, refs=refs)
