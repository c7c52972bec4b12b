"""Who says how a person is told: the person, and nobody for them."""

from datetime import datetime

from accounts.models import Employee
from transfers.errors import NotVisible
from transfers.sight.actor import Actor


def check_can_prefer(actor: Actor, person: Employee, at: datetime) -> None:
    """The person, whatever they filed, as long as they work here."""
    if actor != person or not person.is_active:
        raise NotVisible()
