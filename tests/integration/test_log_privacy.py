"""No log holds what people are called, typed or filed: neither the portal's nor PostgreSQL's, whatever goes wrong."""

import json
import socket
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.contrib.auth.tokens import default_token_generator

from accounts.models import Employee
from tests import factories as f
from tests.faults import Broker, Mailbox, refusal
from tests.nemesis.visitor import Visitor
from tests.pages import signed_in
from tests.processes import WebProcess, WorkerProcess, wait_until
from tests.servers import own_postgres
from transfers.clock import database_clock
from transfers.models import Choice, Notice
from transfers.models.notice import MAIL

MARK = "zqmark"
KEY = "zqmarkkey-0000000000"
# unique, check, a value that cannot be read, an unknown error, disk full, out of memory
STATES = ("23505", "23514", "22P02", "XX000", "53100", "53200")
FILING = ("transfers_choice", "transfers_choicekey", "transfers_event", "transfers_notice", "transfers_receipt")


def marked_person() -> Employee:
    """Somebody every part of whom can be found again."""
    return f.EmployeeFactory.create(
        name="Zqmark Person",
        email="zqmark@example.com",
        sign_in_name="zqmark@example.com",
        leave_email="zqmark.leave@example.com",
        hr_id="zqmark-1",
    )


def visitor(web: WebProcess, person: Employee) -> Visitor:
    session = signed_in(person).cookies[settings.SESSION_COOKIE_NAME].value
    return Visitor(web.address, session)


def say_nonsense(address: str, *lines: str) -> None:
    """Send bytes that are no request, and wait for the answer."""
    host, _, port = address.rpartition(":")
    with socket.create_connection((host, int(port)), timeout=10) as sent:
        sent.sendall("\r\n".join([*lines, "", ""]).encode())
        sent.recv(100)


def lines_of(log: Path) -> list[dict[str, object]]:
    """Every line of a log that is no part of the banner a worker begins with. No traceback stands beside them."""
    text = log.read_text()
    assert "Traceback" not in text
    return [json.loads(line) for line in text.splitlines() if line.startswith("{")]


def assert_unmarked(log: Path) -> None:
    text = log.read_text()
    found = [line for line in text.splitlines() if MARK in line.lower() or "Failing row" in line or "refused" in line]
    assert found == []


@pytest.mark.django_db(transaction=True)
def test_web_log_of_a_journey_with_every_kind_of_error_names_nobody(start_web: Callable[..., WebProcess]) -> None:
    """Fails with Django's and gunicorn's own formatters: tracebacks end with the row that PostgreSQL refused."""
    at = database_clock()
    person = marked_person()
    assignment = f.assignment(f.campaign(deadline_at=at + 14 * f.DAY, opened_at=at - 7 * f.DAY), person)
    web = start_web()
    me = visitor(web, person)
    question = f"/choice/{assignment.public_id}/"
    check = me.get(question).form("check/")
    assert check is not None
    filing = me.post(f"{question}check/", check | {"option": "undraft"}).form("file/")
    assert filing is not None
    told = []
    for table in FILING:
        for state in STATES:
            with refusal(table, state=state):
                told.append(me.post(f"{question}file/", filing).status)
    with refusal("transfers_candidacy", "INSERT OR UPDATE"):
        form = me.get("/visibility/availability/").form()
        told.append(me.post("/visibility/availability/", (form or {}) | {"note": MARK, "relocation": "none"}).status)
    assert set(told) <= {400, 500, 503}
    assert {500, 503} <= set(told)
    assert not Choice.objects.exists()
    assert me.post(f"{question}file/", filing).status == 302
    assert Choice.objects.count() == 1

    stranger = Visitor(web.address, MARK)
    key = default_token_generator.make_token(person)
    addresses = (
        f"/{MARK}/",
        f"/?q={MARK}",
        f"/roles/?q={MARK}",
        f"/offers/{MARK}/",
        f"/account/password/new/zq-{KEY}/",
    )
    for path in (*addresses, f"/account/password/new/{person.pk}-{key}/"):
        stranger.get(path)
        stranger.post(path, {"note": MARK, "login": "zqmark@example.com", "password": MARK})
    login = stranger.get("/account/sign-in/").form() or {}
    stranger.post("/account/sign-in/", login | {"login": "zqmark@example.com", "password": MARK})
    say_nonsense(web.address, f"GET /{MARK} zq HTTP/9.9")
    say_nonsense(web.address, "GET / HTTP/1.1", f"Host: {MARK}.example")
    say_nonsense(web.address, "GET / HTTP/1.1", "Host: localhost", f"{MARK} : x")
    web.stop()

    assert_unmarked(web.log)
    assert key not in web.log.read_text()
    lines = lines_of(web.log)
    said = {str(line["message"]) for line in lines}
    assert {"500 POST transfers:choice_file", "404 GET no route", "400 GET no route", "Invalid request from"} <= said
    errors = [error for line in lines for error in line.get("errors", ())]  # type: ignore[attr-defined]
    assert set(STATES) <= {error.get("sqlstate") for error in errors}


@pytest.mark.django_db(transaction=True)
def test_worker_log_of_failed_work_and_refused_mail_names_nobody(
    start_worker: Callable[..., WorkerProcess], mailbox: Mailbox
) -> None:
    """Fails where a task's error is written with its text: SMTP repeats addresses, PostgreSQL rows."""
    at = database_clock() - 40 * f.DAY
    campaign = f.campaign(deadline_at=at + 200 * f.DAY, opened_at=at - f.DAY)
    person = f.undrafted(in_campaign=campaign, employee=marked_person(), at=at - f.HOUR).employee
    f.candidate(person)
    placement = f.placement_at("pending", at=at, of=f.role(opened_at=at - 40 * f.DAY), person=person)
    broker = Broker()
    broker.start()
    mailbox.to_recipient = "550 zqmark@example.com is unknown here"
    worker = start_worker(REDIS_URL=broker.url, EMAIL_URL=mailbox.url)
    try:
        with refusal("accounts_employee", "UPDATE"):
            broker.send("finalise_placements", placement_ids=[placement.pk])
            wait_until(lambda: " failed: " in worker.log.read_text(), what="the failure's line")
        broker.send(f"no_such_task_{MARK}", note=MARK)
        broker.send("send_notices", notice_ids=MARK)
        broker.send("send_notices", notice_ids=list(Notice.objects.filter(channel=MAIL).values_list("pk", flat=True)))
        refused = Notice.objects.filter(channel=MAIL, status="needs_attention")
        wait_until(refused.exists, what="the refused mail")
    finally:
        worker.stop()
        broker.kill()

    assert_unmarked(worker.log)
    said = " ".join(str(line["message"]) for line in lines_of(worker.log))
    assert f"finalise_placement {placement.pk} failed: IntegrityError" in said
    assert "Received unregistered task" in said
    assert not refused.filter(last_error__contains=MARK).exists()


# What people's rows make PostgreSQL say, in the first line, the detail, the context or the statement.
TELLING = (
    "INSERT INTO people VALUES ('zqmark@example.com', 1)",
    "INSERT INTO people VALUES ('zqmark', -1)",
    "SELECT 'zqmark'::int",
    "SELECT 'zqmark'::uuid",
    "SELECT 'zqmark'::timestamptz",
    "DO $$ BEGIN RAISE EXCEPTION 'zqmark' USING DETAIL = 'zqmark', HINT = 'zqmark'; END $$",
    "DO $$ BEGIN RAISE WARNING 'zqmark'; END $$",
    "SET LOCAL statement_timeout = '50ms'; SELECT pg_sleep(1), 'zqmark'",
)


def test_log_of_postgresql_itself_names_nobody() -> None:
    """Then it shows that it would: the same statements with one setting after the other taken back."""

    def say(url: str) -> None:
        for statement in TELLING:
            with psycopg.connect(url) as connection:
                try:
                    connection.execute(statement)
                except psycopg.Error:
                    connection.rollback()
        with psycopg.connect(url) as connection, pytest.raises(psycopg.Error):
            connection.execute("SELECT %s::int", ["zqmark"])

    with own_postgres() as server:
        url = server.database("portal")
        table = "CREATE TABLE people (mail text PRIMARY KEY, n int CHECK (n > 0))"
        server.run(table, "INSERT INTO people VALUES ('zqmark@example.com', 1)", database="portal")
        say(url)
        assert "ready to accept connections" in server.log
        assert MARK not in server.log
        server.run("ALTER DATABASE portal SET log_min_messages = 'error'")
        say(url)
        assert 'invalid input syntax for type integer: "zqmark"' in server.log
        assert "zqmark@example.com" not in server.log
        server.run("ALTER DATABASE portal SET log_error_verbosity = 'default'")
        say(url)
        assert "DETAIL:  Key (mail)=(zqmark@example.com) already exists." in server.log
        assert "STATEMENT" not in server.log
