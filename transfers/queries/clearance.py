"""Who comes first for a role: during its clearance, and after it."""

from datetime import datetime

from accounts.models import Employee
from transfers.models import Claim, Role
from transfers.queries.eligibility import get_eligible
from transfers.queries.priority import get_tiers
from transfers.sight.candidates import candidates_visible_to
from transfers.states import ClaimStatus


def is_in_clearance(role: Role, at: datetime) -> bool:
    """Whether the role is still open to people with priority only."""
    return role.clearance_until_at is not None and at < role.clearance_until_at


def get_passed_over(manager: Employee, role: Role, at: datetime) -> list[Employee]:
    """Entitled, eligible candidates visible to this manager whom a claim on somebody else would pass over.

    One who was claimed for this role, whatever came of it but a withdrawal, is not passed over.
    """
    visible = candidates_visible_to(manager, role, at).select_related("employee")
    people = {candidacy.employee_id: candidacy.employee for candidacy in visible}
    entitled = get_tiers(people, at)
    asked = set(
        Claim.objects.filter(role=role, employee_id__in=entitled)
        .exclude(status=ClaimStatus.WITHDRAWN)
        .values_list("employee_id", flat=True)
    )
    waiting = [people[pk] for pk in entitled if pk not in asked]
    eligible = get_eligible(waiting, role, at)
    return sorted((p for p in waiting if p.pk in eligible), key=lambda p: (p.sort_name, p.pk))
