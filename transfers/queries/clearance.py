"""Who comes first for a role: during its clearance, and after it."""

from datetime import datetime

from django.db.models import Exists, OuterRef

from accounts.models import Employee
from transfers.models import Claim, Role
from transfers.queries.eligibility import get_eligible
from transfers.queries.priority import best_tier_of
from transfers.sight.candidates import candidates_visible_to
from transfers.states import ClaimStatus


def is_in_clearance(role: Role, at: datetime) -> bool:
    """Whether the role is still open to people with priority only."""
    return role.clearance_until_at is not None and at < role.clearance_until_at


def get_passed_over(manager: Employee, role: Role, at: datetime) -> list[Employee]:
    """Entitled, eligible candidates visible to this manager whom a claim on somebody else would pass over.

    One who was claimed for this role, whatever came of it but a withdrawal, is not passed over.
    """
    asked = Claim.objects.filter(employee_id=OuterRef("employee_id"), role=role).exclude(status=ClaimStatus.WITHDRAWN)
    visible = candidates_visible_to(manager, role, at).annotate(tier=best_tier_of("employee_id", at))
    entitled = visible.filter(~Exists(asked), tier__isnull=False).select_related("employee")
    waiting = [candidacy.employee for candidacy in entitled]
    eligible = get_eligible(waiting, role, at) if waiting else set()
    return sorted((p for p in waiting if p.pk in eligible), key=lambda p: (p.sort_name, p.pk))
