"""What a round came to for one role, as its hiring manager may know it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from transfers.models import Role, Round
from transfers.sight.actor import Viewer
from transfers.sight.filters import claims_visible_to
from transfers.states import RoundStatus


@dataclass(frozen=True, slots=True)
class RoleInRound:
    """The role's last published round, and how many of its offers the viewer may see; the round that has it now."""

    title: str
    published_at: datetime | None
    offers: int


def get_role_in_round(viewer: Viewer, role: Role, at: datetime) -> RoleInRound | None:
    """None where no round was published for the role. Why nobody came of it is said in one way whatever the reason:
    that nobody ranked the role, or that all who did got one they ranked higher, would tell of them."""
    seen = Q(claims__in=claims_visible_to(viewer, at).filter(role=role))
    rounds = Round.objects.filter(status=RoundStatus.PUBLISHED, round_roles__role=role, published_at__lte=at)
    last = (
        rounds.annotate(offers=Count("claims", filter=seen, distinct=True)).order_by("-published_at", "-pk").first()
    )
    return RoleInRound(last.title, last.published_at, last.offers) if last is not None else None
