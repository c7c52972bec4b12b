"""Who may do what with a message owed."""

from datetime import datetime

from django.utils.translation import gettext as _

from transfers.errors import NotAllowed, NotVisible
from transfers.models import Notice
from transfers.sight.actor import Actor, Portal
from transfers.sight.hats import is_admin
from transfers.states import NoticeStatus


def check_can_read(actor: Actor, notice: Notice, at: datetime) -> None:
    """The one it is for."""
    if isinstance(actor, Portal) or notice.recipient_id != actor.pk:
        raise NotVisible()


def check_can_retry(actor: Actor, notice: Notice, at: datetime) -> None:
    """An admin, once the portal has given up."""
    if isinstance(actor, Portal) or not is_admin(actor, at):
        raise NotVisible()
    if notice.status != NoticeStatus.NEEDS_ATTENTION:
        raise NotAllowed(_("This message does not need attention: it was sent, or it is still being tried."))
