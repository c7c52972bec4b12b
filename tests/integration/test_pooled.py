"""A pool of connections after its server went away: who asks next gets one."""

import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import psycopg
import pytest
from django.db import connections
from pytest_django import DjangoDbBlocker

from portal.databases import postgres
from portal.pooled.base import DatabaseWrapper
from tests.processes import wait_until
from tests.servers import OwnPostgres, own_postgres

pytestmark = pytest.mark.processes
SIZE = 8
# A server is away longer than the pool's first pauses: 1, 2 and 4 seconds.
AWAY = 8.0


@pytest.fixture(scope="module")
def server() -> Iterator[OwnPostgres]:
    with own_postgres() as own:
        yield own


@pytest.fixture
def pooled(server: OwnPostgres, django_db_blocker: DjangoDbBlocker) -> Iterator[DatabaseWrapper]:
    """This thread's connection to the server, from a pool that is full."""
    settings = postgres(urlsplit(server.address("postgres")), pool=SIZE, statement_timeout=30)
    settings["OPTIONS"]["pool"]["min_size"] = SIZE
    connections.databases["pooled"] = connections["default"].settings_dict | settings
    wrapper = connections["pooled"]
    assert isinstance(wrapper, DatabaseWrapper)
    wrapper.pool.open(wait=True, timeout=10)
    with django_db_blocker.unblock():
        yield wrapper
        wrapper.close()
    wrapper.close_pool()
    del connections["pooled"], connections.databases["pooled"]


def seconds_to_ask(pooled: DatabaseWrapper) -> float:
    """As a page does: a connection, a statement, and the connection back."""
    began = time.perf_counter()
    with pooled.cursor() as cursor:
        cursor.execute("SELECT 1")
    pooled.close()
    return time.perf_counter() - began


def test_pool_full_of_broken_connections_costs_nobody_a_page(server: OwnPostgres, pooled: DatabaseWrapper) -> None:
    """Fails with the pool's own look at them: it pauses after each, and after five the page's time is over."""
    with psycopg.connect(server.address("postgres"), autocommit=True) as other:
        ended = other.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'undraft'"
        ).fetchone()
    assert ended == (SIZE,)
    assert seconds_to_ask(pooled) < 2


def test_pool_is_well_soon_after_its_server_is(server: OwnPostgres, pooled: DatabaseWrapper) -> None:
    """Fails without `reconnect_timeout`: the pool pauses for as long again as the server was away."""
    server.stop()
    began = time.monotonic()
    with pytest.raises(Exception, match="get a connection"):
        seconds_to_ask(pooled)
    wait_until(lambda: time.monotonic() - began > AWAY, within=AWAY, what="a while")
    server.start()
    assert seconds_to_ask(pooled) < 4
