"""A whole round of the demo company: rated, frozen, approved, run and published by a worker that is killed twice,
answered, and run again for the seats that came free; its document checked by every Python that is there."""

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from seeds.demo import load_demo
from tests.bench.scratch import scratch_database
from tests.bench.table import say
from tests.faults import Broker, Mailbox
from tests.killed_rounds import VALID, publish_killed_once, run_killed_once, verify
from tests.open_rounds import prepare_company_round, rate_some, submit_lists
from tests.processes import WorkerProcess
from transfers.actions.acceptance import accept_claim
from transfers.actions.claims import decline_claim
from transfers.actions.round_documents import open_document, propose_document, release_document
from transfers.actions.round_runs import improve_round
from transfers.models import Claim, Rating, Round
from transfers.queries.round_inputs import get_published_run

SAYS = "a round of the demo company on real parts, the worker killed twice in it, within 60 seconds"
_PYTHONS = ("python3.11", "python3.12", "python3.13", "python3.14")
_AT_MOST = 60.0
_RATED = 25
_LISTS = 600


def run() -> dict[str, object]:
    """Load the company, then the round; only the round counts against its minute."""
    with scratch_database(), _workers() as (start, broker):
        load_demo("full", lambda words: None)
        submit_lists(_LISTS)
        began = time.perf_counter()
        rate_some(_RATED)
        made = prepare_company_round()
        say(f"      {made.ballots.count()} lists, {made.round_roles.count()} roles, {Rating.objects.count()} ratings")
        run_killed_once(made, start, broker)
        publish_killed_once(made, start, broker)
        offers = Claim.objects.filter(round=made).count()
        before = made.runs.latest("number").sha256
        answered = _answer(made)
        upgrades = improve_round(Round.objects.get(pk=made.pk))
        wrong = _check(made)
        seconds = time.perf_counter() - began
    wrong += [f"{seconds:.0f} s"] * (seconds > _AT_MOST) + ["no offer"] * (not offers)
    wrong += [f"nobody {word}" for word, number in answered.items() if not number]
    wrong += ["nothing became better"] * (not upgrades)
    return {
        "seconds of the round": round(seconds, 1),
        "offers": offers,
        **answered,
        "upgrade offers": upgrades,
        "hash of the published run": before,
        "wrong": wrong,
        "violations": len(wrong),
    }


@contextmanager
def _workers() -> Iterator[tuple[Callable[[], WorkerProcess], Broker]]:
    broker, mailbox, started = Broker(), Mailbox(), list[WorkerProcess]()
    with tempfile.TemporaryDirectory() as folder:

        def start() -> WorkerProcess:
            place = Path(folder) / str(len(started))
            place.mkdir()
            started.append(WorkerProcess(place, env={"REDIS_URL": broker.url, "EMAIL_URL": mailbox.url}))
            return started[-1].start()

        broker.start()
        mailbox.start()
        try:
            yield start, broker
        finally:
            for worker in started:
                worker.kill()
            mailbox.stop()
            broker.kill()


def _answer(made: Round) -> dict[str, int]:
    """Every eighth declines, every eighth accepts, the rest think."""
    answered = {"accepted": 0, "declined": 0}
    for place, claim in enumerate(Claim.objects.filter(round=made).order_by("pk").select_related("employee")):
        if place % 8 == 0:
            decline_claim(claim, by=claim.employee)
            answered["declined"] += 1
        elif place % 8 == 1:
            accept_claim(claim, by=claim.employee)
            answered["accepted"] += 1
    return answered


def _check(made: Round) -> list[str]:
    """What is wrong with the document, by every Python found."""
    made = release_document(propose_document(made, by=made.approver), by=made.preparing_by)
    run = get_published_run(made)
    pythons = {sys.executable, *filter(_starts, filter(None, map(shutil.which, _PYTHONS)))}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ROUND.json"
        path.write_bytes(open_document(made, by=made.approver))
        say(f"      a document of {path.stat().st_size:,} bytes, checked by {len(pythons)} Pythons")
        found = {python: verify(path, python) for python in sorted(pythons)}
    wrong = [f"{python}: {line}" for python, line in found.items() if line != VALID]
    return wrong + ["the run is not kept as it was published"] * (run is None)


def _starts(python: str) -> bool:
    """Not a version manager's stand-in for one that is not chosen."""
    return subprocess.run([python, "-c", ""], capture_output=True, check=False).returncode == 0
