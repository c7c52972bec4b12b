"""Who comes first for a role: during its clearance, and after it."""

from datetime import datetime

from django.db.models import Exists, OuterRef

from accounts.models import Employee
from transfers.models import Claim, Role
from transfers.queries.eligibility import get_eligible
from transfers.queries.managers import get_hiring_manager
from transfers.queries.priority import best_tier_of
from transfers.sight.candidates import candidates_served_by, candidates_visible_to
from transfers.sight.hats import people_served_by
from transfers.states import ClaimStatus


def is_in_clearance(role: Role, at: datetime) -> bool:
    """Whether the role is still open to people with priority only."""
    return role.clearance_until_at is not None and at < role.clearance_until_at


def get_passed_over(actor: Employee, role: Role, at: datetime, *, as_manager: bool) -> list[Employee]:
    """Entitled, eligible candidates whom a claim on somebody without priority would pass over, by name.

    For the role's hiring manager those they may see. An HR partner who acts for the manager passes over whom either
    of the two may see: otherwise acting for somebody would be a way round their waiting list. One who was claimed
    for this role, whatever came of it but a withdrawal, is not passed over.
    """
    manager = actor if as_manager else get_hiring_manager(role, at)
    seen = [candidates_visible_to(manager, role, at)] if manager is not None else []
    if not as_manager:
        seen.append(candidates_served_by(actor, role, at))
    asked = Claim.objects.filter(employee_id=OuterRef("employee_id"), role=role).exclude(status=ClaimStatus.WITHDRAWN)
    people: dict[int, Employee] = {}
    for candidates in seen:
        ranked = candidates.annotate(tier=best_tier_of("employee_id", at))
        entitled = ranked.filter(~Exists(asked), tier__isnull=False).select_related("employee")
        people |= {candidacy.employee_id: candidacy.employee for candidacy in entitled}
    waiting = list(people.values())
    eligible = get_eligible(waiting, role, at) if waiting else set()
    return sorted((p for p in waiting if p.pk in eligible), key=lambda p: (p.sort_name, p.pk))


def get_served(actor: Employee, people: list[Employee], at: datetime) -> list[Employee]:
    """Those of `people` whose name an HR partner may read: their own cases."""
    served = set(people_served_by(actor, at).filter(pk__in=[p.pk for p in people]).values_list("pk", flat=True))
    return [person for person in people if person.pk in served]
