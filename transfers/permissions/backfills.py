"""Who asks for a backfill, takes that back, and answers it."""

from datetime import datetime

from django.utils.translation import gettext as _

from transfers.errors import NotAllowed, NotVisible
from transfers.models import Backfill, Placement
from transfers.models.backfill import STANDING
from transfers.permissions.hr import check_is_hr
from transfers.sight.actor import Actor, Portal
from transfers.sight.leads import backfills_answered_by, seats_left_visible_to, units_led_by
from transfers.states import BackfillStatus, PlacementStatus

_LEAVES = (PlacementStatus.PENDING, PlacementStatus.FINALISED, PlacementStatus.SETTLED)


def check_can_request_backfill(actor: Actor, placement: Placement, at: datetime) -> None:
    """The lead of the unit that an announced move leaves, or of one above it, once a seat."""
    check_can_see_seat(actor, placement, at)
    if placement.status not in _LEAVES:
        raise NotAllowed(_("This move did not take place, or was taken back: no seat is left empty by it."))
    if Backfill.objects.filter(placement=placement, status__in=STANDING).exists():
        raise NotAllowed(_("A backfill was requested for this seat already."))


def check_can_see_seat(actor: Actor, placement: Placement, at: datetime) -> None:
    """Whether the actor leads the unit that this announced move leaves."""
    if not seats_left_visible_to(actor, at).filter(pk=placement.pk).exists():
        raise NotVisible()


def check_can_withdraw_backfill(actor: Actor, backfill: Backfill, at: datetime) -> None:
    """Who may ask for it, while it waits."""
    check_can_see_seat(actor, backfill.placement, at)
    _check_waits(backfill)


def check_can_answer_backfill(actor: Actor, backfill: Backfill, at: datetime) -> None:
    """HR who may read the move, once, and nobody who asked or leads the unit."""
    check_is_hr(actor, at)
    if isinstance(actor, Portal) or not backfills_answered_by(actor, at).filter(pk=backfill.pk).exists():
        raise NotVisible()
    _check_waits(backfill)
    if backfill.requested_by_id == actor.pk or units_led_by(actor).filter(pk=backfill.unit_id).exists():
        raise NotAllowed(_("You asked for it, or lead this unit: a colleague answers."))


def _check_waits(backfill: Backfill) -> None:
    if backfill.status != BackfillStatus.REQUESTED:
        raise NotAllowed(_("This request was answered or withdrawn already."))
