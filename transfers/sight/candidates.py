"""Which candidates a hiring manager may see for a role, before eligibility, which needs the engine."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import Employee
from transfers.models import Candidacy, Exclusion, Placement, Preference, Role
from transfers.models.candidacy import QUALIFYING, RANKED, SUBMITTED
from transfers.models.grant import HIRING_MANAGER
from transfers.sight.chain import people_below
from transfers.sight.hats import grants_in_force, is_admin, people_served_by
from transfers.states import CandidacyStatus, PlacementStatus

# a manager who is new to a role joins the viewers of a person's choice of visibility only after this
JOINS_AFTER = timedelta(hours=24)


def _open_to(role: Role) -> QuerySet[Candidacy]:
    """Open candidacies of people at work here, with no placement pending, that reach this role."""
    pending = Placement.objects.filter(employee_id=OuterRef("employee_id"), status=PlacementStatus.PENDING)
    ranked = Preference.objects.filter(candidacy_id=OuterRef("pk"), role=role, stage=SUBMITTED)
    return Candidacy.objects.filter(
        Q(visibility=QUALIFYING) | (Q(visibility=RANKED) & Exists(ranked)),
        ~Exists(pending),
        status=CandidacyStatus.OPEN,
        employee__is_active=True,
    )


def candidates_visible_to(manager: Employee, role: Role, at: datetime) -> QuerySet[Candidacy]:
    """Candidates whom this role's hiring manager may see: never their chain's, never one who excluded them.

    A manager named after a person chose their visibility joins 24 hours after the confirmation of the grant.
    """
    grant = grants_in_force(at).filter(employee=manager, kind=HIRING_MANAGER, role=role).first()
    if grant is None or is_admin(manager, at):
        return Candidacy.objects.none()
    joined = Q(visibility_at__gte=grant.confirmed_at)
    if grant.confirmed_at is not None and grant.confirmed_at <= at - JOINS_AFTER:
        joined = Q()
    excluded = Exclusion.objects.filter(candidacy_id=OuterRef("pk"), manager=manager)
    return (
        _open_to(role)
        .filter(joined, ~Exists(excluded))
        .exclude(employee=manager)
        .exclude(employee_id__in=people_below(manager).values("pk"))
    )


def candidates_served_by(partner: Employee, role: Role, at: datetime) -> QuerySet[Candidacy]:
    """Candidates for whom an HR partner acts as this role's hiring manager, since its own may not know of them:
    the manager stands in their chain, or there is none."""
    grant = grants_in_force(at).filter(kind=HIRING_MANAGER, role=role).select_related("employee").first()
    served = _open_to(role).filter(employee_id__in=people_served_by(partner, at).values("pk"))
    if grant is None:
        return served
    return served.filter(employee_id__in=people_below(grant.employee).values("pk")).exclude(employee=grant.employee)
