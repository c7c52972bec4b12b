"""The health pages, while all is well and while a part is not."""

import socket
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client, override_settings

from portal.health import UNSEALED, look_at_history
from tests.rows import Rows
from transfers.clock import database_clock
from transfers.models import Event

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
    assert "is not sealed" in look_at_history().says


def test_migration_that_is_missing_takes_the_pages_out_of_service(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'sessions'")
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["migrations"] == "failing"
