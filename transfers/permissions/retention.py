"""Who may let go of what is kept: the portal alone, once it is due."""

from datetime import datetime

from accounts.models import Employee
from transfers.errors import NotAllowed, NotVisible
from transfers.models import Campaign
from transfers.queries.retention import get_people_to_forget, may_keys_go
from transfers.sight.actor import Actor, Portal


def check_can_destroy_keys(actor: Actor, campaign: Campaign, at: datetime) -> None:
    """Nobody in person: who could choose the day could choose whose past is lost."""
    _check_portal(actor)
    if not may_keys_go(campaign, at):
        raise NotAllowed("The keys of this campaign’s choices are not due to be destroyed.")


def check_can_forget_person(actor: Actor, person: Employee, at: datetime) -> None:
    _check_portal(actor)
    if person.pk not in get_people_to_forget(at):
        raise NotAllowed("It is not time to make this person’s history anonymous.")


def _check_portal(actor: Actor) -> None:
    if not isinstance(actor, Portal):
        raise NotVisible()
