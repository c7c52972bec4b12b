"""What waits for a person, as numbers and instants; the same for every member, whatever was filed."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Min, OuterRef, Q, Subquery

from accounts.models import Employee
from transfers.models import Candidacy
from transfers.models.grant import HIRING_MANAGER, HR_PARTNER
from transfers.queries.deadlines import LAST_MINUTE
from transfers.sight.filters import claims_held_by, placements_of
from transfers.sight.hats import grants_in_force
from transfers.states import CandidacyStatus, ClaimStatus, PlacementStatus


@dataclass(frozen=True, slots=True)
class Waiting:
    """Offers that are open and the first to end; a placement that is pending; who may see the person at all."""

    is_visibility_answered: bool
    live_offers: int
    first_answer_by: datetime | None
    placement: uuid.UUID | None
    undo_until_at: datetime | None
    effective_at: datetime | None
    is_hiring_manager: bool
    is_hr_partner: bool


def get_waiting(viewer: Employee, at: datetime) -> Waiting:
    """One query, whatever there is."""
    pending = placements_of(viewer).filter(status=PlacementStatus.PENDING)
    answered = Candidacy.objects.filter(
        employee=OuterRef("pk"), status=CandidacyStatus.OPEN, visibility__isnull=False
    )
    live = Q(claims__in=claims_held_by(viewer).filter(status=ClaimStatus.OFFERED, expires_at__gt=at))
    row = (
        Employee.objects.filter(pk=viewer.pk)
        .annotate(
            live_offers=Count("claims", filter=live),
            first_expiry_at=Min("claims__expires_at", filter=live),
            visibility=Subquery(answered.values("visibility")[:1]),
            placement=Subquery(pending.values("public_id")[:1]),
            undo_until_at=Subquery(pending.values("undo_until_at")[:1]),
            effective_at=Subquery(pending.values("effective_at")[:1]),
            granted=ArraySubquery(grants_in_force(at).filter(employee=OuterRef("pk")).values("kind")),
        )
        .values(
            "live_offers",
            "first_expiry_at",
            "visibility",
            "placement",
            "undo_until_at",
            "effective_at",
            "granted",
        )
        .get()
    )
    expiry = row["first_expiry_at"]
    return Waiting(
        is_visibility_answered=row["visibility"] is not None,
        live_offers=row["live_offers"],
        first_answer_by=expiry - LAST_MINUTE if expiry is not None else None,
        placement=row["placement"],
        undo_until_at=row["undo_until_at"],
        effective_at=row["effective_at"],
        is_hiring_manager=HIRING_MANAGER in row["granted"],
        is_hr_partner=HR_PARTNER in row["granted"],
    )
