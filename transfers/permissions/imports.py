"""Who may load files."""

from datetime import datetime

from django.utils.translation import gettext as _

from transfers.errors import NotAllowed
from transfers.sight.actor import Actor, Portal
from transfers.sight.hats import is_admin


def check_can_import(actor: Actor, at: datetime) -> None:
    """Admins and the operator's commands may."""
    if not isinstance(actor, Portal) and not is_admin(actor, at):
        raise NotAllowed(_("Only an admin may import files."))
