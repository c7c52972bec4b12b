"""Who may take a copy of a person's record."""

from datetime import datetime

from accounts.models import Employee
from transfers.errors import NotVisible
from transfers.sight.actor import Actor


def check_can_copy_record(actor: Actor, person: Employee, at: datetime) -> None:
    """The person alone, at any time."""
    if actor != person:
        raise NotVisible()
