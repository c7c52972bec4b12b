"""Who supposes what."""

from datetime import datetime

from django.utils.translation import gettext as _

from transfers.errors import NotAllowed, NotVisible
from transfers.models import Round, Simulation
from transfers.permissions.rounds import check_may_run
from transfers.queries.simulations import SIMULATED
from transfers.sight.actor import Actor, Portal
from transfers.states import SimulationStatus


def check_can_simulate(actor: Actor, of: Round, at: datetime) -> None:
    """An HR partner without a part in the round, once it was frozen."""
    check_may_run(actor, of, at, where=SIMULATED)
    if of.frozen_at is None:
        raise NotAllowed(_("What was never frozen cannot be altered."))


def check_can_cancel_simulation(actor: Actor, simulation: Simulation, at: datetime) -> None:
    """As simulating, while it is not done."""
    check_can_simulate(actor, simulation.round, at)
    if simulation.status != SimulationStatus.REQUESTED:
        raise NotAllowed(_("It is done, or cancelled already."))


def check_can_carry_out_simulation(actor: Actor, simulation: Simulation) -> None:
    """The portal, while nobody cancelled it."""
    if not isinstance(actor, Portal):
        raise NotVisible()
    if simulation.status != SimulationStatus.REQUESTED:
        raise NotAllowed(_("It is done, or cancelled already."))
