"""Who looks at the work that fails."""

from datetime import datetime

from transfers.errors import NotVisible
from transfers.sight.actor import Actor, Portal
from transfers.sight.hats import is_admin


def check_can_count_anew(actor: Actor, at: datetime) -> None:
    """An admin alone."""
    if isinstance(actor, Portal) or not is_admin(actor, at):
        raise NotVisible()
