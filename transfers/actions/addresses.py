"""Another mail address of a person: kept, and told to the address before as well as to the new one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts.models import Employee
from transfers import ledger
from transfers.ledger import Fact, Owed
from transfers.models import AddressChange, Event
from transfers.models.notice import MAIL
from transfers.queries.addresses import get_link_addresses
from transfers.sight.actor import Actor, employee_of

CHANGED, LEFT = "profile.address_changed", "profile.address_left"
LINK_TOLD, LINK_AWAY = "employee.sign_in_link_told", "employee.sign_in_link_away"


@dataclass(frozen=True, slots=True)
class NewAddress:
    """Whose address (an Employee's id) of which kind is another now, and which it was."""

    employee_id: int
    kind: str
    former: str


def keep_address_changes(changes: Sequence[NewAddress], *, by: Actor, at: datetime) -> None:
    """Join a transaction that holds the people and changes their addresses: keep what stood, and tell both addresses.

    The person may be reading only one of the two, and only one of them may be theirs.
    """
    rows = AddressChange.objects.bulk_create(
        [
            AddressChange(
                employee_id=change.employee_id,
                kind=change.kind,
                former=change.former,
                at=at,
                changed_by=employee_of(by),
            )
            for change in changes
        ],
        batch_size=ledger.BATCH,
    )
    facts = [Fact("employee.address_changed", "employee", row.employee_id, row.employee_id) for row in rows]
    events = ledger.record_all(facts, by=by, at=at)
    about = [
        (event, row.employee_id, {"address_change": str(row.public_id)})
        for event, row in zip(events, rows, strict=True)
    ]
    ledger.owe_all([Owed(event, pk, CHANGED, refs) for event, pk, refs in about], at=at)
    ledger.owe_all([Owed(event, pk, LEFT, refs) for event, pk, refs in about], at=at, channels=[MAIL])


def owe_other_addresses(event: Event, person: Employee, *, link: bool, at: datetime) -> None:
    """Owe what goes beside the mail that lets `person` set a password.

    A new address that waits reads that it was asked for; with `link`, who is on leave gets the link there too.
    """
    addresses = get_link_addresses([person], at)[person.pk]
    templates = [LINK_TOLD] if addresses.is_waiting else []
    templates += [LINK_AWAY] if link and addresses.leave else []
    ledger.owe_all([Owed(event, person.pk, template) for template in templates], at=at, channels=[MAIL])
