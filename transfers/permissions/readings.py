"""Who may read what another person filed."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from transfers.errors import NotAllowed, NotVisible
from transfers.models import Assignment, Reading
from transfers.queries.cases import READING, get_open_case
from transfers.sight.actor import Actor, Person, Portal
from transfers.sight.filters import assignments_read_by

_A_DAY = timedelta(hours=24)


def check_may_ask(actor: Actor, assignment: Assignment, at: datetime) -> Person:
    """The person's HR partner, who is returned. For drawing the way: reading takes an open case, and is counted."""
    if isinstance(actor, Portal) or not assignments_read_by(actor, at).filter(pk=assignment.pk).exists():
        raise NotVisible()
    return actor


def check_can_read_choice(actor: Actor, assignment: Assignment, at: datetime) -> None:
    """As `check_may_ask`, with the case open for it, and so few within 24 hours that no list can come of it."""
    reader = check_may_ask(actor, assignment, at)
    get_open_case(actor, assignment.employee.public_id, at, purpose=READING)
    limit = settings.READINGS_A_DAY
    if Reading.objects.filter(read_by=reader, break_glass__isnull=True, read_at__gt=at - _A_DAY).count() >= limit:
        raise NotAllowed(
            _("You may read %(n)s within 24 hours, and you have. Nothing was shown, and nobody was told.")
            % {"n": limit}
        )
