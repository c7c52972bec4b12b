"""What a round came to for one role, as its hiring manager may know it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce, JSONObject

from transfers.models import Round
from transfers.sight.actor import Viewer
from transfers.sight.filters import claims_visible_to
from transfers.states import RoundStatus


@dataclass(frozen=True, slots=True)
class RoleInRound:
    """The role's last published round, and how many of its offers the viewer may see."""

    title: str
    published_at: datetime
    offers: int


def last_round_of(role: str, viewer: Viewer, at: datetime) -> Subquery:
    """A role's last published round, for `to_role_in_round`: a column of a query in which `role` is its id.

    Why nobody came of it is said in one way whatever the reason: that nobody ranked the role, or that all who did got
    one they ranked higher, would tell of them.
    """
    seen = claims_visible_to(viewer, at).filter(round=OuterRef("pk"), role=OuterRef(OuterRef(role))).order_by()
    offers = Coalesce(Subquery(seen.values("round").annotate(number=Count("*")).values("number")), 0)
    rounds = Round.objects.filter(
        status=RoundStatus.PUBLISHED, round_roles__role=OuterRef(role), published_at__lte=at
    )
    row = JSONObject(title="title", published_at="published_at", offers=offers)
    return Subquery(rounds.order_by("-published_at", "-pk").values(row=row)[:1])


def to_role_in_round(row: dict[str, Any] | None) -> RoleInRound | None:
    """What `last_round_of` read; None where no round was published for the role."""
    if row is None:
        return None
    return RoleInRound(row["title"], datetime.fromisoformat(row["published_at"]), row["offers"])
