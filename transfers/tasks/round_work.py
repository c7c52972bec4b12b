"""What the worker does for rounds: one transaction each, so that a worker that dies leaves nothing half done.

Their messages are named as those of `transfers.tasks`, whatever file they stand in.
"""

from celery import shared_task

from transfers.actions.round_runs import improve_round, publish_round, run_round
from transfers.actions.rounds import lapse_round
from transfers.models import Round, Simulation
from transfers.tasks.attempts import each
from transfers.tasks.simulation_work import carry_out_simulation


@shared_task(name="transfers.tasks.lapse_rounds")
def lapse_rounds(*, round_ids: list[int]) -> None:
    each(Round, round_ids, lapse_round)


@shared_task(name="transfers.tasks.run_rounds")
def run_rounds(*, round_ids: list[int]) -> None:
    each(Round, round_ids, run_round)


@shared_task(name="transfers.tasks.publish_rounds")
def publish_rounds(*, round_ids: list[int]) -> None:
    each(Round, round_ids, publish_round)


@shared_task(name="transfers.tasks.improve_rounds")
def improve_rounds(*, round_ids: list[int]) -> None:
    each(Round, round_ids, improve_round)


@shared_task(name="transfers.tasks.carry_out_simulations")
def carry_out_simulations(*, simulation_ids: list[int]) -> None:
    each(Simulation, simulation_ids, carry_out_simulation)
