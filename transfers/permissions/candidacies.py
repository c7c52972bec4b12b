"""Who keeps a candidacy: the person, and nobody for them."""

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import Employee
from transfers.errors import NotAllowed, NotVisible
from transfers.models import Candidacy
from transfers.sight.actor import Actor
from transfers.states import CandidacyStatus


def check_can_keep(actor: Actor, person: Employee, at: datetime) -> None:
    """The person, drafted or not, whatever they filed, as long as they work here."""
    if actor != person or not person.is_active:
        raise NotVisible()


def check_can_close(actor: Actor, candidacy: Candidacy, at: datetime) -> None:
    """As keeping it, while it is open."""
    check_can_keep(actor, candidacy.employee, at)
    if candidacy.status != CandidacyStatus.OPEN:
        raise NotAllowed(_("You are not open to a move at the moment, so there is nothing to close."))
