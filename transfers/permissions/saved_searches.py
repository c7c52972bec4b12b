"""Who keeps searches: every employee, their own."""

from datetime import datetime

from accounts.models import Employee
from transfers.errors import NotVisible
from transfers.sight.actor import Actor


def check_can_save_search(actor: Actor, person: Employee, at: datetime) -> None:
    """The person, whatever they filed, as long as they work here."""
    if actor != person or not person.is_active:
        raise NotVisible()
