"""A backfill: requested by a lead for a seat that an announced move leaves empty, answered by HR."""

from datetime import datetime

from django.utils.translation import gettext as _

from transfers import atomic, ledger, transition
from transfers.actions.locks import lock_person, lock_role
from transfers.actions.reasons import take_reason
from transfers.clock import Clock, database_clock
from transfers.errors import Invalid
from transfers.models import Backfill, Event, Placement, Role
from transfers.permissions.backfills import (
    check_can_answer_backfill,
    check_can_request_backfill,
    check_can_withdraw_backfill,
)
from transfers.queries.units import get_tree
from transfers.sight.actor import Actor
from transfers.states import BackfillStatus, RoleStatus

LONGEST_NOTE = 500


@atomic.write
def request_backfill(placement: Placement, *, note: str = "", by: Actor, clock: Clock = database_clock) -> Backfill:
    """Ask HR to fill the seat that an announced move leaves empty. It changes nothing of the move.

    Raises NotVisible, NotAllowed, Invalid. Locks: the person who moves.
    """
    lock_person(placement.employee_id)
    placement = Placement.objects.get(pk=placement.pk)
    at = clock()
    check_can_request_backfill(by, placement, at)
    note = note.strip()
    if len(note) > LONGEST_NOTE:
        raise Invalid(_("Keep the note to %(most)d characters.") % {"most": LONGEST_NOTE}, field="note")
    backfill = Backfill(
        placement=placement,
        unit_id=get_tree().standing(placement.from_unit_id),
        left_on=placement.effective_on,
        note=note,
    )
    transition.start(backfill, BackfillStatus.REQUESTED, by=by, at=at)
    return backfill


@atomic.write
def withdraw_backfill(backfill: Backfill, *, by: Actor, clock: Clock = database_clock) -> Backfill:
    """Take a request back while it waits. Raises NotVisible, NotAllowed. Locks: the person who moves."""
    backfill = _locked(backfill)
    at = clock()
    check_can_withdraw_backfill(by, backfill, at)
    transition.move(backfill, BackfillStatus.WITHDRAWN, by=by, at=at)
    return backfill


@atomic.write
def answer_backfill(backfill: Backfill, role: Role, *, by: Actor, clock: Clock = database_clock) -> Backfill:
    """Name the role that was opened for the seat; the lead who asked is told.

    Raises NotVisible, NotAllowed; Invalid unless the role is one of the unit's that was opened. Locks: the person who
    moves, then the role.
    """
    backfill = _locked(backfill)
    role = lock_role(role.pk)
    at = clock()
    check_can_answer_backfill(by, backfill, at)
    tree = get_tree()
    is_there = tree.standing(role.unit_id) == tree.standing(backfill.unit_id)
    if role.status not in (RoleStatus.OPEN, RoleStatus.PAUSED) or not is_there:
        raise Invalid(_("Name an open role of the unit that asks."), field="role")
    _tell(backfill, transition.move(backfill, BackfillStatus.OPENED, by=by, at=at, role=role), at)
    return backfill


@atomic.write
def decline_backfill(backfill: Backfill, *, because: str, by: Actor, clock: Clock = database_clock) -> Backfill:
    """Say that no role is opened for the seat, and why; the lead who asked is told.

    Raises NotVisible, NotAllowed, Invalid. Locks: the person who moves.
    """
    because = take_reason(because)
    backfill = _locked(backfill)
    at = clock()
    check_can_answer_backfill(by, backfill, at)
    event = transition.move(backfill, BackfillStatus.DECLINED, by=by, at=at, declined_because=because)
    _tell(backfill, event, at)
    return backfill


def _locked(backfill: Backfill) -> Backfill:
    """The request as it stands, under the lock of the person who moves."""
    lock_person(backfill.placement.employee_id)
    return Backfill.objects.select_related("placement").get(pk=backfill.pk)


def _tell(backfill: Backfill, event: Event, at: datetime) -> None:
    if backfill.requested_by is not None:
        ledger.owe(event, backfill.requested_by, "backfill.answered", at=at)
