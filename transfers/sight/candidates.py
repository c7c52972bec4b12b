"""Which candidates a hiring manager may see for a role, before eligibility, which needs the engine.

The rule is asked from both sides: by a manager for a role, and by the person for their own page. A test compares the
answers for every manager, role and person.
"""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet, Value

from accounts.models import Employee
from transfers.models import Candidacy, Exclusion, Grant, Placement, Preference, Role
from transfers.models.candidacy import QUALIFYING, RANKED, SUBMITTED
from transfers.models.grant import ADMIN, HIRING_MANAGER
from transfers.sight.chain import chain_of, people_below, people_below_found
from transfers.sight.hats import grants_in_force, people_served_by, wears
from transfers.states import CandidacyStatus, PlacementStatus, RoleStatus

# a manager who is new to a role joins the viewers of a person's choice of visibility only after this
JOINS_AFTER = timedelta(hours=24)
# a role that is not opened yet, or closed for good, opens nobody's profile
_STAFFING = (RoleStatus.OPEN, RoleStatus.PAUSED)


def _open_to(role: Role) -> QuerySet[Candidacy]:
    """Open candidacies of people at work here, with no placement pending, that reach this role."""
    staffing = Role.objects.filter(pk=role.pk, status__in=_STAFFING)
    pending = Placement.objects.filter(employee_id=OuterRef("employee_id"), status=PlacementStatus.PENDING)
    ranked = Preference.objects.filter(candidacy_id=OuterRef("pk"), role=role, stage=SUBMITTED)
    return Candidacy.objects.filter(
        Exists(staffing),
        Q(visibility=QUALIFYING) | (Q(visibility=RANKED) & Exists(ranked)),
        ~Exists(pending),
        status=CandidacyStatus.OPEN,
        employee__is_active=True,
    )


def _has_joined(at: datetime) -> Q:
    """Of grants: confirmed long enough ago."""
    return Q(confirmed_at__lte=Value(at) - Value(JOINS_AFTER))


def candidates_visible_to(manager: Employee, role: Role, at: datetime) -> QuerySet[Candidacy]:
    """Candidates whom this role's hiring manager may see: never their chain's, never one who excluded them.

    A manager named after a person chose their visibility joins 24 hours after the confirmation of the grant.
    """
    grants = grants_in_force(at).filter(employee=manager, kind=HIRING_MANAGER, role=role)
    joined = Exists(grants.filter(_has_joined(at) | Q(confirmed_at__lte=OuterRef("visibility_at"))))
    excluded = Exclusion.objects.filter(candidacy_id=OuterRef("pk"), manager=manager)
    return (
        _open_to(role)
        .filter(joined, ~wears(manager, ADMIN, at), ~Exists(excluded))
        .exclude(employee=manager)
        .exclude(employee_id__in=people_below(manager).values("pk"))
    )


def candidates_served_by(partner: Employee, role: Role, at: datetime) -> QuerySet[Candidacy]:
    """Candidates for whom an HR partner acts as this role's hiring manager, since its own may not know of them:
    the manager stands in their chain, or there is none."""
    manager = grants_in_force(at).filter(kind=HIRING_MANAGER, role=role).order_by().values("employee_id")
    return _open_to(role).filter(
        ~Exists(manager) | Q(employee_id__in=people_below_found(manager).values("pk")),
        employee_id__in=people_served_by(partner, at).values("pk"),
    )


def managers_who_may_see(person: Employee, at: datetime) -> QuerySet[Grant]:
    """Hiring managers, one row a role, who may see this person if the person lets them: nobody in the chain, no
    admin, not the person."""
    admins = grants_in_force(at).filter(kind=ADMIN).values("employee_id")
    return (
        grants_in_force(at)
        .filter(kind=HIRING_MANAGER, role__status__in=_STAFFING)
        .exclude(employee=person)
        .exclude(employee_id__in=admins)
        .exclude(employee_id__in=chain_of(person).values("pk"))
    )


def managers_who_see(candidacy: Candidacy, at: datetime) -> QuerySet[Grant]:
    """Those who see this candidate now, one row a role: `candidates_visible_to` from the person's side."""
    listed = Preference.objects.filter(
        candidacy_id=OuterRef("pk"), stage=SUBMITTED, role_id=OuterRef(OuterRef("role_id"))
    )
    reaching = Candidacy.objects.filter(
        Q(visibility=QUALIFYING) | (Q(visibility=RANKED) & Exists(listed)),
        pk=candidacy.pk,
        status=CandidacyStatus.OPEN,
        employee__is_active=True,
    )
    joined = _has_joined(at) | Exists(reaching.filter(visibility_at__gte=OuterRef("confirmed_at")))
    excluded = Exclusion.objects.filter(candidacy=candidacy).values("manager_id")
    pending = Placement.objects.filter(employee=candidacy.employee, status=PlacementStatus.PENDING)
    seeing = managers_who_may_see(candidacy.employee, at).filter(Exists(reaching), joined, ~Exists(pending))
    return seeing.exclude(employee_id__in=excluded)
