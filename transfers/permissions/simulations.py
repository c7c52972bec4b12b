"""Who supposes what."""

from datetime import datetime

from django.utils.translation import gettext as _

from transfers.errors import NotAllowed, NotVisible
from transfers.models import Round, Simulation
from transfers.permissions.rounds import check_has_no_part
from transfers.sight.actor import Actor, Portal
from transfers.states import SimulationStatus


def check_can_simulate(actor: Actor, of: Round, at: datetime) -> None:
    """An HR partner without a part in the round, once it was frozen."""
    check_has_no_part(actor, of, at)
    if of.frozen_at is None:
        raise NotAllowed(_("What was never frozen cannot be altered."))


def check_can_cancel_simulation(actor: Actor, simulation: Simulation, at: datetime) -> None:
    """As simulating, while it is not done."""
    check_can_simulate(actor, simulation.round, at)
    check_is_waiting(simulation)


def check_can_work_out_simulation(actor: Actor) -> None:
    """The portal."""
    if not isinstance(actor, Portal):
        raise NotVisible()


def check_is_waiting(simulation: Simulation) -> None:
    """Nobody has cancelled it, and it is not done."""
    if simulation.status != SimulationStatus.REQUESTED:
        raise NotAllowed(_("It is done, or cancelled already."))
