"""An upload on a real worker: by the pages alone, and with the worker killed while it writes."""

from collections.abc import Callable, Iterator

import pytest

from accounts.models import Employee, Skill
from tests import factories as f
from tests.faults import Broker, Gate
from tests.pages import signed_in
from tests.processes import WorkerProcess, wait_until
from tests.uploads import checked, walk
from transfers.actions.uploads import ask_to_apply
from transfers.models import Event, Upload
from transfers.sight.actor import PORTAL
from transfers.states import UploadStatus

pytestmark = pytest.mark.django_db(transaction=True)

StartWorker = Callable[..., WorkerProcess]


@pytest.fixture
def broker() -> Iterator[Broker]:
    broker = Broker()
    broker.start()
    yield broker
    broker.kill()


def test_people_are_loaded_and_taken_back_by_pages_and_a_worker(start_worker: StartWorker, broker: Broker) -> None:
    boss, desk = f.EmployeeFactory.create(), signed_in(f.admin())
    place = f"{boss.unit.code},{boss.hr_id},{boss.job_family.code},5,{boss.site.code},2020-01-01"
    head = "hr_id,name,email,unit_code,manager_hr_id,job_family,level,site,hired_on"
    rows = [f"N{n},Person {n},n{n}@example.com,{place}" for n in range(300)]
    start_worker(REDIS_URL=broker.url)
    before = Employee.objects.count()
    done = walk(desk, "\n".join([head, *rows]).encode(), lambda: broker.send("sweep"))
    assert done.counts["created"] == 300
    assert Employee.objects.count() == before
    assert Event.objects.filter(verb__in=["import.people", "upload.applied", "upload.undone"]).count() == 3


@pytest.mark.parametrize(
    "gate",
    [
        Gate("accounts_skill", "INSERT", "NEW.code = 's9'"),
        Gate("transfers_upload", "UPDATE", "NEW.status = 'applied'"),
        Gate("transfers_upload", "UPDATE", "NEW.status = 'applied'", deferred=True),
    ],
    ids=["while it writes", "before it is marked", "while it commits"],
)
def test_killed_worker_leaves_the_file_to_the_next(gate: Gate, start_worker: StartWorker, broker: Broker) -> None:
    """Fails where what was written before the kill stays, or is written twice."""
    data = "code,name\n" + "".join(f"s{n},Skill {n}\n" for n in range(10))
    upload = ask_to_apply(checked("skills", data), by=PORTAL)
    worker = start_worker(REDIS_URL=broker.url)
    with gate.closed() as closed:
        broker.send("sweep")
        wait_until(closed.waiting, what="the worker's arrival at the gate")
        worker.kill()
    assert Skill.objects.count() in (0, 10)
    start_worker(REDIS_URL=broker.url)

    def is_applied() -> bool:
        broker.send("sweep")
        return Upload.objects.filter(pk=upload.pk, status=UploadStatus.APPLIED).exists()

    wait_until(is_applied, what="the application", within=40)
    assert Skill.objects.count() == 10
    assert Event.objects.filter(verb="import.skills").count() == 1
