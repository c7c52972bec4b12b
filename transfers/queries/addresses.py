"""Where a link that sets a password may go: to an address that has stood long enough, or that stood before.

HR's file writes addresses. Without the wait, whoever writes one could ask for a link and sign in as the person.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.db.models.functions import Lower

from accounts.models import Employee
from transfers.calendars import local_date
from transfers.models import AddressChange
from transfers.models.address_change import LEAVE, OWN

# Longer than most days off: who reads that the address was changed has time to call HR before a link goes there.
NEW_ADDRESS_WAITS = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class LinkAddresses:
    """Where a person's links go. Empty: to no address of that kind.

    `own` is the address that stood before, while the present one waits; nobody's once somebody else has it now.
    `leave` is where HR recorded for leave, while the person is on it.
    """

    own: str
    leave: str
    is_waiting: bool


def get_link_addresses(people: Sequence[Employee], at: datetime) -> dict[int, LinkAddresses]:
    """By the people's ids, in two queries whatever their number; their sites must be at hand."""
    former: dict[tuple[int, str], str] = {}
    lately = AddressChange.objects.filter(employee__in=people, at__gt=at - NEW_ADDRESS_WAITS)
    for change in lately.order_by("at", "pk"):
        former.setdefault((change.employee_id, change.kind), change.former)
    taken = _owners_of([address for (_pk, kind), address in former.items() if kind == OWN])
    found = {}
    for person in people:
        own = former.get((person.pk, OWN))
        is_own = own is None or taken.get(own.lower(), person.pk) == person.pk
        stands = (person.pk, LEAVE) not in former and person.is_on_leave_on(local_date(at, person.zone))
        found[person.pk] = LinkAddresses(
            own=(own if own is not None else person.email) if is_own else "",
            leave=person.leave_email if stands else "",
            is_waiting=own is not None and own.lower() != person.email.lower(),
        )
    return found


def find_by_link_address(address: str, at: datetime) -> list[Employee]:
    """Who works here and would get a link at this address now, other than by their present own address."""
    waiting = AddressChange.objects.filter(kind=OWN, former__iexact=address, at__gt=at - NEW_ADDRESS_WAITS)
    known = Q(pk__in=waiting.values("employee_id")) | Q(leave_email__iexact=address)
    people = list(Employee.objects.filter(known, is_active=True).select_related("site"))
    links = get_link_addresses(people, at)
    reached = {pk: {to.own.lower(), to.leave.lower()} for pk, to in links.items()}
    return [person for person in people if address.lower() in reached[person.pk]]


def _owners_of(addresses: Sequence[str]) -> dict[str, int]:
    """Who has each of these addresses now, by the address in small letters."""
    if not addresses:
        return {}
    rows = Employee.objects.annotate(folded=Lower("email")).filter(folded__in={a.lower() for a in addresses})
    return dict(rows.values_list("folded", "pk"))
