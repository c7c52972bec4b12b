"""What every HR partner and every admin may do, whomever it concerns."""

from datetime import datetime

from transfers.errors import NotVisible
from transfers.sight.actor import Actor, Portal
from transfers.sight.hats import is_hr


def check_is_hr(actor: Actor, at: datetime) -> None:
    """An HR partner of any campaign or an admin: they make campaigns, change units, make, open and close roles."""
    if not isinstance(actor, Portal) and not is_hr(actor, at):
        raise NotVisible()
