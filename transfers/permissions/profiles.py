"""Who may look at candidates, and how often."""

from datetime import datetime, timedelta

from django.db.models import Count, F, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from transfers.errors import NotAllowed, NotVisible
from transfers.models import Event, Grant, Role
from transfers.queries.statements import Statement, person_by_id
from transfers.sight.actor import Actor, Person, Portal
from transfers.sight.hats import roles_managed_by

HOUR = timedelta(hours=1)
PROFILES_AN_HOUR = 60
LISTS_AN_HOUR = 120
MOST_COMPARED = 4


class TooManyLooks(NotAllowed):
    """The manager looked at more within the hour than choosing people takes."""


def check_can_open_pool(actor: Actor, role: Role, at: datetime) -> Person:
    """The role's hiring manager, at a person's pace."""
    manager, looks = _check_manages(actor, role, "pool.opened", at)
    if looks >= LISTS_AN_HOUR:
        raise TooManyLooks(_("You opened lists of candidates very often within the last hour. Try again later."))
    return manager


def check_can_open_profiles(actor: Actor, role: Role, wanted: int, at: datetime) -> Person:
    """The role's hiring manager, a few at a time and at a person's pace. Whom they may see is decided per person."""
    manager, looks = _check_manages(actor, role, "profile.opened", at)
    if wanted > MOST_COMPARED:
        raise NotAllowed(_("Compare at most %(n)s people at a time.") % {"n": MOST_COMPARED})
    if looks + wanted > PROFILES_AN_HOUR:
        raise TooManyLooks(
            _("You opened %(n)s profiles within the last hour, and that is the limit. Try again later.")
            % {"n": PROFILES_AN_HOUR}
        )
    return manager


def _check_manages(actor: Actor, role: Role, verb: str, at: datetime) -> tuple[Person, int]:
    """The role's manager, and how often they looked within the hour: one query."""
    if isinstance(actor, Portal):
        raise NotVisible()
    found = _LOOKS.ask(manager=actor.pk, role=role.pk, verb=verb, at=at, since=at - HOUR)
    if not found:
        raise NotVisible()
    return actor, found[0][0]


def _looks(manager: int, role: int, verb: str, at: datetime, since: datetime) -> QuerySet[Grant, tuple[int]]:
    looked = Event.objects.filter(actor__employee=manager, verb=verb, at__gt=since)
    number = looked.order_by().values(of=F("verb")).annotate(number=Count("*")).values("number")
    managed = roles_managed_by(person_by_id(manager), at).filter(role=role).order_by()
    return managed.annotate(looks=Coalesce(Subquery(number), 0)).values_list("looks")


_LOOKS = Statement(_looks, manager=int, role=int, verb=str, at=datetime, since=datetime)
