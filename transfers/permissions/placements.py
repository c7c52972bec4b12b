"""Who may do what to a placement, and until when."""

from datetime import datetime

from django.utils.translation import gettext as _

from transfers.errors import NotAllowed, NotVisible
from transfers.models import Placement
from transfers.queries.calendars import get_trial_end
from transfers.sight.actor import Actor, Portal
from transfers.sight.hats import people_served_by
from transfers.states import PlacementStatus


def check_can_undo(actor: Actor, placement: Placement, at: datetime) -> None:
    """The person, until the end of undo."""
    if actor != placement.employee:
        raise NotVisible()
    _check_pending(placement)
    if at >= placement.undo_until_at:
        raise NotAllowed(_("The time to undo is over. Ask your HR partner to cancel: it needs no approval."))


def check_can_choose_announcement(actor: Actor, placement: Placement, announce_at: datetime, at: datetime) -> None:
    """The person, before it was announced, between the end of undo and the last day."""
    if actor != placement.employee:
        raise NotVisible()
    _check_pending(placement)
    # due is as good as done: from that instant the chain may know, however late the worker is
    if placement.announced_at is not None or placement.announce_at <= at:
        raise NotAllowed(_("This move has been announced already."))
    if not placement.undo_until_at <= announce_at <= placement.latest_announce_at:
        raise NotAllowed(_("Choose a moment between the end of the undo time and the last day for the announcement."))
    if announce_at < at:
        raise NotAllowed(_("This moment has passed. Choose a later one."))


def check_can_cancel(actor: Actor, placement: Placement, because: str, at: datetime) -> None:
    """HR for the person or with a reason; the person when the unit is at risk; never a hiring manager alone."""
    _check_pending(placement)
    if isinstance(actor, Portal):
        if because != "left":
            raise NotAllowed("The portal cancels a placement only when the person has left.")
        return
    if because == "unit_at_risk":
        if actor != placement.employee:
            raise NotVisible()
        if not placement.role.unit.is_at_risk:
            raise NotAllowed(
                _("The unit is not marked as at risk. Ask your HR partner to cancel: it needs no approval.")
            )
        return
    if because not in ("person", "hr", "left"):
        raise NotAllowed(_("Say on whose account the placement is cancelled."))
    if not people_served_by(actor, at).filter(pk=placement.employee_id).exists():
        raise NotVisible()


def check_can_return(actor: Actor, placement: Placement, at: datetime) -> None:
    """The person, while the trial lasts and no later move took them elsewhere."""
    if actor != placement.employee:
        raise NotVisible()
    if placement.status != PlacementStatus.FINALISED:
        raise NotAllowed(_("The right of return lasts from the move to the end of the trial."))
    if at >= get_trial_end(placement):
        raise NotAllowed(_("The trial is over, and with it the right of return."))
    stands = (PlacementStatus.FINALISED, PlacementStatus.SETTLED)
    later = Placement.objects.filter(employee=placement.employee, finalised_at__gt=placement.finalised_at)
    if later.filter(status__in=stands).exists():
        raise NotAllowed(_("You have moved on to another role since, so there is nothing to return from here."))


def check_is_due(actor: Actor, placement: Placement, due_at: datetime, at: datetime) -> None:
    """Only the portal, and not before its time: a forged message does nothing."""
    if not isinstance(actor, Portal):
        raise NotVisible()
    if at < due_at:
        raise NotAllowed(f"Placement {placement.pk} is not due yet.")


def _check_pending(placement: Placement) -> None:
    if placement.status != PlacementStatus.PENDING:
        raise NotAllowed(_("This placement is not pending any more."))
