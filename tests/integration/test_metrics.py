"""Metrics: for who brings the token, in Prometheus's format, and unmoved by what anybody chose."""

import re
import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client, override_settings

from accounts.models import Employee
from portal.metrics import Requests, write
from tests.engineer import address, file, member, offer, person, press
from tests.pages import signed_in
from tests.rows import Rows
from transfers.actions.ticks import take_tick
from transfers.clock import database_clock
from transfers.models import Notice
from transfers.models.notice import MAIL

pytestmark = pytest.mark.django_db

TOKEN = "an operator's token that is long enough"
BEARER = {"authorization": f"Bearer {TOKEN}"}
_SAMPLE = re.compile(r'^([a-z_]+)(?:\{((?:[a-z]+="[^"{}]*",?)+)\})? (\+Inf|\d+(?:\.\d+)?(?:e-\d+)?)$')


class Watched:
    """One web process whose middleware all clients of a test share, as threads of a server do."""

    def __init__(self) -> None:
        self.handler = Client().handler
        self.handler.load_middleware()

    def client(self, of: Employee | None = None) -> Client:
        client = signed_in(of) if of is not None else Client(raise_request_exception=False)
        client.handler = self.handler
        return client

    def read(self) -> dict[str, float]:
        """Every sample by its name and labels."""
        answer = self.client().get("/metrics", headers=BEARER)
        assert answer.status_code == 200
        lines = [line for line in answer.content.decode().splitlines() if not line.startswith("#")]
        samples = [_SAMPLE.match(line) for line in lines]
        assert None not in samples, lines
        return {line.rpartition(" ")[0]: float(line.rpartition(" ")[2]) for line in lines}


@pytest.fixture
def watched() -> Iterator[Watched]:
    with override_settings(METRICS_TOKEN=TOKEN):
        yield Watched()


def unmoved(samples: dict[str, float]) -> dict[str, float]:
    """Without what differs with the time of day: how long answers took, how long ago the clock ticked."""
    timed = ("undraft_request_seconds_bucket", "undraft_request_seconds_sum", "undraft_tick_age_seconds")
    return {name: value for name, value in samples.items() if not name.startswith(timed)}


@pytest.mark.parametrize("brought", [None, "", "Bearer ", "Bearer nothing", TOKEN, "Bearer \xff"])
def test_without_the_token_there_is_no_such_page(watched: Watched, brought: str | None) -> None:
    client = watched.client()
    headers = {"authorization": brought} if brought is not None else {}
    told = client.get("/metrics", headers=headers)
    nowhere = client.get("/nowhere", headers=headers)
    assert told.status_code == nowhere.status_code
    assert told.content == nowhere.content.replace(b"/nowhere", b"/metrics")


def test_without_the_setting_there_is_no_such_page() -> None:
    assert settings.METRICS_TOKEN == ""
    assert Client().get("/metrics", headers={"authorization": "Bearer "}).status_code == 404


def test_one_of_several_processes_does_not_offer_its_counters_as_those_of_all(
    watched: Watched,
) -> None:
    """Fails without the look at gunicorn's setting: counters would go up and down."""
    with override_settings(WEB_CONCURRENCY=2):
        answer = watched.client().get("/metrics", headers=BEARER)
    assert (answer.status_code, answer.content[:8]) == (503, b"Counters")


def test_answer_is_in_prometheuss_format_and_kept_by_nobody(watched: Watched) -> None:
    watched.client().get("/account/sign-in/")
    answer = watched.client().get("/metrics", headers=BEARER | {"host": "10.1.2.3:8000"})
    assert answer["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert answer["Cache-Control"] == "no-store"
    lines = answer.content.decode().splitlines()
    kinds = dict(line.split(" ")[2:4] for line in lines if line.startswith("# TYPE "))
    names = {re.sub(r"[ {].*", "", line) for line in lines if not line.startswith("#")}
    assert {re.sub(r"_(bucket|sum|count)$", "", name) for name in names} == set(kinds)
    assert set(kinds.values()) == {"counter", "gauge", "histogram"}


def test_requests_are_counted_by_route_and_never_by_address(watched: Watched) -> None:
    of = member()
    client = watched.client(of.employee)
    for path in ("/", "/", "/roles/", "/offers/", f"/choice/{of.public_id}/", "/nowhere/zqmark/", "/roles/?q=zqmark"):
        client.get(path)
    client.post("/zqmark/")
    told = watched.read()
    assert told['undraft_requests_total{route="transfers:home",method="GET",status="2xx"}'] == 2
    assert told['undraft_requests_total{route="transfers:roles",method="GET",status="2xx"}'] == 2
    assert told['undraft_requests_total{route="one thing",method="GET",status="2xx"}'] == 2
    assert told['undraft_requests_total{route="none",method="GET",status="4xx"}'] == 1
    assert told['undraft_request_seconds_count{route="transfers:home"}'] == 2
    assert not any("zqmark" in name or str(of.public_id) in name for name in told)


@pytest.mark.parametrize("path", ["/offers/", "/my-record/", "/break-glass/", "/cases/", "/cases/exceptions/"])
def test_list_that_people_open_because_of_one_person_counts_as_any_page_of_one_thing(
    watched: Watched, path: str
) -> None:
    """Seen to fail with TELLING emptied: whoever watches the numbers would see that it was opened."""
    watched.client(person()).get(path)
    told = {name for name in watched.read() if name.startswith("undraft_requests_total")}
    assert len(told) == 1
    assert 'route="one thing"' in told.pop()


def stay(watched: Watched) -> None:
    of = member()
    assert file(watched.client(of.employee), of, "stay").status_code == 302


def undraft(watched: Watched) -> None:
    of = member()
    assert file(watched.client(of.employee), of, "undraft").status_code == 302


def accept(watched: Watched) -> None:
    claimed = offer(person())
    assert press(watched.client(claimed.employee), address(claimed), "answer/").status_code == 302


def decline(watched: Watched) -> None:
    claimed = offer(person())
    assert press(watched.client(claimed.employee), address(claimed), "reply/").status_code == 302


@pytest.mark.parametrize("pair", [(stay, undraft), (accept, decline)], ids=["filing", "answering"])
def test_metrics_are_the_same_whatever_was_chosen(pair: tuple[Any, Any], watched: Watched) -> None:
    """Fails where forms are counted by route: an acceptance and a refusal are two addresses."""
    told = []
    for choose in pair:
        fresh = Watched()
        choose(fresh)
        told.append(unmoved(fresh.read()))
    assert told[0] == told[1]


def test_form_that_answers_an_offer_counts_as_any_other_form(watched: Watched) -> None:
    accept(watched)
    forms = {name for name in watched.read() if name.startswith("undraft_requests_total")}
    assert forms == {
        'undraft_requests_total{route="one thing",method="GET",status="2xx"}',
        'undraft_requests_total{route="a form",method="POST",status="3xx"}',
    }


def test_numbers_from_the_database_do_not_move_with_a_choice_or_an_offer(watched: Watched) -> None:
    """Fails where all messages are counted at once: filing owes a mail, and an acceptance several."""

    def of_database() -> dict[str, float]:
        return {name: value for name, value in unmoved(watched.read()).items() if "request" not in name}

    for choose in (stay, undraft, accept, decline):
        choose(watched)  # the past that they arrange stands from now on
    before, mails = of_database(), Notice.objects.filter(channel=MAIL).count()
    for choose in (stay, undraft, accept, decline):
        choose(watched)
    assert Notice.objects.filter(channel=MAIL).count() > mails
    assert of_database() == before


def test_what_waits_is_told_by_its_age_from_a_minute_on(watched: Watched) -> None:
    at = database_clock()
    Rows().row("notice")
    Notice.objects.update(channel=MAIL, due_at=at - timedelta(seconds=40))
    assert watched.read()["undraft_mail_overdue_seconds"] == 0
    Notice.objects.update(due_at=at - timedelta(seconds=200))
    assert watched.read()["undraft_mail_overdue_seconds"] == 180
    assert watched.read()["undraft_tick_age_seconds"] == float("inf")
    take_tick("sweep", slot=1, at=at - timedelta(seconds=50))
    assert 50 <= watched.read()["undraft_tick_age_seconds"] < 60


def test_part_that_fails_is_a_number(watched: Watched) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'sessions'")
    told = watched.read()
    assert told['undraft_part_well{part="database"}'] == 1
    assert told['undraft_part_well{part="migrations"}'] == 0


def test_counts_of_many_threads_lose_nothing() -> None:
    """Eight at once, as a web process has."""
    requests = Requests()

    def ask() -> None:
        for _ in range(2_000):
            requests.count("r", "GET", 200, 0.25)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    text = write(requests.read())
    assert 'undraft_requests_total{route="r",method="GET",status="2xx"} 16000' in text
    assert 'undraft_request_seconds_bucket{route="r",le="0.1"} 0' in text
    assert 'undraft_request_seconds_bucket{route="r",le="0.25"} 16000' in text
    assert 'undraft_request_seconds_bucket{route="r",le="+Inf"} 16000' in text
    assert 'undraft_request_seconds_sum{route="r"} 4000' in text
