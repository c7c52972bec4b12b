"""What is done to the machinery while people work, drawn by the seed: each heals what it broke."""

import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress

import psycopg
from psycopg import sql

from tests.nemesis.history import Fault, History
from tests.nemesis.scene import MOST_SENDERS, Process, Scene

Inject = Callable[[Scene, History, random.Random], None]
_SHORT, _LONG = 0.2, 1.2
_MESSAGES = (
    ("finalise_placements", "placement_ids", "transfers_placement"),
    ("announce_placements", "placement_ids", "transfers_placement"),
    ("expire_claims", "claim_ids", "transfers_claim"),
    ("close_campaigns", "campaign_ids", "transfers_campaign"),
    ("send_notices", "notice_ids", "transfers_notice"),
)

# What grows with every action; a full disk is met at the first of its rows or at the last.
_GROWING = ("event", "notice", "claim", "placement", "idempotencykey")
_REFUSE = """
CREATE OR REPLACE FUNCTION nemesis_disk_is_full() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'could not extend file: no space left on device' USING ERRCODE = 'disk_full'; END $$;
CREATE OR REPLACE TRIGGER nemesis_disk BEFORE INSERT ON transfers_{table} EXECUTE FUNCTION nemesis_disk_is_full();
"""
_ACCEPT = "DROP TRIGGER IF EXISTS nemesis_disk ON transfers_{table}"


@contextmanager
def _fault(history: History, kind: str, *, is_seen_by_web: bool = False, repeats: int = 0) -> Iterator[Fault]:
    fault = history.begin_fault(kind, is_seen_by_web=is_seen_by_web, repeats=repeats)
    try:
        yield fault
    finally:
        fault.ended_at = time.monotonic()


def _while(rng: random.Random) -> None:
    time.sleep(rng.uniform(_SHORT, _LONG))


def _kill_child(process: Process, rng: random.Random) -> None:
    children = process.children()
    if children:
        with suppress(ProcessLookupError):
            os.kill(rng.choice(children), signal.SIGKILL)


def kill_worker(scene: Scene, history: History, rng: random.Random) -> None:
    """The machine of one worker dies; another is started."""
    with _fault(history, "worker killed", repeats=MOST_SENDERS // 2):
        worker = rng.choice(scene.workers)
        worker.kill()
        worker.start()


def kill_worker_child(scene: Scene, history: History, rng: random.Random) -> None:
    with _fault(history, "worker's child killed", repeats=1):
        _kill_child(rng.choice(scene.workers), rng)


def kill_web(scene: Scene, history: History, rng: random.Random) -> None:
    """In the middle of whatever eight people are asking."""
    with _fault(history, "web killed", is_seen_by_web=True):
        _kill_child(scene.processes["web"], rng)
        time.sleep(_LONG)


def restart_broker(scene: Scene, history: History, rng: random.Random) -> None:
    with _fault(history, "broker down"):
        scene.restart_broker(rng.uniform(_SHORT, _LONG))


def flush_broker(scene: Scene, history: History, rng: random.Random) -> None:
    with _fault(history, "broker flushed"):
        scene.flush_broker()


def freeze_broker(scene: Scene, history: History, rng: random.Random) -> None:
    with _fault(history, "broker frozen"):
        scene.signal_broker(signal.SIGSTOP)
        try:
            _while(rng)
        finally:
            scene.signal_broker(signal.SIGCONT)


def crash_postgres(scene: Scene, history: History, rng: random.Random) -> None:
    with _fault(history, "database crashed", is_seen_by_web=True, repeats=MOST_SENDERS):
        scene.crash_postgres()


def cut_connections(scene: Scene, history: History, rng: random.Random) -> None:
    """Some sessions of web and workers end, wherever they are."""
    with (
        _fault(history, "connections cut", is_seen_by_web=True, repeats=MOST_SENDERS),
        suppress(psycopg.Error),
        psycopg.connect(scene.conninfo, autocommit=True) as connection,
    ):
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE application_name = 'undraft' AND pid %% 2 = %s",
            [rng.randrange(2)],
        )


def _mail(word: str, to_recipient: str, to_mail: str) -> Inject:
    def inject(scene: Scene, history: History, rng: random.Random) -> None:
        with _fault(history, f"mail {word}"):
            scene.mailbox.to_recipient, scene.mailbox.to_mail = to_recipient, to_mail
            _while(rng)
            scene.mailbox.to_recipient, scene.mailbox.to_mail = "250 known", "250 taken"

    inject.__name__ = f"mail_{word}"
    return inject


def slow_mail(scene: Scene, history: History, rng: random.Random) -> None:
    with _fault(history, "mail slow"):
        scene.mailbox.gate.clear()
        _while(rng)
        scene.mailbox.gate.set()


def stop_mail(scene: Scene, history: History, rng: random.Random) -> None:
    # who is cut off in the middle of a mail cannot know whether it was taken
    with _fault(history, "mail server down", repeats=MOST_SENDERS):
        scene.mailbox.stop()
        _while(rng)
        scene.mailbox.start()


def deliver_twice(scene: Scene, history: History, rng: random.Random) -> None:
    """Messages that come again, come early, or were never sent by the portal: each a guess at ids that exist."""
    with (
        _fault(history, "messages doubled and forged"),
        suppress(psycopg.Error),
        psycopg.connect(scene.conninfo, autocommit=True) as connection,
    ):
        for _ in range(3):
            for task, argument, table in _MESSAGES:
                rows = connection.execute(sql.SQL("SELECT id FROM {}").format(sql.Identifier(table))).fetchall()
                scene.send(task, **{argument: [row[0] for row in rows]})


def deploy(scene: Scene, history: History, rng: random.Random) -> None:
    """Every process is asked to stop and another takes its place, while people work: nobody may notice."""
    with _fault(history, "deploy") as fault:
        scene.processes["web"].reload()
        for worker in rng.sample(scene.workers, len(scene.workers)):
            if not worker.retire():
                history.allow_repeats(MOST_SENDERS // 2)
                fault.kind = "deploy, and a worker that would not end"
            worker.start()
            _while(rng)


def take_all_connections(scene: Scene, history: History, rng: random.Random) -> None:
    """Somebody else's program holds every connection that the server has left."""
    with _fault(history, "connections exhausted", is_seen_by_web=True, repeats=MOST_SENDERS), ExitStack() as held:
        with suppress(psycopg.OperationalError):
            while True:
                held.enter_context(psycopg.connect(scene.conninfo, autocommit=True))
        _while(rng)


def fill_the_disk(scene: Scene, history: History, rng: random.Random) -> None:
    """One table takes no new row: the error that PostgreSQL gives when the disk is full, wherever it comes."""
    table = rng.choice(_GROWING)
    with _fault(history, f"no room for {table}", is_seen_by_web=True):
        if not _run(scene, _REFUSE.format(table=table)):
            return
        try:
            _while(rng)
        finally:
            while not _run(scene, _ACCEPT.format(table=table)):
                time.sleep(_SHORT)


def _run(scene: Scene, statements: str) -> bool:
    try:
        with psycopg.connect(scene.conninfo) as connection:
            connection.execute("SET lock_timeout = '2s'")
            connection.execute(statements.encode())
    except psycopg.Error:
        return False
    return True


FAULTS: dict[Inject, int] = {
    kill_worker: 2,
    kill_worker_child: 4,
    kill_web: 2,
    restart_broker: 2,
    flush_broker: 3,
    freeze_broker: 2,
    crash_postgres: 3,
    cut_connections: 4,
    _mail("4xx", "451 later", "250 taken"): 2,
    _mail("5xx", "250 known", "554 no"): 2,
    slow_mail: 3,
    stop_mail: 2,
    deliver_twice: 6,
    deploy: 3,
    take_all_connections: 2,
    fill_the_disk: 3,
}


def draw(rng: random.Random) -> list[Inject]:
    """What goes wrong in one round: often one thing, sometimes two or nothing."""
    number = rng.choices([0, 1, 2], [2, 5, 2])[0]
    return rng.choices(list(FAULTS), list(FAULTS.values()), k=number)
