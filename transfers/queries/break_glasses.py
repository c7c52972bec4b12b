"""Break-glass, as those read it who propose it and decide on it. What was filed is in none of it."""

import uuid
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from accounts.models import Employee
from transfers.errors import NotVisible
from transfers.models import Assignment, BreakGlass, Campaign
from transfers.models.break_glass import OPEN_FOR, PROPOSAL_LASTS
from transfers.queries.people import find_exactly
from transfers.sight.actor import Viewer
from transfers.sight.break_glasses import assignments_opened_for, break_glasses_visible_to
from transfers.states import BreakGlassStatus, CampaignStatus

# as people read them
HOURS_TO_DECIDE, MINUTES_OPEN = PROPOSAL_LASTS // timedelta(hours=1), OPEN_FOR // timedelta(minutes=1)
_RELATED = ("assignment__campaign", "assignment__employee", "employee", "proposed_by", "confirmed_by", "refused_by")


def get_break_glasses(viewer: Viewer, at: datetime) -> QuerySet[BreakGlass]:
    """Every one that the viewer may know of, newest first, for paging."""
    return break_glasses_visible_to(viewer, at).select_related(*_RELATED).order_by("-pk")


def get_break_glass(viewer: Viewer, public_id: uuid.UUID, at: datetime) -> BreakGlass:
    """One of them; NotVisible for everybody else."""
    glass = break_glasses_visible_to(viewer, at).select_related(*_RELATED).filter(public_id=public_id).first()
    if glass is None:
        raise NotVisible()
    return glass


def get_campaigns() -> list[tuple[str, str]]:
    """The campaigns that were opened, by public id and name."""
    opened = Campaign.objects.exclude(status=CampaignStatus.PREPARING).order_by("-pk")
    return [(str(public_id), name) for public_id, name in opened.values_list("public_id", "name")]


def find_assignment(viewer: Viewer, sought: str, campaign: str, at: datetime) -> Assignment | None:
    """The one about which the viewer may propose it, by exact HR id or mail address and the campaign's public id."""
    opened = assignments_opened_for(viewer, at).filter(campaign__public_id=campaign)
    return find_exactly(opened.select_related("employee"), sought, through="employee__")


def of_unopened_break_glasses(person: Employee) -> Q:
    """Events of what nobody confirmed about somebody: they are told of none of it, nor is it in their copy."""
    unopened = BreakGlass.objects.filter(employee=person, confirmed_at=None)
    return Q(noun="breakglass", noun_id__in=unopened.values("pk"))


def get_lapsing_break_glasses(at: datetime) -> list[int]:
    """Proposals that nobody decided on in time, and rights to read that nobody used in theirs; for the worker."""
    proposed = Q(status=BreakGlassStatus.PROPOSED, proposed_at__lte=at - PROPOSAL_LASTS)
    opened = Q(status=BreakGlassStatus.CONFIRMED, open_until_at__lte=at)
    return list(BreakGlass.objects.filter(proposed | opened).order_by("pk").values_list("pk", flat=True))
