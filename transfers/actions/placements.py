"""What happens to an accepted claim: announced, finalised, cancelled, settled, returned from."""

from datetime import datetime

from django.utils.translation import gettext as _

from transfers import atomic, ledger, transition
from transfers.actions.candidacies import end_candidacy
from transfers.actions.entitlements import resume_entitlements, suspend_entitlements
from transfers.actions.locks import hold_person, hold_role, lock_person, lock_role
from transfers.actions.moves import move_person
from transfers.actions.reasons import LONGEST_REASON, take_reason
from transfers.actions.seats import free_seat
from transfers.clock import Clock, database_clock
from transfers.errors import NotAllowed, Stale
from transfers.ledger import Owed
from transfers.models import Placement
from transfers.models.assignment import PLACED
from transfers.models.entitlement import PLACED as ENDED_BY_PLACEMENT
from transfers.permissions.placements import (
    check_can_cancel,
    check_can_choose_announcement,
    check_can_return,
    check_is_due,
)
from transfers.queries.calendars import get_trial_end
from transfers.queries.managers import get_claim_holder, get_hiring_manager, get_hiring_manager_id
from transfers.queries.moves import Move, get_holdings, get_move
from transfers.queries.placements import to_version
from transfers.queries.returns import get_priorities_ended_by, get_unit_to_return_to
from transfers.sight.actor import PORTAL, Actor
from transfers.states import AssignmentStatus, EntitlementStatus, PlacementStatus


@atomic.write
def choose_announcement(
    placement: Placement,
    *,
    announce_at: datetime,
    by: Actor,
    seen_version: int | None = None,
    clock: Clock = database_clock,
) -> Placement:
    """Let the person set the instant from which the chain may know. `seen_version` is the day their page showed."""
    placement = _locked(placement)
    at = clock()
    if seen_version is not None and seen_version != to_version(placement.announce_at):
        raise Stale(_("You chose another day in another tab since this page was drawn. Open it again to see it."))
    check_can_choose_announcement(by, placement, announce_at, at)
    Placement.objects.filter(pk=placement.pk).update(announce_at=announce_at)
    placement.announce_at = announce_at
    ledger.record("placement.announcement_chosen", placement, by=by, at=at, subject=placement.employee)
    return placement


@atomic.write
def announce_placement(placement: Placement, *, by: Actor = PORTAL, clock: Clock = database_clock) -> Placement:
    """Let the chain know, once, at the instant the person chose; today's manager is told."""
    placement = _locked(placement)
    at = clock()
    check_is_due(by, placement, placement.announce_at, at)
    if placement.status != PlacementStatus.PENDING or placement.announced_at is not None:
        return placement
    ledger.owe_all(_announce(placement, by=by, at=at), at=at)
    return placement


@atomic.write
def finalise_placement(placement: Placement, *, by: Actor = PORTAL, clock: Clock = database_clock) -> Placement:
    """Move the person on the effective day, once: the unit, level and manager change, tenure and joining date stay.

    Ends the assignments that the move leaves, and their priority. Doing it twice, or before its day, does nothing
    or raises NotAllowed. Locks: person, role.
    """
    person, role = hold_person(placement.employee_id), hold_role(placement.role_id)
    move = get_move(placement.pk)
    placement, placement.employee, placement.role = move.placement, person, role
    at = clock()
    check_is_due(by, placement, placement.effective_at, at)
    if placement.status != PlacementStatus.PENDING:
        return placement
    with ledger.gathered():
        _carry_out(move, by=by, at=at)
    return placement


def _carry_out(move: Move, *, by: Actor, at: datetime) -> None:
    placement = move.placement
    person, role = placement.employee, placement.role
    owed = _tell_of_announcement(placement, by=by, at=at) if placement.announced_at is None else []
    announced_at = placement.announced_at or at
    event = transition.move(
        placement, PlacementStatus.FINALISED, by=by, at=at, subject=person, announced_at=announced_at
    )
    manager_id = get_hiring_manager_id(role.pk, at)
    holdings = get_holdings(person.pk)
    move_person(person, move.unit, role=role, level=move.level, manager_id=manager_id)
    for assignment, entitlement in holdings.assignments:
        is_active = assignment.status == AssignmentStatus.ACTIVE
        stays = is_active and assignment.assigned_unit_id == role.unit_id
        if is_active and not stays:
            transition.move(assignment, AssignmentStatus.ENDED, by=by, at=at, subject=person, ended_because=PLACED)
        if entitlement is None:
            continue
        # also of an assignment that ended before: a priority outlives it after an end day, or a return in trial
        if not stays:
            transition.move_silently(
                entitlement, EntitlementStatus.ENDED, by=by, at=at, ended_because=ENDED_BY_PLACEMENT
            )
        elif entitlement.status == EntitlementStatus.SUSPENDED:
            transition.move_silently(entitlement, EntitlementStatus.ACTIVE, by=by, at=at)
    if holdings.candidacy is not None:
        end_candidacy(holdings.candidacy, person, by=by, at=at)
    refs = {"placement": str(placement.public_id), "role": str(role.public_id)}
    owed.append(Owed(event, person.pk, "placement.finalised", refs))
    if manager_id is not None:
        owed.append(Owed(event, manager_id, "placement.arrived", refs))
    ledger.owe_all(owed, at=at)


@atomic.write
def cancel_placement(
    placement: Placement, *, because: str, reason: str = "", by: Actor, clock: Clock = database_clock
) -> Placement:
    """Take a pending placement back: the seat is free again and the person's priority resumes with its old start.

    `because` is one of the model's CANCELLATIONS but "undone", which is `undo_acceptance`.
    """
    placement = _locked(placement)
    at = clock()
    check_can_cancel(by, placement, because, at)
    reason = take_reason(reason, field="reason") if because == "hr" else reason.strip()
    take_back(placement, because=because, reason=reason, by=by, at=at)
    return placement


def take_back(
    placement: Placement, *, because: str, reason: str = "", claim_ends: str = "", by: Actor, at: datetime
) -> None:
    """Join a transaction that holds person and role: cancel a pending placement and give everything back.

    The claim stays accepted unless `claim_ends` names the status in which an undo leaves it. The seat is free, the
    priority counts again, and the role's side hears one word whatever the reason.
    """
    person, claim = placement.employee, placement.claim
    event = transition.move(
        placement,
        PlacementStatus.CANCELLED,
        by=by,
        at=at,
        subject=person,
        cancelled_because=because,
        cancelled_reason=reason[:LONGEST_REASON],
    )
    ended = transition.move(claim, claim_ends, by=by, at=at, subject=person) if claim_ends else event
    free_seat(placement.role_id)
    resume_entitlements(person, by=by, at=at)
    refs = {"placement": str(placement.public_id), "role": str(claim.role.public_id)}
    ledger.owe(event, person, "placement.undone" if claim_ends else "placement.cancelled", at=at, refs=refs)
    holder = get_claim_holder(claim, at)
    if holder is not None:
        ledger.owe(ended, holder, "claim.not_taken_up", at=at, refs={"claim": str(claim.public_id)})


@atomic.write
def settle_placement(placement: Placement, *, by: Actor = PORTAL, clock: Clock = database_clock) -> Placement:
    """End the trial: the move is settled."""
    placement = _locked(placement)
    at = clock()
    check_is_due(by, placement, get_trial_end(placement), at)
    if placement.status != PlacementStatus.FINALISED:
        return placement
    event = transition.move(placement, PlacementStatus.SETTLED, by=by, at=at, subject=placement.employee)
    refs = {"placement": str(placement.public_id)}
    ledger.owe(event, placement.employee, "placement.settled", at=at, refs=refs)
    return placement


@atomic.write
def return_in_trial(placement: Placement, *, by: Actor, clock: Clock = database_clock) -> Placement:
    """Take the person back to the origin unit, or the pool where it is gone; the priority resumes with its old start.

    Never to the unit they were drafted to, unless that is where they chose to leave from on own request.
    """
    placement = _locked(placement)
    at = clock()
    check_can_return(by, placement, at)
    person = placement.employee
    event = transition.move(placement, PlacementStatus.RETURNED, by=by, at=at, subject=person)
    free_seat(placement.role_id)
    ended = get_priorities_ended_by(placement)
    target = get_unit_to_return_to(placement, ended)
    for entitlement in ended:
        transition.move_silently(entitlement, EntitlementStatus.ACTIVE, by=by, at=at, ended_because="")
    if Placement.objects.filter(employee=person, status=PlacementStatus.PENDING).exists():
        suspend_entitlements(person, by=by, at=at)
    if target is None:
        raise NotAllowed(_("The unit to return to is closed. Your HR partner names another: ask them to record it."))
    move_person(person, target)
    refs = {"placement": str(placement.public_id), "role": str(placement.role.public_id)}
    ledger.owe(event, person, "placement.returned", at=at, refs=refs)
    manager = get_hiring_manager(placement.role, at)
    if manager is not None:
        ledger.owe(event, manager, "placement.returned", at=at, refs=refs)
    return placement


def _locked(placement: Placement) -> Placement:
    lock_person(placement.employee_id)
    lock_role(placement.role_id)
    related = ("employee__site", "employee__manager", "employee__pseudonym", "role__unit__lead", "role__site")
    placement = Placement.objects.select_related(*related, "role__job_family", "claim").get(pk=placement.pk)
    # The same two rows, whichever way leads to them: joining them twice doubles what a finalising reads.
    placement.claim.employee, placement.claim.role = placement.employee, placement.role
    return placement


def _announce(placement: Placement, *, by: Actor, at: datetime) -> list[Owed]:
    """Write that the chain may know, and return who is owed word of it."""
    Placement.objects.filter(pk=placement.pk).update(announced_at=at)
    placement.announced_at = at
    return _tell_of_announcement(placement, by=by, at=at)


def _tell_of_announcement(placement: Placement, *, by: Actor, at: datetime) -> list[Owed]:
    person = placement.employee
    event = ledger.record("placement.announced", placement, by=by, at=at, subject=person)
    refs = {"placement": str(placement.public_id), "role": str(placement.role.public_id)}
    owed = [Owed(event, person.pk, "placement.announced", refs)]
    if person.manager_id is not None:
        owed.append(Owed(event, person.manager_id, "placement.announced_to_manager", refs))
    return owed
