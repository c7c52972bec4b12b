"""What waits for an HR partner: people known to be without a placement, offers that lost their manager, held moves.

Who filed undraft is no list (docs/adr/0016-reviews.md): somebody is unplaced here once their end day was announced,
they returned in trial, or a move that had been announced was cancelled. Nothing of it asks what was filed.
"""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, cast

from django.db.models import DateTimeField, Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast, Coalesce, Greatest

from accounts.models import Employee
from transfers.calendars import local_date
from transfers.models import Claim, Entitlement, Grant, HeldMove, Placement, Review
from transfers.models.entitlement import POLICY_END
from transfers.models.grant import ADMIN, HIRING_MANAGER
from transfers.models.review import DONE
from transfers.queries.statements import Statement, person_by_id
from transfers.sight.actor import Viewer
from transfers.sight.filters import claims_visible_to
from transfers.sight.hats import grants_in_force, is_served_by, people_served_by, wears
from transfers.states import AssignmentStatus, ClaimStatus, EntitlementStatus, PlacementStatus

REVIEWED = "review.made"
LONGEST = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Somebody to review: since when it is known, and the day on which it is due."""

    person: Employee
    since: datetime
    due_on: date


@dataclass(frozen=True, slots=True)
class Awaited:
    """The same by the person's id alone, as a queue counts and pages them."""

    person_id: int
    since: datetime
    due_on: date


def get_unplaced(viewer: Viewer, at: datetime) -> list[Awaited]:
    """Everybody whom the viewer serves and who is known to be without a placement, the longest due first."""
    if not isinstance(viewer, Employee):
        return []
    rows = [
        (Awaited(pk, since, _due_on(since, next_on, zone or of_site)), name)
        for pk, since, next_on, name, zone, of_site in _UNPLACED.ask(viewer=viewer.pk, at=at)
    ]
    return [row for row, _name in sorted(rows, key=lambda each: (each[0].due_on, each[1], each[0].person_id))]


def with_people(rows: Collection[Awaited]) -> list[Unplaced]:
    """These rows with their people, who were found by what the reader may see."""
    if not rows:
        return []
    people = Employee.objects.select_related("unit").in_bulk([row.person_id for row in rows])
    return [Unplaced(people[row.person_id], row.since, row.due_on) for row in rows]


def reviews_due(viewer: Viewer, at: datetime) -> QuerySet[Employee]:
    """Those of them whose review is due today in UTC or was before; `waits_since` says from when."""
    due = _people(viewer, at).filter(Q(next_on__isnull=True) | Q(next_on__lte=at.date()))
    return due.annotate(waits_since=Coalesce(Cast("next_on", DateTimeField()), "since"))


def find_unplaced(viewer: Viewer, person_id: uuid.UUID, at: datetime) -> Unplaced | None:
    """One of them; None for everybody else, whatever they filed."""
    person = _people(viewer, at).filter(public_id=person_id).select_related("unit", "site").first()
    if person is None:
        return None
    since: datetime = getattr(person, "since")  # noqa: B009  (annotated)
    return Unplaced(person, since, _due_on(since, getattr(person, "next_on"), person.zone))  # noqa: B009  (annotated)


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
        is_served_by(viewer, at, person="employee_id"),
        status=ClaimStatus.OFFERED,
        is_by_hr=False,
    )
    successor = successors.order_by().values("employee__name")[:1]
    return claims.annotate(successor=Subquery(successor), waits_since=Subquery(ended))


def get_claims_without_manager(viewer: Viewer, at: datetime) -> list[Claim]:
    """The same with their people and roles, the first to end first."""
    return _CLAIMS.ask(viewer=viewer.pk, at=at) if isinstance(viewer, Employee) else []


def get_held_moves(viewer: Viewer, at: datetime) -> list[HeldMove]:
    """Moves that a file asks for, of people served: everybody's wait alike."""
    if not isinstance(viewer, Employee):
        return []
    return _HELD.ask(viewer=viewer.pk, at=at)


def _people(viewer: Viewer, at: datetime) -> QuerySet[Employee]:
    """Those few of whom anything of the kind is known, looked for first; then since when, and what came of it."""
    if not isinstance(viewer, Employee):
        return Employee.objects.none()
    stands = ~Q(status=EntitlementStatus.ENDED) | Q(
        ended_because=POLICY_END, assignment__status=AssignmentStatus.ACTIVE
    )
    announced = Entitlement.objects.filter(stands, end_announced_at__lte=at).order_by()
    returned = Placement.objects.filter(returned_at__lte=at).order_by()
    cancelled = Placement.objects.filter(status=PlacementStatus.CANCELLED, announced_at__lte=F("cancelled_at"))
    cancelled = cancelled.filter(cancelled_at__lte=at).order_by()
    moved = (placements.values("employee") for placements in (returned, cancelled))
    known = people_served_by(viewer, at).filter(
        ~wears(viewer, ADMIN, at), pk__in=announced.values("assignment__employee").union(*moved), is_active=True
    )
    known = known.annotate(
        since=Greatest(
            _latest(announced, "assignment__employee", "end_announced_at"),
            _latest(returned, "employee", "returned_at"),
            _latest(cancelled, "employee", "cancelled_at"),
        )
    )
    placed = Placement.objects.filter(
        Q(status__in=(PlacementStatus.PENDING, PlacementStatus.FINALISED))
        | Q(status=PlacementStatus.SETTLED, pending_at__gte=OuterRef("since")),
        employee=OuterRef("pk"),
    )
    last = Review.objects.filter(employee=OuterRef("pk"), reviewed_at__gte=OuterRef("since")).order_by("-pk")
    known = known.annotate(
        reviewed=Subquery(last.values("outcome")[:1]), next_on=Subquery(last.values("next_on")[:1])
    )
    return known.filter(~Exists(placed), ~Q(reviewed=DONE) | Q(reviewed__isnull=True))


def _latest(rows: QuerySet[Any], person: str, column: str) -> Subquery:
    """The latest instant in a column of the rows about one person."""
    own = rows.filter(**{person: OuterRef("pk")}).values(person)
    return Subquery(own.annotate(on=Max(column)).values("on"))


def _due_on(since: datetime, next_on: date | None, zone: str) -> date:
    return next_on if next_on is not None else local_date(since, zone)


def _claims(viewer: int, at: datetime) -> QuerySet[Claim]:
    claims = claims_without_manager(person_by_id(viewer), at).select_related("employee", "role__unit")
    return claims.order_by("expires_at", "pk")


def _held(viewer: int, at: datetime) -> QuerySet[HeldMove]:
    held = HeldMove.objects.filter(is_served_by(person_by_id(viewer), at, person="employee_id"))
    return held.select_related("employee__unit", "unit").order_by("at", "pk")


_Row = tuple[int, datetime, date | None, str, str, str]


def _unplaced(viewer: int, at: datetime) -> QuerySet[Employee, _Row]:
    columns = ("pk", "since", "next_on", "sort_name", "time_zone", "site__time_zone")
    return cast("QuerySet[Employee, _Row]", _people(person_by_id(viewer), at).values_list(*columns))


_CLAIMS = Statement(_claims, viewer=int, at=datetime)
_HELD = Statement(_held, viewer=int, at=datetime)
_UNPLACED = Statement(_unplaced, viewer=int, at=datetime)
