"""A round carried out by a real worker that is killed within the run and within the publication."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests.faults import Broker, Gate
from tests.processes import PROJECT, WorkerProcess, wait_until
from transfers.actions.round_runs import ask_to_publish
from transfers.models import Claim, Round, RoundRun

VALID = "input as its hash says, valid, stable, best for everybody"
_RUNNING = Gate("transfers_roundrun", "INSERT")
_PUBLISHING = Gate("transfers_claim", "INSERT", "NEW.round_id IS NOT NULL")

Start = Callable[[], WorkerProcess]


def run_killed_once(made: Round, start: Start, broker: Broker) -> None:
    """Have it run twice: the first worker dies at the gate, with nothing kept."""
    worker = start()
    with _RUNNING.closed() as gate:
        broker.send("run_rounds", round_ids=[made.pk])
        wait_until(gate.waiting, what="the worker's arrival at the run")
        worker.kill()
    assert not RoundRun.objects.filter(round=made).exists()
    made.refresh_from_db()
    assert made.status == "approved"
    worker = start()
    broker.send("sweep")
    wait_until(_is_at(made, "run"), what="the run")
    worker.kill()


def publish_killed_once(made: Round, start: Start, broker: Broker) -> None:
    """Have it published twice: the first worker dies at the gate, with no offer made."""
    worker = start()
    ask_to_publish(made, by=made.preparing_by)
    with _PUBLISHING.closed() as gate:
        broker.send("publish_rounds", round_ids=[made.pk])
        wait_until(gate.waiting, what="the worker's arrival at the publication")
        worker.kill()
    assert not Claim.objects.filter(round=made).exists()
    worker = start()
    broker.send("sweep")
    wait_until(_is_at(made, "published"), what="the publication")
    worker.kill()


def _is_at(made: Round, status: str) -> Callable[[], bool]:
    return lambda: Round.objects.filter(pk=made.pk, status=status).exists()


def verify(document: Path, python: str = sys.executable) -> str:
    """The verifier's verdict, by any Python there is: it needs nothing but the standard library.

    It lies between the count of people and the hashes to compare.
    """
    argv = [python, "-m", "transfers.matching.verify", str(document)]
    done = subprocess.run(argv, cwd=PROJECT, capture_output=True, text=True, check=False)
    return "\n".join(done.stdout.splitlines()[1:-1]) or done.stderr
