"""A simulation worked out in steps, each a transaction of its own; what is slow stands between them."""

import io
import subprocess
import sys

import numpy as np

from transfers.actions.simulations import finish_simulation, note_progress, take_up_simulation
from transfers.clock import Clock, database_clock
from transfers.matching.instance import Instance
from transfers.matching.simulation import report_on, suppose
from transfers.models import Simulation
from transfers.queries.round_inputs import get_input
from transfers.queries.simulations import get_changes, read_supposed, to_row, with_weights

_OPTIMUM_WITHIN = 300  # seconds


def carry_out_simulation(simulation: Simulation, *, clock: Clock = database_clock) -> None:
    """Clear the round as it stands and as it is supposed, telling how far it is; one that is cancelled stops.

    A worker that dies leaves it to the first sweep after its lease. Raises CalledProcessError, TimeoutExpired.
    """
    if not take_up_simulation(simulation, clock=clock):
        return
    supposed = read_supposed(simulation.changes)
    given, changes = get_input(simulation.round), get_changes(simulation.round, supposed)
    seed = bytes.fromhex(simulation.round.input_sha256)  # any will do that both share
    weights = supposed.weights
    altered = with_weights(simulation.round, given, weights) if weights is not None else given
    if not note_progress(simulation, 30):
        return
    today = report_on(given, seed, solve_apart)
    if not note_progress(simulation, 60):
        return
    then = report_on(suppose(altered, changes, seed), seed, solve_apart)
    finish_simulation(simulation, {"today": to_row(today), "supposed": to_row(then)}, clock=clock)


def solve_apart(instance: Instance) -> tuple[int, int]:
    """How many the assignment best in sum places, and the sum of their ranks: `optimum`, in a process of its own.

    Raises CalledProcessError, TimeoutExpired.
    """
    sent = io.BytesIO()
    np.savez(sent, starts=instance.starts, entries=instance.entries, seats=instance.seats)
    argv = [sys.executable, "-m", "transfers.matching.optimum"]
    done = subprocess.run(argv, input=sent.getvalue(), stdout=subprocess.PIPE, check=True, timeout=_OPTIMUM_WITHIN)  # noqa: S603
    placed, rank_sum = done.stdout.split()
    return int(placed), int(rank_sum)
