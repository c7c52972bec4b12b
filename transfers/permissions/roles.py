"""Who may open, pause, close or change a role."""

from datetime import datetime

from django.utils.translation import gettext as _

from transfers.errors import NotAllowed, NotVisible
from transfers.models import Role
from transfers.sight.actor import Actor, Portal
from transfers.sight.filters import roles_visible_to
from transfers.sight.hats import is_admin, is_hr_partner, roles_managed_by


def check_is_hr(actor: Actor, at: datetime) -> None:
    """Only HR makes, opens, reduces or closes roles: an HR partner or an administrator."""
    if isinstance(actor, Portal):
        return
    if not (is_hr_partner(actor, at) or is_admin(actor, at)):
        raise NotVisible()


def check_can_edit(actor: Actor, role: Role, at: datetime) -> None:
    """HR, and the role's hiring manager for the fields that are theirs."""
    if isinstance(actor, Portal):
        return
    if not roles_visible_to(actor, at).filter(pk=role.pk).exists():
        raise NotVisible()
    if roles_managed_by(actor, at).filter(role=role).exists():
        return
    if not (is_hr_partner(actor, at) or is_admin(actor, at)):
        raise NotAllowed(_("Only HR and the role's hiring manager change a role."))
