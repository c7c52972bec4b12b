"""What can go wrong outside a worker, on demand: a broker, a mail server, and a gate that stops a statement.

Nothing in the product knows of them. The gate is a trigger that only a test's database holds: it stops a worker
exactly where a test wants it to die.
"""

import asyncio
import json
import signal
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message
from typing import Any

import redis
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from celery import Celery
from django.conf import settings
from django.db import connection

from portal.embedded import ports, valkey
from tests.processes import wait_until


class Broker:
    """A Valkey of the test's own, so that it may be frozen, flushed and shot."""

    def __init__(self) -> None:
        self.port = ports.any_free()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._client = redis.Redis(port=self.port, socket_timeout=2)
        self._running: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        options = ("--bind", "127.0.0.1", "--port", str(self.port), "--save", "", "--appendonly", "no")
        self._running = subprocess.Popen([str(valkey.find_program()), *options, "--logfile", "/dev/null"])
        wait_until(self._answers, what="the broker's start")

    def _answers(self) -> bool:
        try:
            return bool(self._client.ping())
        except redis.ConnectionError:
            return False

    def _signal(self, number: signal.Signals) -> None:
        assert self._running is not None
        self._running.send_signal(number)

    def freeze(self) -> None:
        """It keeps its connections and answers nothing."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._signal(signal.SIGCONT)

    def flush(self) -> None:
        """Everything it held is lost: the queue, and what workers had taken and not ended."""
        self._client.flushall()

    def kill(self) -> None:
        if self._running is not None:
            self._signal(signal.SIGKILL)
            self._running.wait()
            self._running = None

    def waiting(self) -> int:
        """Messages that no worker has taken."""
        return int(self._client.llen(self._queue))

    @property
    def _queue(self) -> str:
        return str(settings.CELERY_BROKER_TRANSPORT_OPTIONS["global_keyprefix"]) + "celery"

    def look(self) -> Any:
        """The newest message that no worker has taken."""
        newest = self._client.lindex(self._queue, 0)
        return json.loads(newest or "null")

    def send(self, task: str, **arguments: object) -> None:
        """Put one message into the queue, as a beat or a page does."""
        with Celery("sender", set_as_current=False) as sender:
            sender.config_from_object(settings, namespace="CELERY")
            sender.conf.update(broker_url=self.url)
            sender.send_task(f"transfers.tasks.{task}", kwargs=arguments)


class Mailbox:
    """A mail server that keeps what it accepted, and can be made slow or rude."""

    def __init__(self) -> None:
        self.port = ports.any_free()
        self.url = f"smtp://127.0.0.1:{self.port}"
        self.mails: list[Message] = []
        self.to_recipient = "250 known"
        self.to_mail = "250 taken"
        self.gate = threading.Event()  # while it is not set, a recipient is neither taken nor refused
        self.gate.set()
        self.at_gate = threading.Event()
        self.leave_after: int | None = None  # after so many mails it says 421 and hangs up
        self._controller: Controller | None = None

    def start(self) -> None:
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    def stop(self) -> None:
        self.gate.set()
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.leave_after is not None and len(self.mails) >= self.leave_after:
            return "421 closing"
        self.at_gate.set()
        while not self.gate.is_set():
            await asyncio.sleep(0.02)  # a client that dies here takes this coroutine with it
        if self.to_recipient.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.to_recipient

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.to_mail.startswith("250"):
            self.mails.append(message_from_bytes(envelope.original_content or b""))
        return self.to_mail

    def message_ids(self) -> list[str]:
        return sorted(str(mail["Message-ID"]) for mail in self.mails)


class Gate:
    """Stops statements of one kind on one table, before they act or (`deferred`) as their transaction commits."""

    def __init__(self, table: str, event: str, condition: str = "true", *, deferred: bool = False) -> None:
        self._table = table
        self._create = (
            f"CREATE CONSTRAINT TRIGGER zz_gate AFTER {event} ON {table} DEFERRABLE INITIALLY DEFERRED"
            if deferred
            else f"CREATE TRIGGER zz_gate BEFORE {event} ON {table}"
        ) + f" FOR EACH ROW WHEN ({condition}) EXECUTE FUNCTION gate_wait()"

    @contextmanager
    def closed(self) -> Iterator["Gate"]:
        """Close it; whoever comes waits until `open`, or the end of the block."""
        self._run(
            "CREATE TABLE gate (is_closed boolean NOT NULL); INSERT INTO gate VALUES (true);"
            "CREATE FUNCTION gate_wait() RETURNS trigger LANGUAGE plpgsql AS $wait$ BEGIN"
            "  WHILE (SELECT is_closed FROM gate) LOOP PERFORM pg_sleep(0.02); END LOOP;"
            "  RETURN NEW; END $wait$;" + self._create
        )
        try:
            yield self
        finally:
            self.open()
            self._run(f"DROP TRIGGER zz_gate ON {self._table}; DROP FUNCTION gate_wait(); DROP TABLE gate")

    def open(self) -> None:
        """Let everybody through, and wait until they are."""
        self._run("UPDATE gate SET is_closed = false")
        wait_until(lambda: not self.waiting(), what="the last statement at the gate to leave it")

    def waiting(self) -> int:
        """How many statements stand at the gate."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'"
            )
            return int(cursor.fetchone()[0])

    def _run(self, sql: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql)


@contextmanager
def refusal(table: str, event: str = "INSERT", *, state: str = "23505") -> Iterator[None]:
    """PostgreSQL refuses each such row and quotes all of it, as where a constraint, a type or the disk says no."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE OR REPLACE FUNCTION refuse_row() RETURNS trigger LANGUAGE plpgsql AS $refuse$ BEGIN"
            " RAISE EXCEPTION 'refused %', NEW::text USING ERRCODE = TG_ARGV[0],"
            " DETAIL = 'Failing row contains ' || NEW::text; END $refuse$",
        )
        cursor.execute(
            f"CREATE TRIGGER zz_refuse BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_row('{state}')"
        )
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TRIGGER zz_refuse ON {table}; DROP FUNCTION refuse_row")
