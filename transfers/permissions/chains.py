"""Nobody changes who stands above them, or above whom they stand: who is in a chain decides what is hidden from whom.

Asked before a change and again after it, in the same transaction: the first finds who would leave a chain, the
second who would enter one.
"""

from django.utils.translation import gettext as _

from accounts.models import Employee, Unit
from transfers.errors import NotAllowed
from transfers.sight.actor import Actor, Portal
from transfers.sight.chain import chain_of, is_in_chain_of, units_below, units_of_chain


def check_is_outside_chain_of(actor: Actor, person: Employee) -> None:
    """Raise NotAllowed where the actor is the person or stands above them."""
    if not isinstance(actor, Portal) and (actor == person or is_in_chain_of(actor, person)):
        raise NotAllowed(_("You are in this person’s chain, or are this person. Ask a colleague who is not."))


def check_moves_no_own_chain(actor: Actor, person: Employee) -> None:
    """As `check_is_outside_chain_of`, and NotAllowed too where the person stands above the actor."""
    check_is_outside_chain_of(actor, person)
    if not isinstance(actor, Portal) and chain_of(actor).filter(pk=person.pk).exists():
        raise NotAllowed(_("This person is in your own chain. Ask a colleague for whom they are not."))


def check_moves_no_own_unit(actor: Actor, unit: Unit) -> None:
    """Raise NotAllowed where the actor leads or deputises for the unit or one above it, or works within it."""
    if isinstance(actor, Portal):
        return
    if units_below(actor).filter(pk=unit.pk).exists():
        raise NotAllowed(_("You lead this unit or one above it: a colleague changes who leads it, or where it lies."))
    if units_of_chain(actor).filter(pk=unit.pk).exists():
        raise NotAllowed(_("You work within this unit: a colleague from outside or the operator changes it."))
