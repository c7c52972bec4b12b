"""Which hats a viewer wears: all of them from confirmed grants in force, none from a column."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import Employee
from transfers.models import Assignment, Campaign, Grant
from transfers.models.grant import ADMIN, HIRING_MANAGER, HR_PARTNER
from transfers.sight.chain import ids_below
from transfers.states import AssignmentStatus, CampaignStatus, GrantStatus


def grants_in_force(at: datetime) -> QuerySet[Grant]:
    """Confirmed grants that have not ended, of people who still work here. `ends_on` is their last day in UTC."""
    return Grant.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=at.date()),
        status=GrantStatus.CONFIRMED,
        confirmed_at__lte=at,
        employee__is_active=True,
    )


def wears(viewer: Employee, kind: str, at: datetime) -> Exists:
    """Whether `viewer` holds a grant of this kind in force, as a condition inside a query about something else."""
    return Exists(grants_in_force(at).filter(employee=viewer, kind=kind))


def desk_grants(viewer: Employee, at: datetime) -> QuerySet[Grant]:
    """What the viewer holds of the two kinds that open the administration: ADMIN, HR_PARTNER."""
    return grants_in_force(at).filter(employee=viewer, kind__in=(ADMIN, HR_PARTNER))


def is_admin(viewer: Employee, at: datetime) -> bool:
    return grants_in_force(at).filter(employee=viewer, kind=ADMIN).exists()


def count_admins(at: datetime) -> int:
    """How many people are admins now."""
    return grants_in_force(at).filter(kind=ADMIN).values("employee_id").distinct().count()


def is_hr_partner(viewer: Employee, at: datetime) -> bool:
    return grants_in_force(at).filter(employee=viewer, kind=HR_PARTNER).exists()


def hr_partners(at: datetime) -> QuerySet[Employee]:
    """Whoever is an HR partner of any campaign."""
    return Employee.objects.filter(pk__in=grants_in_force(at).filter(kind=HR_PARTNER).values("employee_id"))


def is_hr(viewer: Employee, at: datetime) -> bool:
    """An HR partner of any campaign, or an admin."""
    return grants_in_force(at).filter(employee=viewer, kind__in=(ADMIN, HR_PARTNER)).exists()


def is_hiring_manager(viewer: Employee, at: datetime) -> bool:
    return grants_in_force(at).filter(employee=viewer, kind=HIRING_MANAGER).exists()


def roles_managed_by(viewer: Employee, at: datetime) -> QuerySet[Grant, int | None]:
    """Ids of the roles whose hiring manager `viewer` is."""
    return grants_in_force(at).filter(employee=viewer, kind=HIRING_MANAGER).values_list("role_id", flat=True)


def campaigns_served_by(viewer: Employee, at: datetime) -> QuerySet[Grant, int | None]:
    """Ids of the campaigns whose HR partner `viewer` is.

    One who is a member of a campaign is no partner of it: a drafted HR partner is served by another.
    """
    return (
        grants_in_force(at)
        .filter(employee=viewer, kind=HR_PARTNER)
        .exclude(campaign_id__in=own_campaigns(viewer))
        .values_list("campaign_id", flat=True)
    )


def campaigns_on_desk_of(viewer: Employee, at: datetime, *, is_admin: bool) -> QuerySet[Campaign]:
    """Those that the administration shows the viewer: an admin all of them, an HR partner those that they serve."""
    return Campaign.objects.all() if is_admin else Campaign.objects.filter(pk__in=campaigns_served_by(viewer, at))


def own_campaigns(viewer: Employee) -> QuerySet[Assignment, int]:
    """Ids of the campaigns that `viewer` is a member of."""
    own = Assignment.objects.filter(employee=viewer).exclude(status=AssignmentStatus.VOIDED)
    return own.values_list("campaign_id", flat=True)


def people_who_run(campaign: Campaign, at: datetime) -> QuerySet[Employee]:
    """Admins and the campaign's HR partners, less its members."""
    members = Assignment.objects.filter(campaign=campaign).exclude(status=AssignmentStatus.VOIDED)
    grants = grants_in_force(at)
    admins = grants.filter(kind=ADMIN).values("employee_id")
    partners = grants.filter(kind=HR_PARTNER, campaign=campaign).values("employee_id")
    drafted = members.values("employee_id")
    return Employee.objects.filter(Q(pk__in=admins) | Q(pk__in=partners)).exclude(pk__in=drafted)


def people_served_by(viewer: Employee, at: datetime) -> QuerySet[Employee]:
    """Those whose HR partner `viewer` is: members of the campaigns served, and whoever is in no live campaign.

    Never oneself, and never anybody in whose chain the viewer stands. Membership is asked of each person, so that
    what wants a few of them reads those few.
    """
    own = Assignment.objects.filter(employee=OuterRef("pk"))
    live = own.exclude(status=AssignmentStatus.VOIDED).exclude(campaign__status=CampaignStatus.ARCHIVED)
    return (
        Employee.objects.filter(
            Exists(own.filter(campaign_id__in=campaigns_served_by(viewer, at))) | (~Exists(live) & Q(is_active=True)),
            wears(viewer, HR_PARTNER, at),
        )
        .exclude(pk=viewer.pk)
        .exclude(pk__in=ids_below(viewer))
    )


def assignments_served_by(viewer: Employee, at: datetime) -> QuerySet[Assignment]:
    """Those of the campaigns whose HR partner `viewer` is, of people served.

    Who serves a person for one campaign may be drafted in another of theirs: about that one its own partners decide.
    """
    return Assignment.objects.filter(
        campaign_id__in=campaigns_served_by(viewer, at), employee_id__in=people_served_by(viewer, at).values("pk")
    )


def is_served_by(viewer: Employee, at: datetime, *, person: str) -> Exists:
    """Whether `viewer` is the HR partner of whom the column `person` names, as a condition inside a query."""
    return Exists(people_served_by(viewer, at).filter(pk=OuterRef(person)))
