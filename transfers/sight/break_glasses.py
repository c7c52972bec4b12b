"""Who may open one choice together, and who knows of it before its person does."""

from datetime import datetime

from django.db.models import Exists, Q, QuerySet

from accounts.models import Employee
from transfers.models import Assignment, BreakGlass
from transfers.models.grant import ADMIN, AUDITOR, HIRING_MANAGER
from transfers.sight.actor import Portal, Viewer
from transfers.sight.chain import ids_below
from transfers.sight.former import has_managed, has_worn
from transfers.sight.hats import campaigns_served_by, grants_in_force, own_campaigns, wears
from transfers.states import AssignmentStatus


def may_join(viewer: Employee, at: datetime) -> bool:
    """Whether the viewer's right lets them propose or confirm one at all."""
    kinds = grants_in_force(at).filter(employee=viewer, kind__in=(ADMIN, AUDITOR))
    return kinds.exists() or campaigns_served_by(viewer, at).exists()


def assignments_opened_for(viewer: Viewer, at: datetime) -> QuerySet[Assignment]:
    """Those about which an admin may propose it, and read: never their own or of people below them, none of a
    campaign that they are a member of, and nothing to who hires or has hired since the person was drafted."""
    if isinstance(viewer, Portal):
        return Assignment.objects.none()
    of_others = Assignment.objects.filter(
        wears(viewer, ADMIN, at), ~has_worn(viewer, (HIRING_MANAGER,)), ~has_managed(viewer), choice_offered=True
    ).exclude(status=AssignmentStatus.VOIDED)
    return (
        of_others.exclude(campaign_id__in=own_campaigns(viewer))
        .exclude(employee=viewer)
        .exclude(employee_id__in=ids_below(viewer))
    )


def break_glasses_visible_to(viewer: Viewer, at: datetime) -> QuerySet[BreakGlass]:
    """Those that admins, auditors and the campaign's HR partners propose or decide on.

    Never about oneself or people below, and none of a campaign that the viewer is a member of.
    """
    if isinstance(viewer, Portal):
        return BreakGlass.objects.all()
    kinds = grants_in_force(at).filter(employee=viewer, kind__in=(ADMIN, AUDITOR))
    return (
        BreakGlass.objects.filter(Q(Exists(kinds)) | Q(assignment__campaign_id__in=campaigns_served_by(viewer, at)))
        .exclude(assignment__campaign_id__in=own_campaigns(viewer))
        .exclude(employee=viewer)
        .exclude(employee_id__in=ids_below(viewer))
    )


def people_who_may_confirm(glass: BreakGlass, at: datetime) -> list[Employee]:
    """Whom to ask: everybody but its proposer who may decide on it, by `break_glasses_visible_to`.

    Few people hold such a right, so each is asked about with the same words as when they come.
    """
    holders = grants_in_force(at).filter(Q(kind__in=(ADMIN, AUDITOR)) | Q(campaign_id=glass.assignment.campaign_id))
    people = Employee.objects.filter(pk__in=holders.values("employee_id")).exclude(pk__in=[glass.proposed_by_id])
    return [
        person
        for person in people.order_by("pk")
        if break_glasses_visible_to(person, at).filter(pk=glass.pk).exists()
    ]
