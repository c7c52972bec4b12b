"""Who comes first for a role: during its clearance, and after it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, Value

from accounts.models import Employee
from transfers.models import Candidacy, Claim, Role
from transfers.queries.eligibility import Door
from transfers.queries.managers import get_hiring_manager
from transfers.queries.priority import best_tier_of
from transfers.sight.candidates import candidates_served_by, candidates_visible_to
from transfers.sight.hats import people_served_by
from transfers.states import ClaimStatus


def is_in_clearance(role: Role, at: datetime) -> bool:
    """Whether the role is still open to people with priority only."""
    return role.clearance_until_at is not None and at < role.clearance_until_at


def is_in_round(role: Role, at: datetime) -> bool:
    """Whether a frozen round has the role now: nobody else is claimed for it, and its seats stay as they are."""
    return role.in_round_until_at is not None and at < role.in_round_until_at


@dataclass(frozen=True, slots=True)
class PassedOver:
    """How many people a claim would pass over, and those of them whose names the one who claims may read."""

    count: int
    named: list[Employee]


def get_passed_over(actor: Employee, role: Role, at: datetime, *, as_manager: bool, door: Door) -> PassedOver:
    """Entitled, eligible candidates whom a claim on somebody without priority would pass over, by name.

    For the role's hiring manager those they may see. An HR partner who acts for the manager passes over whom either
    of the two may see: otherwise acting for somebody would be a way round their waiting list. One who was claimed
    for this role, whatever came of it but a withdrawal, is not passed over.
    """
    manager = actor if as_manager else get_hiring_manager(role, at)
    seen = candidates_visible_to(manager, role, at) if manager is not None else Candidacy.objects.none()
    if not as_manager:
        seen = Candidacy.objects.filter(Q(pk__in=seen) | Q(pk__in=candidates_served_by(actor, role, at)))
    asked = Claim.objects.filter(employee_id=OuterRef("employee_id"), role=role).exclude(status=ClaimStatus.WITHDRAWN)
    ranked = seen.annotate(tier=best_tier_of("employee_id", at))
    served = people_served_by(actor, at).filter(pk=OuterRef("employee_id"))
    may_be_named = Value(value=True) if as_manager else Exists(served)
    entitled = list(
        ranked.annotate(may_be_named=may_be_named)
        .filter(~Exists(asked), tier__isnull=False)
        .select_related("employee")
    )
    named = {candidacy.employee_id for candidacy in entitled if candidacy.may_be_named}
    waiting = [candidacy.employee for candidacy in entitled]
    eligible = door.let_in(waiting) if waiting else set()
    first = sorted((p for p in waiting if p.pk in eligible), key=lambda p: (p.sort_name, p.pk))
    return PassedOver(len(first), [person for person in first if person.pk in named])
