"""`<things>_visible_to(viewer, at)`: the table applied to rows. What is not in the set does not exist for them."""

from datetime import datetime
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from transfers.models import (
    Assignment,
    Choice,
    Claim,
    Notice,
    Placement,
    Reading,
    Receipt,
    Release,
    Role,
    SurveyResult,
)
from transfers.models.grant import ADMIN, HIRING_MANAGER
from transfers.sight.actor import Portal, Viewer
from transfers.sight.break_glasses import assignments_opened_for
from transfers.sight.chain import ids_below
from transfers.sight.former import has_managed, has_worn
from transfers.sight.hats import campaigns_served_by, is_served_by, roles_managed_by, wears
from transfers.sight.table import Hat, Thing, may_see
from transfers.states import AssignmentStatus, RoleStatus

T = TypeVar("T", bound=Model)

# the hats that a grant gives whatever its role or campaign
_GRANTED = {ADMIN: Hat.ADMIN, HIRING_MANAGER: Hat.HIRING_MANAGER}


def _others(viewer: Viewer, at: datetime, thing: Thing) -> Q:
    """Rows about other people that the hats of `viewer` open: those of every hat that may see, less every denial.

    For rows with `employee_id` and `role_id`.
    """
    if isinstance(viewer, Portal):
        return Q()
    below = ids_below(viewer)
    is_admin = Q(wears(viewer, ADMIN, at))
    opened = Q(pk__in=[])
    if may_see(thing, Hat.HIRING_MANAGER):
        opened |= Q(role_id__in=roles_managed_by(viewer, at))
    if may_see(thing, Hat.HR_PARTNER):
        opened |= Q(is_served_by(viewer, at, person="employee_id"))
    if may_see(thing, Hat.ADMIN):
        opened |= is_admin
    if may_see(thing, Hat.CHAIN):
        opened |= Q(employee_id__in=below)
    else:
        opened &= ~Q(employee_id__in=below)
    return opened if may_see(thing, Hat.ADMIN) else opened & ~is_admin


def claims_visible_to(viewer: Viewer, at: datetime) -> QuerySet[Claim]:
    """Own claims; as hiring manager those on own roles; as HR partner those on people served."""
    if isinstance(viewer, Portal):
        return Claim.objects.all()
    return Claim.objects.filter(Q(employee=viewer) | _others(viewer, at, Thing.CLAIM))


def placements_visible_to(viewer: Viewer, at: datetime) -> QuerySet[Placement]:
    """Before their announcement as claims are; after it the chain and admins read them too."""
    if isinstance(viewer, Portal):
        return Placement.objects.all()
    announced = Q(announced_at__isnull=False, announced_at__lte=at)
    return Placement.objects.filter(
        Q(employee=viewer)
        | (announced & _others(viewer, at, Thing.PLACEMENT_AFTER))
        | (~announced & _others(viewer, at, Thing.PLACEMENT_BEFORE))
    )


def claims_held_by(viewer: Viewer) -> QuerySet[Claim]:
    """Offers made to the viewer: what is one's own, whatever else one is."""
    return Claim.objects.none() if isinstance(viewer, Portal) else Claim.objects.filter(employee=viewer)


def placements_of(viewer: Viewer) -> QuerySet[Placement]:
    """The viewer's own placements."""
    return Placement.objects.none() if isinstance(viewer, Portal) else Placement.objects.filter(employee=viewer)


def choices_visible_to(viewer: Viewer, at: datetime) -> QuerySet[Choice]:
    """One's own, whatever else one is."""
    if isinstance(viewer, Portal):
        return Choice.objects.all()
    return Choice.objects.filter(assignment__employee=viewer)


def assignments_read_by(viewer: Viewer, at: datetime) -> QuerySet[Assignment]:
    """Assignments about which the viewer, as their HR partner, may ask what was filed: one at a time, by an action.

    Every other hat of the viewer that sees no choice denies it, one worn since the draft too.
    """
    if isinstance(viewer, Portal) or not may_see(Thing.CHOICE, Hat.HR_PARTNER):
        return Assignment.objects.none()
    denied = [kind for kind, hat in _GRANTED.items() if not may_see(Thing.CHOICE, hat)]
    return Assignment.objects.filter(
        ~has_worn(viewer, denied),
        ~has_managed(viewer),
        is_served_by(viewer, at, person="employee_id"),
        campaign_id__in=campaigns_served_by(viewer, at),
        choice_offered=True,
    ).exclude(status=AssignmentStatus.VOIDED)


def readings_shown_to(viewer: Viewer, at: datetime) -> QuerySet[Reading]:
    """The viewer's own readings, of what they could still come to read as they did."""
    if isinstance(viewer, Portal):
        return Reading.objects.none()
    in_case = Q(break_glass__isnull=True, assignment__in=assignments_read_by(viewer, at))
    by_glass = Q(break_glass__isnull=False, assignment__in=assignments_opened_for(viewer, at))
    return Reading.objects.filter(in_case | by_glass, read_by=viewer)


def receipts_visible_to(viewer: Viewer, at: datetime) -> QuerySet[Receipt]:
    """One's own."""
    if isinstance(viewer, Portal):
        return Receipt.objects.all()
    return Receipt.objects.filter(choice__assignment__employee=viewer)


def assignments_visible_to(viewer: Viewer, at: datetime) -> QuerySet[Assignment]:
    """One's own, for the journey's pages; an assignment by itself is no secret, what hangs on it is."""
    if isinstance(viewer, Portal):
        return Assignment.objects.all()
    return Assignment.objects.filter(employee=viewer)


def roles_visible_to(viewer: Viewer, at: datetime) -> QuerySet[Role]:
    """Roles that were opened; those in preparation only to their manager and to admins."""
    if isinstance(viewer, Portal):
        return Role.objects.all()
    opened = ~Q(status=RoleStatus.PREPARING)
    return Role.objects.filter(opened | Q(pk__in=roles_managed_by(viewer, at)) | Q(wears(viewer, ADMIN, at)))


def notices_visible_to(viewer: Viewer, at: datetime) -> QuerySet[Notice]:
    """One's own, whatever else one is."""
    if isinstance(viewer, Portal):
        return Notice.objects.all()
    return Notice.objects.filter(recipient=viewer)


def releases_visible_to(viewer: Viewer, at: datetime) -> QuerySet[Release]:
    """What was published: the same to everybody who is signed in. A proposal is no release."""
    return Release.objects.filter(published_at__lte=at)


def survey_results_visible_to(viewer: Viewer, at: datetime) -> QuerySet[SurveyResult]:
    """What was counted of a survey: the same to everybody who is signed in. An answer is nobody's to see."""
    return SurveyResult.objects.filter(counted_at__lte=at)
