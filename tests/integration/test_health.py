"""The health pages, while all is well and while a part is not."""

import socket
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client, override_settings

from portal.health import UNSEALED, check_history
from tests import factories as f
from tests.rows import Rows
from transfers.clock import database_clock
from transfers.models import Event, Grant

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    """Asked from inside: an address for a name, and no TLS."""
    return Client(headers={"host": "10.1.2.3:8000"})


@pytest.fixture
def dead_broker() -> str:
    """An address at which nobody listens."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        return f"redis://127.0.0.1:{unused.getsockname()[1]}/0"


def test_health_is_answered_under_any_host_name_and_without_tls(client: Client) -> None:
    with override_settings(ALLOWED_HOSTS=["undraft.example.com"], SECURE_SSL_REDIRECT=True):
        answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok")
    assert answer["Cache-Control"] == "no-store"


def test_other_pages_refuse_a_forged_host_name(client: Client) -> None:
    with override_settings(ALLOWED_HOSTS=["undraft.example.com"]):
        assert client.get("/account/sign-in/").status_code == 400


def test_readiness_names_every_part(client: Client) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert set(answer.json()) == {"ready", "database", "migrations", "broker", "queue", "history"}
    assert answer.json()["ready"] is True


def test_broker_that_is_down_is_named_and_leaves_the_pages_in_service(client: Client, dead_broker: str) -> None:
    with override_settings(REDIS_URL=dead_broker):
        answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["broker"] == "failing"


def test_notice_that_nobody_sends_is_told(client: Client) -> None:
    Rows().row("notice")
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["queue"] == "failing"


def test_event_that_nobody_seals_is_told(client: Client) -> None:
    """Fails without the alarm: what is not sealed could be changed unseen for as long as nobody looks."""
    at = database_clock()
    row = {"verb": "role.open", "noun": "role", "noun_id": 1}
    Event.objects.create(**row, at=at - UNSEALED + timedelta(seconds=20))
    assert client.get("/readyz").json()["history"] == "ok"
    Event.objects.create(**row, at=at - UNSEALED - timedelta(seconds=1))
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["history"]) == (200, "failing")
    assert "is not sealed" in check_history().says


def test_migration_that_is_missing_takes_the_pages_out_of_service(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'sessions'")
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["migrations"] == "failing"


def test_doctor_names_what_fails_and_what_mends_it(dead_broker: str, capsys: pytest.CaptureFixture[str]) -> None:
    f.admin(), f.admin()
    with override_settings(REDIS_URL=dead_broker), pytest.raises(CommandError, match="of 6 checks failed"):
        call_command("doctor")
    said = capsys.readouterr().out
    assert "ok   database: answers" in said
    assert "FAIL broker: does not answer (ConnectionError); mail and moves wait → check REDIS_URL" in said


@pytest.mark.parametrize("ended", [False, True])
def test_doctor_says_when_fewer_than_two_admins_stand(ended: bool, capsys: pytest.CaptureFixture[str]) -> None:
    if ended:
        f.admin(), f.admin()
        Grant.objects.update(ends_on=f.NOW.date())
    with pytest.raises(CommandError, match="of 6 checks failed"):
        call_command("doctor")
    command = "first_admins --recover A B" if ended else "first_admins A B"
    assert f"FAIL admins: 0 of at least 2 → python manage.py {command}" in capsys.readouterr().out
