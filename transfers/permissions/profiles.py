"""Who may look at candidates, and how often."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from transfers.errors import NotAllowed, NotVisible
from transfers.models import Event, Role
from transfers.permissions.claims import is_managed_by
from transfers.sight.actor import Actor, Person, Portal

HOUR = timedelta(hours=1)
PROFILES_AN_HOUR = 60
LISTS_AN_HOUR = 120
MOST_COMPARED = 4


class TooManyLooks(NotAllowed):
    """The manager looked at more within the hour than choosing people takes."""


def check_can_open_pool(actor: Actor, role: Role, at: datetime) -> Person:
    """The role's hiring manager, at a person's pace."""
    manager = _check_manages(actor, role, at)
    if _looks(manager, "pool.opened", at) >= LISTS_AN_HOUR:
        raise TooManyLooks(_("You opened lists of candidates very often within the last hour. Try again later."))
    return manager


def check_can_open_profiles(actor: Actor, role: Role, wanted: int, at: datetime) -> Person:
    """The role's hiring manager, a few at a time and at a person's pace. Whom they may see is decided per person."""
    manager = _check_manages(actor, role, at)
    if wanted > MOST_COMPARED:
        raise NotAllowed(_("Compare at most %(n)s people at a time.") % {"n": MOST_COMPARED})
    if _looks(manager, "profile.opened", at) + wanted > PROFILES_AN_HOUR:
        raise TooManyLooks(
            _("You opened %(n)s profiles within the last hour, and that is the limit. Try again later.")
            % {"n": PROFILES_AN_HOUR}
        )
    return manager


def _check_manages(actor: Actor, role: Role, at: datetime) -> Person:
    if isinstance(actor, Portal) or not is_managed_by(actor, role, at):
        raise NotVisible()
    return actor


def _looks(manager: Person, verb: str, at: datetime) -> int:
    return Event.objects.filter(actor__employee=manager, verb=verb, at__gt=at - HOUR).count()
