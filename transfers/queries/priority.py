"""Who holds priority. Read from Entitlement, never from what was filed; for actions and the engine, never a page."""

from datetime import datetime

from django.db.models import OuterRef, Subquery

from accounts.models import Employee
from transfers.models import Entitlement
from transfers.states import EntitlementStatus


def best_tier_of(person: str, at: datetime) -> Subquery:
    """The best active tier of somebody, or NULL, as a column of a query in which `person` is their id."""
    active = Entitlement.objects.filter(
        assignment__employee_id=OuterRef(person), status=EntitlementStatus.ACTIVE, expires_at__gt=at
    )
    return Subquery(active.order_by("tier").values("tier")[:1])


def has_priority(person: Employee, at: datetime) -> bool:
    """Whether any entitlement of this person counts now."""
    active = Entitlement.objects.filter(
        assignment__employee=person, status=EntitlementStatus.ACTIVE, expires_at__gt=at
    )
    return active.exists()
