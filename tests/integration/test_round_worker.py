"""A round on a real worker that is killed in the middle of the run and of the publication."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests import factories as f
from tests import rounds
from tests.faults import Broker, Gate, Mailbox
from tests.processes import WorkerProcess, wait_until
from transfers.actions.round_documents import open_document, propose_document, release_document
from transfers.actions.round_runs import ask_to_publish
from transfers.clock import database_clock
from transfers.models import Claim, Notice, Role, Round, RoundRun
from transfers.queries.round_inputs import get_run

pytestmark = pytest.mark.django_db(transaction=True)

PROJECT = Path(__file__).resolve().parents[2]
RUNNING = Gate("transfers_roundrun", "INSERT", "true")
PUBLISHING = Gate("transfers_claim", "INSERT", "NEW.round_id IS NOT NULL")


@pytest.fixture
def broker() -> Iterator[Broker]:
    broker = Broker()
    broker.start()
    yield broker
    broker.kill()


@pytest.fixture
def start(
    start_worker: Callable[..., WorkerProcess], broker: Broker, mailbox: Mailbox
) -> Callable[[], WorkerProcess]:
    return lambda: start_worker(REDIS_URL=broker.url, EMAIL_URL=mailbox.url)


def is_at(made: Round, status: str) -> Callable[[], bool]:
    return lambda: Round.objects.filter(pk=made.pk, status=status).exists()


def test_round_survives_two_kills_and_comes_to_the_same(
    start: Callable[[], WorkerProcess], broker: Broker, tmp_path: Path
) -> None:
    """Fails where the run or the publication is more than one transaction: half of it would stand."""
    at = database_clock() - f.HOUR
    roles = [f.role(seats=seats, opened_at=at - 40 * f.DAY) for seats in (1, 2, 1)]
    for number in range(8):
        rounds.wishes(*roles[number % 3 :], *roles[: number % 3], undrafted=number % 3 == 0, at=at)
    made = rounds.revealed(roles, at=at)
    worker = start()
    with RUNNING.closed() as gate:
        broker.send("run_rounds", round_ids=[made.pk])
        wait_until(gate.waiting, what="the worker's arrival at the run")
        worker.kill()
    assert not RoundRun.objects.exists()
    made.refresh_from_db()
    assert made.status == "approved"

    worker = start()
    broker.send("sweep")
    wait_until(is_at(made, "run"), what="the run")
    found = get_run(Round.objects.get(pk=made.pk))
    assert found is not None
    assert RoundRun.objects.get().sha256 == found.digest()
    ask_to_publish(made, by=made.preparing_by)
    with PUBLISHING.closed() as gate:
        broker.send("publish_rounds", round_ids=[made.pk])
        wait_until(gate.waiting, what="the worker's arrival at the publication")
        worker.kill()
    assert not Claim.objects.exists()

    start()
    broker.send("sweep")
    wait_until(is_at(made, "published"), what="the publication")
    offered = set(Claim.objects.values_list("employee_id", "role_id"))
    assert len(offered) == Claim.objects.count() == 4
    assert [role.taken for role in Role.objects.order_by("pk")] == [1, 2, 1]
    assert RoundRun.objects.get().sha256 == found.digest()
    told = Notice.objects.filter(template="round.published", channel="inbox")
    assert told.count() == told.values("recipient").distinct().count() == 8 + 3

    release_document(propose_document(made, by=made.approver), by=made.preparing_by)
    path = tmp_path / "ROUND.json"
    path.write_bytes(open_document(Round.objects.get(pk=made.pk), by=made.approver))
    assert json.loads(path.read_bytes())["input_sha256"] == made.input_sha256
    argv = [sys.executable, "-m", "transfers.matching.verify", str(path)]
    checked = subprocess.run(argv, cwd=PROJECT, capture_output=True, text=True)
    assert (checked.returncode, checked.stdout.splitlines()[-1]) == (
        0,
        "input as frozen, valid, stable, best for everybody",
    )
