"""Which rounds the worker has something to do for."""

from datetime import datetime

from transfers.models import Round, Simulation
from transfers.models.round import IMPROVED_FOR, over_at
from transfers.queries.round_inputs import get_leavers
from transfers.queries.round_offers import get_offers, get_out_of_offers
from transfers.states import RoundStatus, SimulationStatus


def get_lapsing_rounds(at: datetime) -> list[int]:
    """Frozen rounds whose time is over and that were not published."""
    due = Round.objects.filter(over_at(at))
    return list(due.order_by("pk").values_list("pk", flat=True))


def get_rounds_to_run(at: datetime) -> list[int]:
    """Approved rounds of which both secrets are known."""
    due = Round.objects.filter(~over_at(at), status=RoundStatus.APPROVED)
    due = due.exclude(preparer_secret="").exclude(approver_secret="")
    return list(due.order_by("pk").values_list("pk", flat=True))


def get_rounds_to_publish(at: datetime) -> list[int]:
    """Rounds that somebody has asked to publish."""
    due = Round.objects.filter(~over_at(at), status=RoundStatus.RUN, publish_asked_at__isnull=False)
    return list(due.order_by("pk").values_list("pk", flat=True))


def get_rounds_to_improve(at: datetime) -> list[int]:
    """Rounds published lately that somebody left since their last run, or in which a better seat has become free."""
    due = Round.objects.filter(published_at__gt=at - IMPROVED_FOR).order_by("pk")
    return [
        each.pk for each in due if get_leavers(each) or get_out_of_offers(each) or _has_an_offer_to_make(each, at)
    ]


def get_simulations_to_carry_out(at: datetime) -> list[int]:
    """Simulations that wait and that no worker has, the oldest first."""
    due = Simulation.objects.filter(status=SimulationStatus.REQUESTED, requested_at__lte=at)
    due = due.exclude(leased_until_at__gt=at)
    return list(due.order_by("pk").values_list("pk", flat=True))


def _has_an_offer_to_make(of: Round, at: datetime) -> bool:
    last = of.runs.order_by("-number").first()
    return last is not None and bool(get_offers(of, last, at))
