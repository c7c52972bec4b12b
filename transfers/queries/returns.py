"""Where a return in trial leads: what the page says before, and where the action takes the person."""

from collections.abc import Sequence

from accounts.models import Unit
from transfers.models import Entitlement, Placement
from transfers.models.entitlement import PLACED
from transfers.queries.units import get_standing_unit
from transfers.states import EntitlementStatus


def get_priorities_ended_by(placement: Placement) -> Sequence[Entitlement]:
    """The priorities that this move ended, which a return resumes."""
    ended = Entitlement.objects.filter(
        assignment__employee_id=placement.employee_id,
        status=EntitlementStatus.ENDED,
        ended_because=PLACED,
        ended_at=placement.finalised_at,
    )
    related = ("assignment__origin_unit__lead", "assignment__campaign__pool__lead")
    return list(ended.select_related(*related).order_by("pk"))


def get_unit_to_return_to(placement: Placement, ended: Sequence[Entitlement]) -> Unit | None:
    """The unit before the draft where the move ended a priority, else the one left; None where that is closed.

    Never the unit the person was drafted to, unless that is where they chose to leave from on own request.
    """
    target = get_standing_unit(placement.from_unit, pool=None)
    for assignment in (entitlement.assignment for entitlement in ended):
        target = get_standing_unit(assignment.origin_unit, pool=assignment.campaign.pool)
    return target
