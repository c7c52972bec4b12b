"""Who may let go of what is kept: the portal alone, once it is due."""

from datetime import datetime

from accounts.models import Employee
from transfers.errors import NotAllowed, NotVisible
from transfers.models import Campaign
from transfers.queries.retention import may_be_forgotten, may_keys_go
from transfers.sight.actor import Actor, Portal


def check_can_destroy_keys(actor: Actor, campaign: Campaign, at: datetime) -> None:
    """Nobody in person: who could choose the day could choose whose past is lost."""
    _check_portal(actor)
    if not may_keys_go(campaign, at):
        raise NotAllowed("The keys of this campaign’s choices are not due to be destroyed.")


def check_can_forget_person(actor: Actor, person: Employee, at: datetime) -> None:
    """Nobody in person either; and not before the time is up."""
    _check_portal(actor)
    if not may_be_forgotten(person, at):
        raise NotAllowed("It is not time to make this person’s history anonymous.")


def _check_portal(actor: Actor) -> None:
    if not isinstance(actor, Portal):
        raise NotVisible()
