"""What a viewer was since a person was drafted: a denial that ended with a right could be lifted by ending it."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q

from accounts.models import Employee
from transfers.models import Grant, ManagerChange
from transfers.sight.chain import people_below


def has_worn(viewer: Employee, kinds: Iterable[str]) -> Exists:
    """Whether `viewer` holds a right of these kinds or held one since the draft, as a condition on assignments."""
    drafted_at = OuterRef("active_at")
    return Exists(
        Grant.objects.filter(
            Q(ended_at__isnull=True) | Q(ended_at__gt=drafted_at),
            Q(ends_on__isnull=True) | Q(ends_on__gte=OuterRef("active_at__date")),
            employee=viewer,
            kind__in=list(kinds),
            confirmed_at__isnull=False,
        )
    )


def has_managed(viewer: Employee) -> Exists:
    """Whether a change by hand since the draft took `viewer`, or somebody below them, from the person as manager."""
    below = people_below(viewer).values("pk")
    return Exists(
        ManagerChange.objects.filter(
            Q(from_manager=viewer) | Q(from_manager__in=below),
            employee=OuterRef("employee"),
            at__gt=OuterRef("active_at"),
        )
    )
