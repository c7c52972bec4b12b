"""Who holds priority. Read from Entitlement, never from what was filed; for actions and the engine, never a page."""

from collections.abc import Iterable
from datetime import datetime

from accounts.models import Employee
from transfers.models import Entitlement
from transfers.states import EntitlementStatus


def get_tiers(employee_ids: Iterable[int], at: datetime) -> dict[int, int]:
    """The best active tier of each person who holds one; people without are left out."""
    rows = (
        Entitlement.objects.filter(
            assignment__employee_id__in=set(employee_ids), status=EntitlementStatus.ACTIVE, expires_at__gt=at
        )
        .order_by("-tier")
        .values_list("assignment__employee_id", "tier")
    )
    return dict(rows)


def has_priority(person: Employee, at: datetime) -> bool:
    """Whether any entitlement of this person counts now."""
    return person.pk in get_tiers([person.pk], at)
