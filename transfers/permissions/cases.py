"""Who may open the case of one person."""

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from transfers.errors import NotAllowed, NotVisible
from transfers.models import Event, Grant
from transfers.models.grant import HR_PARTNER
from transfers.queries.cases import OPENED
from transfers.queries.statements import Statement, person_by_id
from transfers.sight.actor import Actor, Person, Portal
from transfers.sight.hats import grants_in_force, people_served_by

CASES_AN_HOUR = 60


def check_is_hr_partner(actor: Actor, at: datetime) -> None:
    """Whoever is an HR partner of any campaign has cases."""
    if isinstance(actor, Portal) or not _PARTNER.ask(actor=actor.pk, at=at):
        raise NotVisible()


def _partner(actor: int, at: datetime) -> QuerySet[Grant, tuple[int]]:
    """Their grants in force as HR partner, one a campaign."""
    held = grants_in_force(at).filter(employee=person_by_id(actor), kind=HR_PARTNER)
    return held.order_by().values_list("pk")


_PARTNER = Statement(_partner, actor=int, at=datetime)


def check_can_open_case(actor: Actor, person: Person, at: datetime) -> None:
    """An HR partner of the person: never one who is drafted in the same campaign, never for oneself."""
    if isinstance(actor, Portal) or not people_served_by(actor, at).filter(pk=person.pk).exists():
        raise NotVisible()
    opened = Event.objects.filter(actor__employee=actor, verb=OPENED, at__gt=at - timedelta(hours=1)).count()
    if opened >= CASES_AN_HOUR:
        raise NotAllowed(
            _("You opened %(n)s cases within the last hour, and that is the limit. Try again later.")
            % {"n": CASES_AN_HOUR}
        )
