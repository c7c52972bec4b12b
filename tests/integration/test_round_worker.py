"""A round on a real worker that is killed in the middle of the run and of the publication."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests import factories as f
from tests import rounds
from tests.faults import Broker, Mailbox
from tests.killed_rounds import VALID, publish_killed_once, run_killed_once, verify
from tests.processes import WorkerProcess
from transfers.actions.round_documents import open_document, propose_document, release_document
from transfers.clock import database_clock
from transfers.models import Claim, Notice, Role, Round, RoundRun
from transfers.queries.round_inputs import get_run

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def broker() -> Iterator[Broker]:
    broker = Broker()
    broker.start()
    yield broker
    broker.kill()


def test_round_survives_two_kills_and_comes_to_the_same(
    start_worker: Callable[..., WorkerProcess], broker: Broker, mailbox: Mailbox, tmp_path: Path
) -> None:
    """Fails where the run or the publication is more than one transaction: half of it would stand."""

    def start() -> WorkerProcess:
        return start_worker(REDIS_URL=broker.url, EMAIL_URL=mailbox.url)

    at = database_clock() - f.HOUR
    roles = [f.role(seats=seats, opened_at=at - 40 * f.DAY) for seats in (1, 2, 1)]
    for number in range(8):
        rounds.wishes(*roles[number % 3 :], *roles[: number % 3], undrafted=number % 3 == 0, at=at)
    made = rounds.revealed(roles, at=at)
    run_killed_once(made, start, broker)
    found = get_run(Round.objects.get(pk=made.pk))
    assert found is not None
    assert RoundRun.objects.get().sha256 == found.digest()

    publish_killed_once(made, start, broker)
    offered = set(Claim.objects.values_list("employee_id", "role_id"))
    assert len(offered) == Claim.objects.count() == 4
    assert [role.taken for role in Role.objects.order_by("pk")] == [1, 2, 1]
    assert RoundRun.objects.get().sha256 == found.digest()
    for template, people in (("round.published", 8), ("round.role_published", 3)):
        told = Notice.objects.filter(template=template, channel="inbox")
        assert told.count() == told.values("recipient").distinct().count() == people

    release_document(propose_document(made, by=made.approver), by=made.preparing_by)
    path = tmp_path / "ROUND.json"
    path.write_bytes(open_document(Round.objects.get(pk=made.pk), by=made.approver))
    assert json.loads(path.read_bytes())["input_sha256"] == made.input_sha256
    assert verify(path) == VALID
