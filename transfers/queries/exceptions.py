"""What waits for an HR partner: people known to be without a placement, offers that lost their manager, held moves.

Who filed undraft is no list (docs/adr/0016-reviews.md): somebody is unplaced here once their end day was announced,
they returned in trial, or a move that had been announced was cancelled. Nothing of it asks what was filed.
"""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import DateTimeField, Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast, Coalesce, Greatest

from accounts.models import Employee
from transfers.calendars import local_date
from transfers.models import Claim, Entitlement, Grant, HeldMove, Placement, Review
from transfers.models.entitlement import POLICY_END
from transfers.models.grant import ADMIN, HIRING_MANAGER
from transfers.models.review import DONE
from transfers.sight.actor import Viewer
from transfers.sight.filters import claims_visible_to
from transfers.sight.hats import grants_in_force, people_served_by, wears
from transfers.states import AssignmentStatus, ClaimStatus, EntitlementStatus, PlacementStatus

REVIEWED = "review.made"
LONGEST = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Somebody to review: since when it is known, and the day on which it is due."""

    person: Employee
    since: datetime
    due_on: date


def get_unplaced(viewer: Viewer, at: datetime) -> list[Unplaced]:
    """Everybody whom the viewer serves and who is known to be without a placement, the longest due first."""
    rows = [_unplaced(person) for person in _people(viewer, at)]
    return sorted(rows, key=lambda row: (row.due_on, row.person.sort_name, row.person.pk))


def reviews_due(viewer: Viewer, at: datetime) -> QuerySet[Employee]:
    """Those of them whose review is due today in UTC or was before; `waits_since` says from when."""
    due = _people(viewer, at).filter(Q(next_on__isnull=True) | Q(next_on__lte=at.date()))
    return due.annotate(waits_since=Coalesce(Cast("next_on", DateTimeField()), "since"))


def find_unplaced(viewer: Viewer, person_id: uuid.UUID, at: datetime) -> Unplaced | None:
    """One of them; None for everybody else, whatever they filed."""
    person = _people(viewer, at).filter(public_id=person_id).first()
    return _unplaced(person) if person is not None else None


def claims_without_manager(viewer: Viewer, at: datetime) -> QuerySet[Claim]:
    """Live offers to people served whose maker is not the role's hiring manager any more.

    `successor` is the name of one who is, `waits_since` the end of the maker's last right.
    """
    if not isinstance(viewer, Employee):
        return Claim.objects.none()
    of_maker = {"kind": HIRING_MANAGER, "role": OuterRef("role"), "employee": OuterRef("offered_by")}
    ended = Grant.objects.filter(**of_maker).order_by().values("role").annotate(on=Max("ended_at")).values("on")
    successors = grants_in_force(at).filter(kind=HIRING_MANAGER, role=OuterRef("role"))
    claims = claims_visible_to(viewer, at).filter(
        Q(round__isnull=True) | ~Exists(successors),  # a round's offers have no maker among managers
        ~Exists(grants_in_force(at).filter(**of_maker)),
        status=ClaimStatus.OFFERED,
        is_by_hr=False,
        employee__in=people_served_by(viewer, at).values("pk"),
    )
    successor = successors.order_by().values("employee__name")[:1]
    return claims.annotate(successor=Subquery(successor), waits_since=Subquery(ended))


def get_claims_without_manager(viewer: Viewer, at: datetime) -> list[Claim]:
    """The same with their people and roles, the first to end first."""
    claims = claims_without_manager(viewer, at).select_related("employee", "role__unit")
    return list(claims.order_by("expires_at", "pk"))


def get_held_moves(viewer: Viewer, at: datetime) -> list[HeldMove]:
    """Moves that a file asks for, of people served: everybody's wait alike."""
    if not isinstance(viewer, Employee):
        return []
    held = HeldMove.objects.filter(employee__in=people_served_by(viewer, at).values("pk"))
    return list(held.select_related("employee__unit", "unit").order_by("at", "pk"))


def _people(viewer: Viewer, at: datetime) -> QuerySet[Employee]:
    if not isinstance(viewer, Employee):
        return Employee.objects.none()
    of_person = Placement.objects.filter(employee=OuterRef("pk")).order_by().values("employee")
    cancelled = of_person.filter(status=PlacementStatus.CANCELLED, announced_at__lte=F("cancelled_at"))
    stands = ~Q(status=EntitlementStatus.ENDED) | Q(
        ended_because=POLICY_END, assignment__status=AssignmentStatus.ACTIVE
    )
    announced = Entitlement.objects.filter(stands, assignment__employee=OuterRef("pk"), end_announced_at__lte=at)
    known = people_served_by(viewer, at).filter(~wears(viewer, ADMIN, at), is_active=True)
    known = known.annotate(
        since=Greatest(
            Subquery(
                announced.order_by().values("assignment__employee").annotate(on=Max("end_announced_at")).values("on")
            ),
            Subquery(of_person.annotate(on=Max("returned_at")).values("on")),
            Subquery(cancelled.annotate(on=Max("cancelled_at")).values("on")),
        )
    ).filter(since__lte=at)
    placed = Placement.objects.filter(
        Q(status__in=(PlacementStatus.PENDING, PlacementStatus.FINALISED))
        | Q(status=PlacementStatus.SETTLED, pending_at__gte=OuterRef("since")),
        employee=OuterRef("pk"),
    )
    last = Review.objects.filter(employee=OuterRef("pk"), reviewed_at__gte=OuterRef("since")).order_by("-pk")
    known = known.annotate(
        reviewed=Subquery(last.values("outcome")[:1]), next_on=Subquery(last.values("next_on")[:1])
    )
    return known.filter(~Exists(placed), ~Q(reviewed=DONE) | Q(reviewed__isnull=True)).select_related("unit", "site")


def _unplaced(person: Employee) -> Unplaced:
    since: datetime = getattr(person, "since")  # noqa: B009  (annotated)
    next_on: date | None = getattr(person, "next_on")  # noqa: B009  (annotated)
    return Unplaced(person, since, next_on if next_on is not None else local_date(since, person.zone))
