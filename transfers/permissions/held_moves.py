"""Who decides on a move that a file asks for."""

from datetime import datetime

from transfers.errors import NotVisible
from transfers.models import HeldMove
from transfers.permissions.chains import check_moves_no_own_chain
from transfers.sight.actor import Actor, Portal
from transfers.sight.hats import people_served_by


def check_can_decide_held_move(actor: Actor, held: HeldMove, at: datetime) -> None:
    """An HR partner who serves the person: they may know why it should wait. Never an admin, never the portal."""
    if isinstance(actor, Portal) or not people_served_by(actor, at).filter(pk=held.employee_id).exists():
        raise NotVisible()
    check_moves_no_own_chain(actor, held.employee)
