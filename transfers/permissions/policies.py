"""Who may publish a policy."""

from datetime import datetime

from transfers.errors import NotVisible
from transfers.sight.actor import Actor, Portal
from transfers.sight.hats import is_admin


def check_can_publish_policy(actor: Actor, at: datetime) -> None:
    """An admin; the portal when it publishes the first."""
    if not isinstance(actor, Portal) and not is_admin(actor, at):
        raise NotVisible()
