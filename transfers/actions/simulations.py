"""A simulation asked for, worked out by the worker in steps, cancelled."""

from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from transfers import atomic, ledger, transition
from transfers.actions.locks import lock_round
from transfers.clock import Clock, database_clock
from transfers.errors import Invalid
from transfers.models import Round, Simulation
from transfers.models.round import LONGEST_TITLE
from transfers.permissions.simulations import (
    check_can_cancel_simulation,
    check_can_simulate,
    check_can_work_out_simulation,
    check_is_waiting,
)
from transfers.queries.simulations import WEIGHTS, Supposed, get_members
from transfers.queries.units import get_tree
from transfers.sight.actor import PORTAL, Actor
from transfers.states import SimulationStatus

MOST_SEATS, MOST_LEAVERS = 10_000, 1_000_000
LEASE = timedelta(seconds=settings.CELERY_TASK_TIME_LIMIT + 30)


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
    if not 0 < len(title.strip()) <= LONGEST_TITLE:
        raise Invalid(_("Give the simulation a title of at most 80 characters."), field="title")
    if not all(-MOST_SEATS <= more <= MOST_SEATS for more in supposed.seats.values()):
        raise Invalid(_("At most 10,000 seats more or fewer."), field="seats")
    if not 0 <= supposed.leavers <= MOST_LEAVERS:
        raise Invalid(_("A number of people is none or more."), field="leavers")
    if not all(0 <= number <= MOST_LEAVERS for _unit, _skill, number in supposed.stays):
        raise Invalid(_("A number of people is none or more."), field="stays")
    tree, floor = get_tree(), of.policy.suppression_floor if of.policy is not None else 0
    if any(get_members(tree, unit, skill).count() < floor for unit, skill, _number in supposed.stays):
        words = _("A group has %(n)d people at least: what a smaller one changes would tell of its people.")
        raise Invalid(words % {"n": floor}, field="stays")
    weights = supposed.weights
    if weights is not None and (
        set(weights) != set(WEIGHTS)
        or not all(type(weight) is int and weight >= 0 for weight in weights.values())
        or sum(weights.values()) != 10_000
    ):
        raise Invalid(_("The weights are whole numbers and sum to 10,000."), field="skills_bp")
    made = Simulation(round=of, title=title.strip(), changes=supposed.to_json())
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


@atomic.write
def take_up_simulation(simulation: Simulation, *, by: Actor = PORTAL, clock: Clock = database_clock) -> bool:
    """Begin working it out, one worker at a time. Returns whether it is the caller's to do. Locks: the round."""
    simulation = _hold(simulation)
    at = clock()
    check_can_work_out_simulation(by)
    lease = simulation.leased_until_at
    if simulation.status != SimulationStatus.REQUESTED or (lease is not None and at < lease):
        return False
    Simulation.objects.filter(pk=simulation.pk).update(leased_until_at=at + LEASE)
    return True


@atomic.write
def note_progress(simulation: Simulation, percent: int, *, by: Actor = PORTAL) -> bool:
    """How far the worker is. Returns whether it is still wanted: not once it was cancelled. Locks: the round."""
    simulation = _hold(simulation)
    check_can_work_out_simulation(by)
    if simulation.status != SimulationStatus.REQUESTED:
        return False
    Simulation.objects.filter(pk=simulation.pk).update(progress=percent)
    return True


@atomic.write
def finish_simulation(
    simulation: Simulation, report: dict[str, object], *, by: Actor = PORTAL, clock: Clock = database_clock
) -> Simulation:
    """Keep what came of it; who asked for it is told. Raises NotAllowed once it was cancelled. Locks: the round."""
    simulation = _hold(simulation)
    at = clock()
    check_can_work_out_simulation(by)
    check_is_waiting(simulation)
    event = transition.move(simulation, SimulationStatus.DONE, by=by, at=at, report=report, progress=100)
    if simulation.requested_by is not None:
        refs = {"simulation": str(simulation.public_id)}
        ledger.owe(event, simulation.requested_by, "simulation.done", at=at, refs=refs)
    return simulation


def _hold(simulation: Simulation) -> Simulation:
    lock_round(simulation.round_id)
    return Simulation.objects.select_related("round", "requested_by").get(pk=simulation.pk)
