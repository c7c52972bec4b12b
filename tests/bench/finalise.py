"""Finalising through Celery against raw psycopg doing the same statements with two processes.

The statements are those that `finalise_placement` sends, written down placement by placement in a transaction that is
rolled back, and sent again by two bare processes, each placement in a transaction. The fresh ids of events, which
notices refer to, are the only thing put in anew. Run: `make bench ARGS=finalise`.
"""

import multiprocessing
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

import psycopg
from django.db import connection, transaction

from accounts.models import Employee
from tests import factories as f
from tests.bench.scratch import scratch_database
from tests.bench.table import Figure, say
from tests.faults import Broker
from tests.processes import WorkerProcess, wait_until
from transfers import transition
from transfers.actions.placements import finalise_placement
from transfers.clock import database_clock
from transfers.models import Assignment, Candidacy, Claim, Entitlement, Event, Placement
from transfers.queries.placements import draft_placement
from transfers.sight.actor import PORTAL
from transfers.states import PlacementStatus
from transfers.tasks import BATCH

MOVES = 200
ROUNDS = 5
ROLES = 20
PROCESSES = 2
# Far from any other id, so that a parameter equal to one of them is one of them.
FIRST_EVENT = 10**15

Statement = tuple[str, Sequence[Any]]


def agree_on_moves(count: int) -> list[int]:
    """Placements whose day has come, of people with an assignment, a priority and a candidacy; ids by role."""
    at = database_clock() - 30 * f.DAY
    policy, family, site = f.policy(), f.JobFamilyFactory.create(), f.SiteFactory.create()
    roles = [f.role(opened_at=at - 40 * f.DAY, seats=count) for _ in range(ROLES)]
    campaign = f.campaign(deadline_at=at + 60 * f.DAY, opened_at=at - f.DAY)
    force, origin = f.UnitFactory.create(), f.UnitFactory.create()
    fields = {"unit": force, "job_family": family, "site": site}
    people = Employee.objects.bulk_create(f.EmployeeFactory.build_batch(count, skilled={}, **fields))
    assigned = [
        Assignment(campaign=campaign, employee=person, origin_unit=origin, assigned_unit=force, assigned_on=at.date())
        for person in people
    ]
    transition.start_all(assigned, "active", by=PORTAL, at=at, subject_field="employee_id")
    later = {"started_at": at, "expires_at": at + 365 * f.DAY, "latest_end_on": (at + 60 * f.DAY).date()}
    entitled = [Entitlement(assignment=one, tier=1, policy=policy, **later) for one in assigned]
    transition.start_all(entitled, "suspended", by=PORTAL, at=at)
    transition.start_all([Candidacy(employee=one) for one in people], "open", by=PORTAL, at=at)
    claims = [
        Claim(
            role=roles[place * ROLES // count],
            employee=person,
            policy=policy,
            terms=f.terms(),
            level=5,
            start_on=at.date(),
            expires_at=at + f.DAY,
        )
        for place, person in enumerate(people)
    ]
    transition.start_all(claims, "offered", by=f.manager_of(roles[0]), at=at, subject_field="employee_id")
    transition.move_all(Claim, [one.pk for one in claims], "offered", "accepted", by=PORTAL, at=at)
    placements = [draft_placement(claim, at) for claim in claims]
    transition.start_all(placements, PlacementStatus.PENDING, by=PORTAL, at=at, subject_field="employee_id")
    return [placement.pk for placement in placements]


@contextmanager
def waiting_worker() -> Iterator[Broker]:
    """A worker of two processes that has done its first work: both sides are measured warm."""
    with tempfile.TemporaryDirectory() as folder:
        broker = Broker()
        broker.start()
        worker = WorkerProcess(Path(folder), env={"REDIS_URL": broker.url, "LOG_LEVEL": "WARNING"})
        try:
            worker.start()
            seconds_of_celery(agree_on_moves(4 * BATCH), broker)
            yield broker
        finally:
            worker.kill()
            broker.kill()


def seconds_of_celery(placement_ids: Sequence[int], broker: Broker) -> float:
    """From the first message to the last commit."""
    left = Placement.objects.filter(pk__in=placement_ids).exclude(status=PlacementStatus.FINALISED)
    began = time.perf_counter()
    for start in range(0, len(placement_ids), BATCH):
        broker.send("finalise_placements", placement_ids=list(placement_ids[start : start + BATCH]))
    wait_until(lambda: not left.exists(), within=300, what="finalising")
    return time.perf_counter() - began


def write_down(placement_id: int) -> list[Statement]:
    """The statements of one finalising, without doing it."""
    statements: list[Statement] = []

    def note(execute: Callable[..., Any], sql: str, params: Sequence[Any], many: bool, context: Any) -> Any:
        statements.append((sql, params or ()))
        return execute(sql, params, many, context)

    placement = Placement.objects.get(pk=placement_id)
    with transaction.atomic():
        with connection.execute_wrapper(note):
            finalise_placement(placement)
        transaction.set_rollback(True)
    return [(sql, params) for sql, params in statements if "SAVEPOINT" not in sql]


def replay(transactions: Sequence[list[Statement]], address: str, gate: Barrier) -> None:
    """Send them again as fast as psycopg can, binding on the client as Django does."""
    with psycopg.connect(address, autocommit=True, cursor_factory=psycopg.ClientCursor) as line:
        gate.wait()
        for statements in transactions:
            fresh: dict[int, int] = {}
            with line.transaction(), line.cursor() as cursor:
                for sql, params in statements:
                    cursor.execute(sql.encode(), [renew(value, fresh) for value in params])
                    rows = cursor.fetchall() if cursor.description else []
                    if sql.startswith('INSERT INTO "transfers_event"'):
                        # events of one transaction come in the order in which they were written down
                        fresh |= {FIRST_EVENT + len(fresh) + n: row[0] for n, row in enumerate(rows)}


def renew(value: Any, fresh: dict[int, int]) -> Any:
    """A parameter with the id of an event that was written down put anew."""
    if isinstance(value, list):
        return [renew(one, fresh) for one in value]
    return fresh.get(value, value) if isinstance(value, int) else value


def seconds_of_psycopg(placement_ids: Sequence[int]) -> float:
    """The same statements from two processes that are connected and waiting."""
    transactions = []
    for placement_id in placement_ids:
        set_next_event(FIRST_EVENT)
        transactions.append(write_down(placement_id))
    set_next_event(Event.objects.order_by("-pk").values_list("pk", flat=True)[0] + 1)
    to = connection.settings_dict
    address = psycopg.conninfo.make_conninfo(
        host=to["HOST"], port=to["PORT"], user=to["USER"], password=to["PASSWORD"], dbname=to["NAME"]
    )
    # Forked, so that the statements need not be sent over: this process's own connection is closed before.
    connection.close()
    processes = multiprocessing.get_context("fork")
    gate = processes.Barrier(PROCESSES + 1)
    share = -(-len(transactions) // PROCESSES)
    workers = [
        processes.Process(target=replay, args=(transactions[n * share : (n + 1) * share], address, gate))
        for n in range(PROCESSES)
    ]
    for worker in workers:
        worker.start()
    gate.wait()
    began = time.perf_counter()
    for worker in workers:
        worker.join()
    seconds = time.perf_counter() - began
    done = Placement.objects.filter(pk__in=placement_ids, status=PlacementStatus.FINALISED).count()
    if done != len(placement_ids) or any(worker.exitcode for worker in workers):
        raise RuntimeError(f"psycopg finalised {done} of {len(placement_ids)}")
    return seconds


def set_next_event(pk: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval('transfers_event_id_seq', %s, false)", [pk])


def measure() -> list[Figure]:
    """Medians of rounds that take turns."""
    by_psycopg, by_celery = [], []
    with scratch_database(), waiting_worker() as broker:
        for turn in range(1, ROUNDS + 1):
            by_psycopg.append(seconds_of_psycopg(agree_on_moves(MOVES)))
            by_celery.append(seconds_of_celery(agree_on_moves(MOVES), broker))
            say(f"      round {turn}: psycopg {by_psycopg[-1]:.2f} s, Celery {by_celery[-1]:.2f} s")
    return [
        Figure(
            f"finalise {MOVES} moves through Celery, moves a second",
            statistics.median(by_celery),
            "psycopg sending the same statements, two processes each",
            statistics.median(by_psycopg),
            at_least=0.6,
            is_rate=True,
        )
    ]
