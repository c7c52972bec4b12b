"""Who may open, pause, close or change a role."""

from datetime import datetime

from django.utils.translation import gettext as _

from transfers.errors import NotAllowed, NotVisible
from transfers.models import Role
from transfers.permissions.hr import check_is_hr
from transfers.queries.clearance import is_in_round
from transfers.queries.role_openings import get_lack
from transfers.sight.actor import Actor, Portal
from transfers.sight.filters import roles_visible_to
from transfers.sight.hats import is_hr, roles_managed_by


def check_can_open(actor: Actor, role: Role, at: datetime) -> None:
    """HR, once the role says whom it is for, in a unit that is not at risk."""
    check_is_hr(actor, at)
    lack = get_lack(role)
    if lack:
        raise NotAllowed(lack)


def check_is_in_no_round(role: Role, at: datetime) -> None:
    """Seats and terms stay as they are while a frozen round holds the role: people ranked it as it stands."""
    if is_in_round(role, at):
        raise NotAllowed(
            _(
                "This role takes part in a round. Its seats and terms can be changed once that is over: 72 hours "
                "after its freeze at most."
            )
        )


def check_can_edit(actor: Actor, role: Role, at: datetime) -> None:
    """HR, and the role's hiring manager for the fields that are theirs."""
    if isinstance(actor, Portal):
        return
    if not roles_visible_to(actor, at).filter(pk=role.pk).exists():
        raise NotVisible()
    if roles_managed_by(actor, at).filter(role=role).exists():
        return
    if not is_hr(actor, at):
        raise NotAllowed(_("Only HR and the role’s hiring manager change a role."))
