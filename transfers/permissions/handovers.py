"""Who ticks a handover's steps, and from when there is a handover at all."""

from datetime import datetime

from django.utils.translation import gettext as _

from transfers.errors import NotAllowed, NotVisible
from transfers.models import Placement
from transfers.models.handover_tick import MANAGER, PARTNER, PERSON
from transfers.sight.actor import Actor, Portal
from transfers.sight.hats import people_served_by, roles_managed_by
from transfers.states import PlacementStatus


def check_has_handover(placement: Placement) -> None:
    """From the announcement, before which no step could be taken unseen, until the trial is over."""
    if placement.status not in (PlacementStatus.PENDING, PlacementStatus.FINALISED):
        raise NotAllowed(_("This handover is over."))
    if placement.announced_at is None:
        raise NotAllowed(_("The handover begins when the move is announced. Nothing about it is shown before."))


def check_can_tick(actor: Actor, placement: Placement, owner: str, at: datetime) -> None:
    """Each side its own steps: the person, the role's hiring manager, an HR partner of the person."""
    if isinstance(actor, Portal):
        raise NotVisible()
    is_theirs = {
        PERSON: actor == placement.employee,
        MANAGER: placement.role_id in roles_managed_by(actor, at),
        PARTNER: people_served_by(actor, at).filter(pk=placement.employee_id).exists(),
    }
    if not is_theirs[owner]:
        raise NotVisible()
    check_has_handover(placement)
