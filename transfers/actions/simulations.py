"""A simulation asked for, carried out by the worker in steps, cancelled."""

from django.utils.translation import gettext as _

from transfers import atomic, ledger, transition
from transfers.actions.locks import lock_round
from transfers.clock import Clock, database_clock
from transfers.errors import Invalid
from transfers.matching.simulation import report_on, suppose
from transfers.models import Round, Simulation
from transfers.permissions.simulations import (
    check_can_cancel_simulation,
    check_can_carry_out_simulation,
    check_can_simulate,
)
from transfers.queries.round_inputs import get_input
from transfers.queries.simulations import WEIGHTS, Supposed, get_changes, read_supposed, to_row, with_weights
from transfers.sight.actor import PORTAL, Actor
from transfers.states import SimulationStatus

MOST_SEATS, MOST_LEAVERS = 10_000, 1_000_000


@atomic.write
def ask_to_simulate(
    of: Round, title: str, supposed: Supposed, *, by: Actor, clock: Clock = database_clock
) -> Simulation:
    """Have the worker clear a frozen round as it stands and as it is supposed.

    Raises NotVisible, NotAllowed, Invalid naming the field. Locks: the round.
    """
    of = lock_round(of.pk)
    at = clock()
    check_can_simulate(by, of, at)
    if not title.strip():
        raise Invalid(_("Give the simulation a title."), field="title")
    if not all(-MOST_SEATS <= more <= MOST_SEATS for more in supposed.seats.values()):
        raise Invalid(_("At most 10,000 seats more or fewer."), field="seats")
    numbers = (supposed.leavers, *(number for _unit, _skill, number in supposed.stays))
    if not all(0 <= number <= MOST_LEAVERS for number in numbers):
        raise Invalid(_("A number of people is none or more."), field="leavers")
    weights = supposed.weights
    if weights is not None and (
        set(weights) != set(WEIGHTS)
        or not all(type(weight) is int and weight >= 0 for weight in weights.values())
        or sum(weights.values()) != 10_000
    ):
        raise Invalid(_("The weights are whole numbers and sum to 10,000."), field="skills_bp")
    made = Simulation(round=of, title=title.strip()[:80], changes=supposed.to_json())
    transition.start(made, SimulationStatus.REQUESTED, by=by, at=at)
    return made


@atomic.write
def cancel_simulation(simulation: Simulation, *, by: Actor, clock: Clock = database_clock) -> Simulation:
    """Have it not carried out; what was worked out so far is dropped. Locks: the round."""
    simulation = _hold(simulation)
    at = clock()
    check_can_cancel_simulation(by, simulation, at)
    transition.move(simulation, SimulationStatus.CANCELLED, by=by, at=at)
    return simulation


def carry_out_simulation(simulation: Simulation, *, clock: Clock = database_clock) -> None:
    """Clear both, telling how far it is after each step. A worker that dies leaves it to the next sweep."""
    supposed = read_supposed(simulation.changes)
    given, changes = get_input(simulation.round), get_changes(simulation.round, supposed)
    seed = bytes.fromhex(simulation.round.input_sha256)  # any will do that both share
    note_progress(simulation, 10)
    weights = supposed.weights
    altered = with_weights(simulation.round, given, weights) if weights is not None else given
    note_progress(simulation, 30)
    today = report_on(given, seed)
    note_progress(simulation, 60)
    then = report_on(suppose(altered, changes, seed), seed)
    finish_simulation(simulation, {"today": to_row(today), "supposed": to_row(then)}, clock=clock)


@atomic.write
def note_progress(simulation: Simulation, percent: int, *, by: Actor = PORTAL) -> None:
    """How far the worker is; stops one that was cancelled. Locks: the round."""
    simulation = _hold(simulation)
    check_can_carry_out_simulation(by, simulation)
    Simulation.objects.filter(pk=simulation.pk).update(progress=percent)


@atomic.write
def finish_simulation(
    simulation: Simulation, report: dict[str, object], *, by: Actor = PORTAL, clock: Clock = database_clock
) -> Simulation:
    """Keep what came of it; who asked for it is told. Locks: the round."""
    simulation = _hold(simulation)
    at = clock()
    check_can_carry_out_simulation(by, simulation)
    event = transition.move(simulation, SimulationStatus.DONE, by=by, at=at, report=report, progress=100)
    if simulation.requested_by is not None:
        refs = {"simulation": str(simulation.public_id)}
        ledger.owe(event, simulation.requested_by, "simulation.done", at=at, refs=refs)
    return simulation


def _hold(simulation: Simulation) -> Simulation:
    lock_round(simulation.round_id)
    return Simulation.objects.select_related("round", "requested_by").get(pk=simulation.pk)
