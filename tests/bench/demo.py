"""The demo company of 12,000: how long it takes to load, what its pages cost, what a sweep over it costs, and a round
of it."""

import time

from django.test import override_settings

from seeds.demo import load_demo
from tests.bench.pages import compare_pages
from tests.bench.scratch import scratch_database
from tests.bench.table import Figure, median_seconds, say
from tests.open_rounds import prepare_company_round, submit_lists
from transfers.actions.round_runs import ask_to_publish, publish_round, run_round
from transfers.clock import database_clock
from transfers.models import Claim
from transfers.tasks import JOBS


def measure() -> list[Figure]:
    """Load it once, then measure on it."""
    with scratch_database():
        began = time.perf_counter()
        load_demo("full", _say)
        loaded = Figure("load the full demo company", time.perf_counter() - began, at_most=25)
        with override_settings(ALLOWED_HOSTS=["testserver"], SECURE_SSL_REDIRECT=False):
            return [loaded, *compare_pages(), *_sweeps(), _round()]


def _round() -> Figure:
    """A round among all roles that are free for one: read from its rows, frozen, run, published."""
    submit_lists(2_000)
    began = time.perf_counter()
    made = run_round(prepare_company_round())
    ask_to_publish(made, by=made.preparing_by)
    made = publish_round(made)
    took = time.perf_counter() - began
    lists, roles = made.ballots.count(), made.round_roles.count()
    offers = Claim.objects.filter(round=made).count()
    what = f"a round of {lists:,} lists and {roles:,} roles, from rows to {offers:,} published offers"
    return Figure(what, took, at_most=20)


def _say(words: str) -> None:
    if "created" in words or "opened" in words:
        say(f"      {words}")


def _sweeps() -> list[Figure]:
    """Finding what is due, without sending it: as a page's nudge asks for it, and as each tick does."""
    at = database_clock()
    nudged = [job for job in JOBS if not job.is_for_ticks]
    return [
        Figure("find what is due after a nudge", median_seconds(lambda: [job.find(at) for job in nudged])),
        Figure("find what is due at a tick", median_seconds(lambda: [job.find(at) for job in JOBS])),
    ]
