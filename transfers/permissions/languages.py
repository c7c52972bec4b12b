"""Who may say in which language the portal speaks to a person."""

from datetime import datetime

from accounts.models import Employee
from transfers.errors import NotVisible
from transfers.sight.actor import Actor, Portal


def check_can_set_language(actor: Actor, person: Employee, at: datetime) -> None:
    """The person alone."""
    if isinstance(actor, Portal) or actor.pk != person.pk:
        raise NotVisible()
