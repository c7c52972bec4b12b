"""What a hiring manager did about a candidate already, for that manager alone: rated, found, offered."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import JSONObject

from transfers.models import Finding, Role
from transfers.sight.actor import Person
from transfers.sight.filters import claims_visible_to
from transfers.sight.rounds import ratings_given_by
from transfers.states import ClaimStatus, FindingStatus, PlacementStatus


@dataclass(frozen=True, slots=True)
class OwnActs:
    """About one person and one role.

    `withdrawn` and `not_taken_up` count own offers for the role that ended; `offered_for` are the titles of other own
    roles for which an offer of one's own is out. Nobody else's offers are counted.
    """

    rating: int | None
    found_at: datetime | None  # a finding that waits for its review
    withdrawn: int
    not_taken_up: int
    offered_for: list[str]


def acts_by(viewer: Person, role: Role, at: datetime) -> dict[str, Any]:
    """What a query for candidacies reads along, for `to_acts`."""
    about = OuterRef("employee_id")
    made = claims_visible_to(viewer, at).filter(employee=about, offered_by=viewer, is_by_hr=False)
    told = made.filter(Q(role=role) | Q(status=ClaimStatus.OFFERED)).order_by("role__title", "pk")
    row = JSONObject(
        role="role_id",
        title="role__title",
        status="status",
        withdrawn_by="withdrawn_by_id",
        move="placement__status",
    )
    rated = ratings_given_by(viewer).filter(employee=about, role=role)
    found = Finding.objects.filter(employee=about, role=role, proposed_by=viewer, status=FindingStatus.PROPOSED)
    return {
        "own_rating": Subquery(rated.values("rating")[:1]),
        "own_finding_at": Subquery(found.values("proposed_at")[:1]),
        "own_offers": ArraySubquery(told.values(row=row)),
    }


def to_acts(row: Any, role: Role, viewer: Person) -> OwnActs:
    """What was read along with a candidacy."""
    here = [offer for offer in row.own_offers if offer["role"] == role.pk]
    withdrawn = sum(offer["withdrawn_by"] == viewer.pk for offer in here)
    over = sum(_is_over(offer) for offer in here)
    elsewhere = [str(offer["title"]) for offer in row.own_offers if offer["role"] != role.pk]
    return OwnActs(row.own_rating, row.own_finding_at, withdrawn, over - withdrawn, elsewhere)


def _is_over(offer: dict[str, Any]) -> bool:
    if offer["status"] == ClaimStatus.ACCEPTED:
        return bool(offer["move"] == PlacementStatus.CANCELLED)
    return bool(offer["status"] != ClaimStatus.OFFERED)
