"""What happened to one person, as rows; for their timeline."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from transfers.models import Choice, Claim, Entitlement, Placement
from transfers.models.entitlement import CHOICE_CHANGED
from transfers.queries.statements import Statement, person_by_id
from transfers.sight.actor import Person
from transfers.sight.filters import choices_visible_to, claims_held_by
from transfers.states import AssignmentStatus


def get_filed_choices(viewer: Person, at: datetime) -> list[Choice]:
    """That versions were filed, of which campaign and when; what they say is not read."""
    return _CHOICES.ask(viewer=viewer.pk, at=at)


def get_claims_held(viewer: Person) -> list[Claim]:
    """Every offer that the viewer ever had, and the move that came of it, whatever became of that."""
    return _CLAIMS.ask(viewer=viewer.pk)


def placements_among(claims: Iterable[Claim]) -> list[Placement]:
    """The moves that came of these offers, the latest first."""
    moves = (getattr(claim, "placement", None) for claim in claims)
    return sorted((move for move in moves if move is not None), key=lambda move: -move.pk)


def get_announced_ends(viewer: Person) -> list[Entitlement]:
    """Returns of which the viewer's managers know by now."""
    return _ENDS.ask(viewer=viewer.pk)


def _choices(viewer: int, at: datetime) -> QuerySet[Choice]:
    filed = choices_visible_to(person_by_id(viewer), at).select_related("assignment__campaign").order_by("filed_at")
    return filed.only("version", "filed_at", "assignment__campaign__name")


def _claims(viewer: int) -> QuerySet[Claim]:
    moves = ("placement__role__unit", "placement__role__site", "placement__employee")
    return claims_held_by(person_by_id(viewer)).select_related("role__unit", *moves)


def _ends(viewer: int) -> QuerySet[Entitlement]:
    announced = Entitlement.objects.filter(
        assignment__employee=viewer, assignment__status=AssignmentStatus.ACTIVE, end_announced_at__isnull=False
    )
    return announced.exclude(ended_because=CHOICE_CHANGED).select_related("assignment__assigned_unit")


_CHOICES = Statement(_choices, viewer=int, at=datetime)
_CLAIMS = Statement(_claims, viewer=int)
_ENDS = Statement(_ends, viewer=int)
