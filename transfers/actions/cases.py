"""Opening the case of one person: reading that leaves a record."""

from django.utils.translation import gettext as _

from accounts.models import Employee
from transfers import atomic, ledger
from transfers.actions.locks import lock_people
from transfers.clock import Clock, database_clock
from transfers.errors import Invalid, NotVisible
from transfers.permissions.cases import check_can_open_case
from transfers.queries.cases import OPENED, PURPOSES
from transfers.sight.actor import Actor, Portal


@atomic.write
def open_case(person: Employee, purpose: str, *, by: Actor, clock: Clock = database_clock) -> Employee:
    """Let an HR partner read one person's case for a while, for one purpose; the person finds it in their record.

    `purpose` is a class, not a text. Raises NotVisible for people not served, NotAllowed, Invalid.
    Locks: both people, so that openings at the same instant are counted.
    """
    if purpose not in PURPOSES:
        raise Invalid(_("Choose what you open the case for."), field="purpose")
    if isinstance(by, Portal):
        raise NotVisible()
    person = lock_people([person.pk, by.pk])[person.pk]
    at = clock()
    check_can_open_case(by, person, at)
    ledger.record(OPENED, person, by=by, at=at, subject=person, body={"purpose": purpose})
    return person
