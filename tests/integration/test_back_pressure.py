"""No connection left, or no room on the disk: a page that says when to come back, and nothing half done."""

import http.client
import os
import re
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.backups import read_manifest
from portal.embedded.identity import choose_server_user
from portal.embedded.postgres import find_programs
from tests import factories as f
from tests.crash.operations import OPERATIONS
from tests.faults import Gate, refusal
from tests.nemesis.visitor import Visitor
from tests.pages import signed_in
from tests.processes import WebProcess, wait_until
from tests.servers import OwnPostgres, manage, own_postgres
from transfers.clock import database_clock
from transfers.models import Choice

DISK_FULL = "53100"
FORMS = [name for name, operation in OPERATIONS.items() if operation.job == "form"]
_WRITTEN = re.compile(r'\b(INSERT) INTO "?(\w+)|\b(UPDATE) "?(\w+)"? SET')
# Written by sessions and throttles beside the form's own transaction; no part of what it says.
_BESIDE = ("django_session", "usersessions_usersession", "portal_cache")


def ask(address: str, session: str, method: str = "GET", path: str = "/") -> tuple[int, str | None, str]:
    """Status, Retry-After and page of one request over real HTTP."""
    to = http.client.HTTPConnection(address, timeout=30)
    try:
        to.request(method, path, headers={"Cookie": f"{settings.SESSION_COOKIE_NAME}={session}"})
        answer = to.getresponse()
        return answer.status, answer.headers["Retry-After"], answer.read().decode()
    finally:
        to.close()


@pytest.mark.django_db(transaction=True)
def test_connections_that_a_restart_of_the_server_broke_cost_nobody_a_page(
    start_web: Callable[..., WebProcess],
) -> None:
    """Fails where the pool hands out connections unchecked: as many pages as it kept were a 503 each."""
    session = str(signed_in(f.EmployeeFactory.create()).cookies[settings.SESSION_COOKIE_NAME].value)
    web = start_web(DATABASE_POOL="1")
    assert ask(web.address, session)[0] == 200
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        assert cursor.fetchone()[0] > 0
    assert ask(web.address, session)[0] == 200


@pytest.mark.django_db(transaction=True)
def test_web_without_a_connection_left_says_when_to_come_back_and_loses_nothing(
    start_web: Callable[..., WebProcess],
) -> None:
    """Fails where the pool has no time limit: the second visitor waits as long as the first."""
    at = database_clock()
    campaign = f.campaign(deadline_at=at + 14 * f.DAY, opened_at=at - 7 * f.DAY)
    first, second = f.assignment(campaign), f.assignment(campaign)
    web = start_web(DATABASE_POOL="1")

    def session_of(assignment: Any) -> str:
        return str(signed_in(assignment.employee).cookies[settings.SESSION_COOKIE_NAME].value)

    def form_of(assignment: Any) -> tuple[Visitor, str, dict[str, str]]:
        visitor, page = Visitor(web.address, session_of(assignment)), f"/choice/{assignment.public_id}/"
        check = visitor.get(page).form("check/") or {}
        return visitor, f"{page}file/", visitor.post(f"{page}check/", check | {"option": "stay"}).form("file/") or {}

    holder, waiter, reader = form_of(first), form_of(second), session_of(second)
    answers: dict[str, int] = {}
    with Gate("transfers_choice", "INSERT").closed() as gate:
        held = threading.Thread(target=lambda: answers.update(held=holder[0].post(*holder[1:]).status))
        held.start()
        wait_until(gate.waiting, what="the filing that holds the connection")
        began = time.monotonic()
        status, retry, page = ask(web.address, reader)
        assert (status, retry) == (503, "5")
        assert "Nothing was half done" in page
        assert time.monotonic() - began < 8
        assert waiter[0].post(*waiter[1:]).status == 503
        assert Choice.objects.count() == 0
    held.join()
    assert answers == {"held": 302}
    assert waiter[0].post(*waiter[1:]).status == 302
    assert sorted(Choice.objects.values_list("assignment", flat=True)) == sorted([first.pk, second.pk])
    assert ask(web.address, reader)[0] == 200


def send(operation: str, arguments: dict[str, Any]) -> Any:
    client = Client(raise_request_exception=False)
    client.cookies[settings.SESSION_COOKIE_NAME] = arguments["session"]
    return client.post(arguments["address"], arguments["fields"])


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", FORMS)
def test_full_disk_at_any_table_a_form_writes_is_a_503_and_changes_nothing(name: str) -> None:
    """Fails where a write stands outside its action's transaction: it is there after the refusal."""
    operation = OPERATIONS[name]
    arguments, thing = operation.arrange()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert send(name, arguments).status_code == 302
    assert operation.is_done(thing)
    written = {
        (found[2] or found[4], found[1] or found[3])
        for query in queries.captured_queries
        for found in _WRITTEN.finditer(query["sql"])
        if (found[2] or found[4]) not in _BESIDE
    }
    assert ("transfers_event", "INSERT") in written
    assert len(written) >= 5

    arguments, thing = operation.arrange()
    before = read_manifest()
    for table, event in sorted(written):
        with refusal(table, event, state=DISK_FULL):
            answer = send(name, arguments)
        assert (answer.status_code, answer.headers.get("Retry-After")) == (503, "5"), (table, event)
        assert read_manifest() == before, (table, event)
    assert send(name, arguments).status_code == 302
    assert operation.is_done(thing)


@pytest.fixture
def small_disk() -> Iterator[OwnPostgres]:
    """A server with a tablespace on a disk of 24 MB; only who may mount one can have it."""
    if os.geteuid() != 0:
        pytest.skip("only root may mount a small disk")
    with own_postgres() as server:
        room: Path = server.home / "postgres" / "small"
        room.mkdir()
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", room], capture_output=True)
        if mounted.returncode != 0:
            pytest.skip("this machine lets nobody mount a small disk")
        try:
            choose_server_user(find_programs() / "postgres", server.home / "postgres").own(room)
            server.run(f"CREATE TABLESPACE small LOCATION '{room}'")
            yield server
            server.stop()
        finally:
            subprocess.run(["umount", room], check=True)


def test_disk_that_is_full_for_real_is_the_error_imitated_here_and_named_by_the_doctor(
    small_disk: OwnPostgres,
) -> None:
    small_disk.run("CREATE DATABASE tiny TABLESPACE small")
    url = small_disk.address("tiny")
    with psycopg.connect(url, autocommit=True) as filling:
        filling.execute("CREATE TABLE filler (n text)")
        with pytest.raises(psycopg.errors.DiskFull) as met:
            filling.execute("INSERT INTO filler SELECT md5(generate_series(1, 1000000)::text)")
        assert met.value.sqlstate == DISK_FULL
        rows = filling.execute("SELECT count(*) FROM filler").fetchone()
    assert rows == (0,)
    said = manage({**os.environ, "DATABASE_URL": url}, "doctor").stdout
    assert "FAIL room: its disk is full → make room there: df -h" in said
