"""Which rounds the worker has something to do for."""

from datetime import datetime

from transfers.models import Round, Simulation
from transfers.models.round import HOLDING
from transfers.queries.round_inputs import get_leavers
from transfers.queries.round_offers import get_offers, get_out_of_offers, has_free_seat
from transfers.states import RoundStatus, SimulationStatus


def get_lapsing_rounds(at: datetime) -> list[int]:
    """Frozen rounds whose time is over and that were not published."""
    due = Round.objects.filter(status__in=HOLDING, frozen_until_at__lte=at)
    return list(due.order_by("pk").values_list("pk", flat=True))


def get_rounds_to_run(at: datetime) -> list[int]:
    """Approved rounds of which both secrets are known."""
    due = Round.objects.filter(status=RoundStatus.APPROVED, frozen_until_at__gt=at)
    due = due.exclude(preparer_secret="").exclude(approver_secret="")
    return list(due.order_by("pk").values_list("pk", flat=True))


def get_rounds_to_publish(at: datetime) -> list[int]:
    """Rounds that somebody has asked to publish."""
    due = Round.objects.filter(status=RoundStatus.RUN, frozen_until_at__gt=at, publish_asked_at__isnull=False)
    return list(due.order_by("pk").values_list("pk", flat=True))


def get_rounds_to_improve(at: datetime) -> list[int]:  # noqa: ARG001  (every finder is asked with an instant)
    """Published rounds that somebody left since their last run, or in which a better seat has become free."""
    return [
        each.pk
        for each in Round.objects.filter(status=RoundStatus.PUBLISHED).order_by("pk")
        if get_leavers(each) or get_out_of_offers(each) or _has_an_offer_to_make(each)
    ]


def get_simulations_to_carry_out(at: datetime) -> list[int]:
    """Simulations that wait, the oldest first."""
    due = Simulation.objects.filter(status=SimulationStatus.REQUESTED, requested_at__lte=at)
    return list(due.order_by("pk").values_list("pk", flat=True))


def _has_an_offer_to_make(of: Round) -> bool:
    last = of.runs.order_by("-number").first()
    return last is not None and any(has_free_seat(offer.role_id) for offer in get_offers(of, last))
