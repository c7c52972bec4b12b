"""What waits for a person, as numbers and instants; the same for every member, whatever was filed."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Min, OuterRef, Q, QuerySet, Subquery

from accounts.models import Employee
from transfers.calendars import last_minute_before
from transfers.models import Candidacy
from transfers.models.grant import ADMIN, HIRING_MANAGER, HR_PARTNER
from transfers.queries.statements import Statement, person_by_id
from transfers.sight.filters import claims_held_by, placements_of
from transfers.sight.hats import grants_in_force
from transfers.sight.leads import leads_a_unit
from transfers.states import CandidacyStatus, ClaimStatus, PlacementStatus


@dataclass(frozen=True, slots=True)
class Waiting:
    """Offers that are open and the first to end; a placement that is pending; who may see the person at all.

    `trial` is the latest placement that took place, while its trial lasts. `has_desk`: the administration is open.
    `is_lead`: leads a unit or deputises for one.
    """

    is_visibility_answered: bool
    live_offers: int
    first_answer_by: datetime | None
    placement: uuid.UUID | None
    undo_until_at: datetime | None
    effective_at: datetime | None
    is_announced: bool
    trial: uuid.UUID | None
    trial_ends_on: date | None
    is_hiring_manager: bool
    is_hr_partner: bool
    has_desk: bool
    is_lead: bool


def get_waiting(viewer: Employee, at: datetime) -> Waiting:
    """One query, whatever there is."""
    [row] = _WAITING.ask(viewer=viewer.pk, at=at)
    live_offers, expiry, visibility, placement, undo_until_at, effective_at, announced_at, *rest = row
    moved, moved_status, trial_ends_on, granted, leads = rest
    is_in_trial = moved_status == PlacementStatus.FINALISED
    return Waiting(
        is_visibility_answered=visibility is not None,
        live_offers=live_offers,
        first_answer_by=last_minute_before(expiry) if expiry is not None else None,
        placement=placement,
        undo_until_at=undo_until_at,
        effective_at=effective_at,
        is_announced=announced_at is not None,
        trial=moved if is_in_trial else None,
        trial_ends_on=trial_ends_on if is_in_trial else None,
        is_hiring_manager=HIRING_MANAGER in granted,
        is_hr_partner=HR_PARTNER in granted,
        has_desk=bool({ADMIN, HR_PARTNER} & {*granted}),
        is_lead=leads,
    )


def _waiting(viewer: int, at: datetime) -> QuerySet[Employee, tuple[Any, ...]]:
    person = person_by_id(viewer)
    pending = placements_of(person).filter(status=PlacementStatus.PENDING)
    took_place = (PlacementStatus.FINALISED, PlacementStatus.SETTLED)
    moved = placements_of(person).filter(status__in=took_place).order_by("-finalised_at")
    answered = Candidacy.objects.filter(
        employee=OuterRef("pk"), status=CandidacyStatus.OPEN, visibility__isnull=False
    )
    live = Q(claims__in=claims_held_by(person).filter(status=ClaimStatus.OFFERED, expires_at__gt=at))
    return (
        Employee.objects.filter(pk=viewer)
        .order_by()
        .annotate(
            live_offers=Count("claims", filter=live),
            first_expiry_at=Min("claims__expires_at", filter=live),
            visibility=Subquery(answered.values("visibility")[:1]),
            placement=Subquery(pending.values("public_id")[:1]),
            undo_until_at=Subquery(pending.values("undo_until_at")[:1]),
            effective_at=Subquery(pending.values("effective_at")[:1]),
            announced_at=Subquery(pending.values("announced_at")[:1]),
            moved=Subquery(moved.values("public_id")[:1]),
            moved_status=Subquery(moved.values("status")[:1]),
            trial_ends_on=Subquery(moved.values("trial_ends_on")[:1]),
            granted=ArraySubquery(grants_in_force(at).filter(employee=OuterRef("pk")).values("kind")),
            leads=leads_a_unit(),
        )
        .values_list(
            "live_offers",
            "first_expiry_at",
            "visibility",
            "placement",
            "undo_until_at",
            "effective_at",
            "announced_at",
            "moved",
            "moved_status",
            "trial_ends_on",
            "granted",
            "leads",
        )
    )


_WAITING = Statement(_waiting, viewer=int, at=datetime)
