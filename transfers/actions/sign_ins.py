"""What signing in leaves behind."""

from accounts.models import Employee
from transfers import ledger
from transfers.actions.addresses import owe_other_addresses
from transfers.atomic import write
from transfers.clock import Clock, database_clock
from transfers.models.notice import MAIL


@write
def record_sign_in(person: Employee, *, method: str, clock: Clock = database_clock) -> None:
    """Write that `person` signed in, and how: "password", "demo". Shown to nobody but the person."""
    ledger.record("employee.signed_in", person, by=person, at=clock(), subject=person, body={"method": method})


@write
def ask_for_sign_in_link(person: Employee, *, clock: Clock = database_clock) -> None:
    """Owe `person` a mail with a link to set a password. The link is made when the mail is: no row holds it.

    Where it goes is decided then too, so that an address written in between does not get it.
    """
    person = Employee.objects.select_related("site").get(pk=person.pk)
    at = clock()
    event = ledger.record("employee.link_asked", person, by=person, at=at, subject=person)
    ledger.owe(event, person, "employee.sign_in_link", at=at, channels=[MAIL])
    owe_other_addresses(event, person, link=True, at=at)
