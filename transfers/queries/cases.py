"""One person's case, as an HR partner reads it while they have it open."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from accounts.models import Employee
from transfers.errors import NotVisible
from transfers.models import Assignment, Claim, Event, Placement, Review, Role
from transfers.queries.people import find_exactly
from transfers.sight.actor import Viewer
from transfers.sight.filters import claims_visible_to, placements_visible_to
from transfers.sight.hats import people_served_by
from transfers.states import AssignmentStatus

OPENED = "case.opened"
OPENING = "case"  # what the form that opens one is drawn for
STAYS_OPEN = timedelta(minutes=60)
MINUTES_OPEN = STAYS_OPEN // timedelta(minutes=1)
CLAIM, PLACEMENT, LATE_FILING, CANCELLATION, UNPLACED, READING, FINDING, OTHER = (
    "claim",
    "placement",
    "late_filing",
    "cancellation",
    "unplaced_review",
    "reading",
    "finding",
    "other",
)
PURPOSES = (CLAIM, PLACEMENT, LATE_FILING, CANCELLATION, UNPLACED, READING, FINDING, OTHER)


@dataclass(frozen=True, slots=True)
class OpenCase:
    """A person whose case the viewer has open, and until when for each purpose."""

    person: Employee
    until_by_purpose: dict[str, datetime]

    @property
    def until(self) -> datetime:
        return max(self.until_by_purpose.values())


def find_person(viewer: Viewer, sought: str, at: datetime) -> Employee | None:
    """The one person served who has exactly this HR id or mail address."""
    if not isinstance(viewer, Employee):
        return None
    return find_exactly(people_served_by(viewer, at).select_related("unit", "site"), sought)


def get_open_case(viewer: Viewer, public_id: uuid.UUID, at: datetime, *, purpose: str = "") -> OpenCase:
    """The case while it is open to this viewer, for `purpose` where one is given; else NotVisible."""
    if not isinstance(viewer, Employee):
        raise NotVisible()
    related = ("unit", "site", "job_family")
    openings = Event.objects.filter(
        subject__employee_id=OuterRef("pk"), verb=OPENED, actor__employee=viewer, at__gt=at - STAYS_OPEN
    )
    opened = ArraySubquery(openings.order_by("-id").values(row=JSONObject(purpose="body__purpose", at="at")))
    served = people_served_by(viewer, at).filter(public_id=public_id).select_related(*related)
    person = served.annotate(opened=opened).first()
    if person is None:
        raise NotVisible()
    until: dict[str, datetime] = {}
    for row in person.opened:  # the newest first
        until.setdefault(row["purpose"], datetime.fromisoformat(row["at"]) + STAYS_OPEN)
    if not until or (purpose and purpose not in until):
        raise NotVisible()
    return OpenCase(person, until)


def get_claims_in_case(viewer: Viewer, person: Employee, at: datetime) -> list[Claim]:
    """Offers made to the person, newest first."""
    claims = claims_visible_to(viewer, at).filter(employee=person)
    return list(claims.select_related("role__unit", "offered_by", "placement").order_by("-pk"))


def get_placements_in_case(viewer: Viewer, person: Employee, at: datetime) -> list[Placement]:
    """The person's placements, newest first."""
    placements = placements_visible_to(viewer, at).filter(employee=person)
    return list(placements.select_related("role__unit", "role__site").order_by("-pk"))


def get_claim_in_case(viewer: Viewer, person: Employee, public_id: uuid.UUID, at: datetime) -> Claim:
    """One of the claims; NotVisible for everybody else."""
    claims = claims_visible_to(viewer, at).filter(employee=person, public_id=public_id)
    related = ("employee", "role__unit", "role__site", "offered_by", "placement", "policy")
    claim = claims.select_related(*related).first()
    if claim is None:
        raise NotVisible()
    return claim


def get_placement_in_case(viewer: Viewer, person: Employee, public_id: uuid.UUID, at: datetime) -> Placement:
    """One of the placements; NotVisible for everybody else."""
    placements = placements_visible_to(viewer, at).filter(employee=person, public_id=public_id)
    placement = placements.select_related("employee__site", "role__unit", "role__site").first()
    if placement is None:
        raise NotVisible()
    return placement


def get_assignments_in_case(person: Employee) -> list[Assignment]:
    """Where the person was drafted from and to. Nothing here says what was filed, or whether anything was."""
    rows = Assignment.objects.filter(employee=person).exclude(status=AssignmentStatus.VOIDED)
    return list(rows.select_related("campaign__policy", "origin_unit", "assigned_unit", "employee").order_by("-pk"))


def get_assignment_in_case(person: Employee, public_id: uuid.UUID) -> Assignment:
    """One of the assignments; NotVisible where it is another's."""
    found = next((row for row in get_assignments_in_case(person) if row.public_id == public_id), None)
    if found is None:
        raise NotVisible()
    return found


def get_last_review(case: OpenCase) -> Review | None:
    """What was recorded last about where the person stands, in a case opened for that; else None."""
    if UNPLACED not in case.until_by_purpose:
        return None
    return Review.objects.filter(employee=case.person).select_related("reviewed_by").order_by("-pk").first()


def find_role(code: str) -> Role | None:
    """The role that was opened under exactly this code."""
    return Role.objects.filter(code__iexact=code, open_at__isnull=False).select_related("unit", "site").first()


def get_role(public_id: uuid.UUID) -> Role:
    """A role that was opened, or NotVisible."""
    role = Role.objects.filter(public_id=public_id, open_at__isnull=False).select_related("unit", "site").first()
    if role is None:
        raise NotVisible()
    return role
