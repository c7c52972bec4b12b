"""Who may open the case of one person."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from transfers.errors import NotAllowed, NotVisible
from transfers.models import Event
from transfers.models.grant import HR_PARTNER
from transfers.queries.cases import OPENED
from transfers.queries.desks import get_desk_kinds
from transfers.sight.actor import Actor, Person, Portal
from transfers.sight.hats import people_served_by

CASES_AN_HOUR = 60


def check_is_hr_partner(actor: Actor, at: datetime) -> None:
    """Whoever is an HR partner of any campaign has cases."""
    if isinstance(actor, Portal) or HR_PARTNER not in get_desk_kinds(actor, at):
        raise NotVisible()


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
