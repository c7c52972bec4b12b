"""Whose role it is, and who may hear about one person on the role's side."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from accounts.models import Employee
from transfers.models import Claim, Grant, Role
from transfers.models.grant import HIRING_MANAGER
from transfers.queries.statements import Statement
from transfers.sight.chain import chain_of, is_in_chain_of
from transfers.sight.hats import grants_in_force, people_served_by


def get_hiring_manager(role: Role, at: datetime) -> Employee | None:
    """The person who holds the confirmed grant for a role, if anybody does."""
    grant = grants_in_force(at).filter(kind=HIRING_MANAGER, role=role).select_related("employee").first()
    return grant.employee if grant is not None else None


def get_left_alone(claims: Iterable[Claim], person: Employee, at: datetime) -> set[int]:
    """Ids of those of one person's `claims` that no manager holds any more: they went, or joined the chain."""
    by_managers = [claim for claim in claims if not claim.is_by_hr]
    if not by_managers:
        return set()
    roles = {claim.role_id for claim in by_managers}
    grants = grants_in_force(at).filter(kind=HIRING_MANAGER, role_id__in=roles)
    held = set(grants.exclude(employee__in=chain_of(person)).values_list("role_id", flat=True))
    return {claim.pk for claim in by_managers if claim.role_id not in held}


def get_managers_of(role_ids: Iterable[int], at: datetime) -> set[int]:
    """Ids of the hiring managers of these roles."""
    grants = grants_in_force(at).filter(kind=HIRING_MANAGER, role_id__in=role_ids)
    return set(grants.values_list("employee_id", flat=True))


def get_hiring_manager_id(role_id: int, at: datetime) -> int | None:
    """The id of the person who holds the confirmed grant for a role, if anybody does.

    A worker asks by the hundred.
    """
    found = _HOLDER.ask(role=role_id, at=at)
    return found[0][0] if found else None


def _holder(role: int, at: datetime) -> QuerySet[Grant, tuple[int]]:
    holders = grants_in_force(at).filter(kind=HIRING_MANAGER, role_id=role).order_by("pk")
    return holders.values_list("employee_id")[:1]


_HOLDER = Statement(_holder, role=int, at=datetime)


def get_claim_holder(claim: Claim, at: datetime) -> Employee | None:
    """Who on the role's side may hear how a claim went: the HR partner who made it while they serve the person,
    else the role's manager of today, never one who stands in the person's chain by now: in their place who
    published the round that made it, while they serve the person."""
    maker = claim.offered_by
    if claim.is_by_hr and maker is not None:
        return maker if people_served_by(maker, at).filter(pk=claim.employee_id).exists() else None
    manager = get_hiring_manager(claim.role, at)
    if manager is not None and not is_in_chain_of(manager, claim.employee):
        return manager
    publisher = claim.round.publish_asked_by if claim.round is not None else None
    if publisher is not None and people_served_by(publisher, at).filter(pk=claim.employee_id).exists():
        return publisher
    return None
