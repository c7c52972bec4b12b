"""A hiring manager's own roles: their seats, the offers that are out, who arrives."""

import uuid
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, IntegerField, OuterRef, QuerySet, Value, When
from django.db.models.functions import JSONObject

from transfers.errors import NotVisible
from transfers.models import Claim, Placement, Role, RoleSkill
from transfers.queries.hiring_rounds import RoleInRound, last_round_of, to_role_in_round
from transfers.queries.pools import AskedSkill
from transfers.queries.statements import Statement, person_by_id
from transfers.sight.actor import Person, Portal, Viewer
from transfers.sight.filters import claims_visible_to, placements_visible_to
from transfers.sight.hats import roles_managed_by
from transfers.states import ClaimStatus, PlacementStatus, RoleStatus

_SEATED = (PlacementStatus.PENDING, PlacementStatus.FINALISED, PlacementStatus.SETTLED)


@dataclass(frozen=True, slots=True)
class Seats:
    """The seats of a role as its manager sees them.

    `held_by_hr` is what HR holds for any reason, and what is taken by people of whom the manager may not know: the
    two are one number, so that it gives nobody away.
    """

    total: int
    free: int
    offered: int
    placed: int
    held_by_hr: int


@dataclass(frozen=True, slots=True)
class ManagedRole:
    """One of the viewer's roles."""

    role: Role
    seats: Seats


@dataclass(frozen=True, slots=True)
class AskingRole:
    """One of the viewer's roles with the skills it asks for, required ones first, and the last round that had it."""

    role: Role
    asked: list[AskedSkill]
    last_round: RoleInRound | None


def get_managed_roles(viewer: Person, at: datetime) -> list[ManagedRole]:
    """The roles whose hiring manager the viewer is, open ones first."""
    roles = _ROLES.ask(viewer=viewer.pk, at=at)
    offered = Counter(role_id for (role_id,) in _OFFERED.ask(viewer=viewer.pk, at=at)) if roles else Counter[int]()
    placed = Counter(role_id for (role_id,) in _PLACED.ask(viewer=viewer.pk, at=at)) if roles else Counter[int]()
    return [ManagedRole(role, _seats(role, offered[role.pk], placed[role.pk])) for role in roles]


def _roles(viewer: int, at: datetime) -> QuerySet[Role]:
    order = Case(
        When(status=RoleStatus.OPEN, then=Value(0)),
        When(status=RoleStatus.CLOSED, then=Value(2)),
        default=Value(1),
        output_field=IntegerField(),
    )
    managed = _managed(person_by_id(viewer), at)
    return managed.select_related("unit", "site").order_by(order, "sort_title", "pk")


def _offered(viewer: int, at: datetime) -> QuerySet[Claim, tuple[int]]:
    """The role of each offer that is out, where the viewer may see the offer."""
    person = person_by_id(viewer)
    offers = claims_visible_to(person, at).filter(role__in=_managed(person, at), status=ClaimStatus.OFFERED)
    return offers.order_by().values_list("role_id")


def _placed(viewer: int, at: datetime) -> QuerySet[Placement, tuple[int]]:
    """The role of each seat that somebody took, where the viewer may see the move."""
    person = person_by_id(viewer)
    seated = placements_visible_to(person, at).filter(role__in=_managed(person, at), status__in=_SEATED)
    return seated.order_by().values_list("role_id")


_ROLES = Statement(_roles, viewer=int, at=datetime)
_OFFERED = Statement(_offered, viewer=int, at=datetime)
_PLACED = Statement(_placed, viewer=int, at=datetime)


def get_managed_role(viewer: Viewer, public_id: uuid.UUID, at: datetime) -> Role:
    """One of them; NotVisible for everybody else."""
    role = _managed(viewer, at).filter(public_id=public_id).select_related("unit", "site").first()
    if role is None:
        raise NotVisible()
    return role


def get_asking_role(viewer: Person, public_id: uuid.UUID, at: datetime) -> AskingRole:
    """One of them with the skills it asks for and its last round, in one query; NotVisible for everybody else."""
    found: list[Any] = list(_ASKING.ask(viewer=viewer.pk, public_id=public_id, at=at))
    if not found:
        raise NotVisible()
    [role] = found
    return AskingRole(role, [AskedSkill(**need) for need in role.asked], to_role_in_round(role.last_round))


def _asking(viewer: int, public_id: uuid.UUID, at: datetime) -> QuerySet[Role]:
    person = person_by_id(viewer)
    needs = RoleSkill.objects.filter(role=OuterRef("pk")).order_by("-is_required", "skill__name", "pk")
    row = JSONObject(skill_id="skill_id", name="skill__name", proficiency="proficiency", is_required="is_required")
    found = _managed(person, at).filter(public_id=public_id).select_related("unit", "site")
    return found.annotate(asked=ArraySubquery(needs.values(row=row)), last_round=last_round_of("pk", person, at))


_ASKING = Statement(_asking, viewer=int, public_id=uuid.UUID, at=datetime)


def get_offered_claims(viewer: Viewer, at: datetime) -> list[Claim]:
    """Claims on own roles that wait for an answer, the first to end first."""
    return list(_own_claims(viewer, at).filter(status=ClaimStatus.OFFERED).order_by("expires_at", "pk"))


def get_arrivals(viewer: Viewer, at: datetime) -> list[Placement]:
    """Accepted claims on own roles, until their trial is over, the first to arrive first."""
    coming = placements_visible_to(viewer, at).filter(
        role__in=_managed(viewer, at), status__in=(PlacementStatus.PENDING, PlacementStatus.FINALISED)
    )
    related = ("employee__site", "role__unit", "role__site", "claim__round")
    return list(coming.select_related(*related).order_by("effective_on", "pk"))


def get_claims_not_taken_up(viewer: Viewer, at: datetime) -> QuerySet[Claim]:
    """Claims on own roles that came to nothing, by the day they were made: when and how they ended is not told."""
    ended = _own_claims(viewer, at).exclude(status=ClaimStatus.OFFERED)
    cancelled = Placement.objects.filter(status=PlacementStatus.CANCELLED).values("claim_id")
    return (ended.exclude(status=ClaimStatus.ACCEPTED) | ended.filter(pk__in=cancelled)).order_by(
        "-offered_at", "-pk"
    )


def get_claim_on_own_role(viewer: Viewer, public_id: uuid.UUID, at: datetime) -> Claim:
    """One claim on a role of the viewer's; NotVisible for everybody else."""
    claim = _own_claims(viewer, at).select_related("policy").filter(public_id=public_id).first()
    if claim is None:
        raise NotVisible()
    return claim


def _managed(viewer: Viewer, at: datetime) -> QuerySet[Role]:
    if isinstance(viewer, Portal):
        return Role.objects.none()
    return Role.objects.filter(pk__in=roles_managed_by(viewer, at))


def _own_claims(viewer: Viewer, at: datetime) -> QuerySet[Claim]:
    visible = claims_visible_to(viewer, at).filter(role__in=_managed(viewer, at))
    return visible.select_related("employee", "role__unit", "role__site", "offered_by", "placement", "round")


def _seats(role: Role, offered: int, placed: int) -> Seats:
    return Seats(
        total=role.seats,
        free=role.claimable_seats,
        offered=offered,
        placed=placed,
        held_by_hr=max(0, role.held_seats + role.taken - offered - placed),
    )
