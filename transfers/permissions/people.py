"""Who changes what is written down about people and units."""

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import Employee
from transfers.errors import NotAllowed, NotVisible
from transfers.permissions.chains import check_is_outside_chain_of
from transfers.permissions.grants import two_admins_remain
from transfers.permissions.hr import check_is_hr
from transfers.sight.actor import Actor, Portal
from transfers.sight.hats import is_admin, people_served_by


def check_can_change_person(actor: Actor, person: Employee, at: datetime) -> None:
    """An HR partner who serves the person, or an admin; never about oneself."""
    if isinstance(actor, Portal):
        return
    if actor == person:
        raise NotAllowed(_("Nobody changes their own record. Ask a colleague."))
    if not is_admin(actor, at) and not people_served_by(actor, at).filter(pk=person.pk).exists():
        raise NotVisible()


def check_can_record_departure(actor: Actor, person: Employee, at: datetime) -> None:
    """As changing, by somebody outside the person's chain: a departure cancels moves and ends priority for good.

    Only of somebody who works here, and of an admin only while two others are. The operator may: who has left has
    left, and `manage.py first_admins --recover` then names two.
    """
    check_can_change_person(actor, person, at)
    check_is_outside_chain_of(actor, person)
    if not person.is_active:
        raise NotAllowed(_("This person has left already."))
    if not isinstance(actor, Portal) and is_admin(person, at) and not two_admins_remain(person, at):
        raise NotAllowed(_("This person is one of the last two admins. First make another admin."))


def check_can_readmit(actor: Actor, person: Employee, at: datetime) -> None:
    """HR or an admin; only of somebody who left."""
    if person.is_active:
        raise NotAllowed(_("This person works here."))
    check_can_change_units(actor, at)


def check_can_change_units(actor: Actor, at: datetime) -> None:
    """An HR partner or an admin."""
    check_is_hr(actor, at)
