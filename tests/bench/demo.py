"""The demo company of 12,000: how long it takes to load, what its main page costs, what a sweep over it costs, and
a round of it."""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpResponse
from django.test import RequestFactory, override_settings
from django.urls import reverse

from accounts.models import Employee
from seeds import cast
from seeds.demo import load_demo
from tests.bench.scratch import scratch_database
from tests.bench.table import Figure, alternate, median_seconds, say
from tests.open_rounds import prepare_company_round, submit_lists
from transfers.actions.round_runs import ask_to_publish, publish_round, run_round
from transfers.clock import database_clock
from transfers.models import Claim
from transfers.tasks import JOBS

TURNS = 40


def measure() -> list[Figure]:
    """Load it once, then measure on it."""
    with scratch_database():
        began = time.perf_counter()
        load_demo("full", _say)
        loaded = Figure("load the full demo company", time.perf_counter() - began, at_most=25)
        with override_settings(ALLOWED_HOSTS=["testserver"], SECURE_SSL_REDIRECT=False):
            return [loaded, *_pages(), *_sweeps(), _round()]


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


def _pages() -> list[Figure]:
    """The ranked roles of one person beside a bare page of the same bytes (tests/bench/bare.py), taking turns."""
    get = _reader(Employee.objects.get(hr_id=cast.MIRA.hr_id))
    ours = reverse("transfers:roles")
    filler = get(ours, "") - get("/bare/0/", _BARE)
    page, bare = alternate(lambda: get(ours, ""), lambda: get(f"/bare/{filler}/", _BARE), times=TURNS)
    return [
        Figure(
            "ranked roles, pages a second",
            page,
            "a bare Django page of as many rows and bytes",
            bare,
            at_least=0.8,
            is_rate=True,
        )
    ]


_BARE = "tests.bench.bare"


def _reader(person: Employee) -> Callable[[str, str], int]:
    """What asks for a page as this person, through the whole middleware, and returns its bytes."""
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    handler, requests = WSGIHandler(), RequestFactory()
    requests.cookies[settings.SESSION_COOKIE_NAME] = session.session_key or ""

    def get(url: str, urls: str) -> int:
        request = requests.get(url)
        if urls:
            request.urlconf = urls
        response = handler.get_response(request)
        if response.status_code != 200 or not isinstance(response, HttpResponse):
            raise RuntimeError(f"{url} answered {response.status_code}")
        response.close()
        return len(response.content)

    return get


def _sweeps() -> list[Figure]:
    """Finding what is due, without sending it: as a page's nudge asks for it, and as each tick does."""
    at = database_clock()
    nudged = [job for job in JOBS if not job.is_for_ticks]
    return [
        Figure("find what is due after a nudge", median_seconds(lambda: [job.find(at) for job in nudged])),
        Figure("find what is due at a tick", median_seconds(lambda: [job.find(at) for job in JOBS])),
    ]
