"""The sealed history: what sealing costs its writers, how far behind it runs, and how fast all of it is verified.

Eight processes insert single Events as fast as PostgreSQL commits them: into the table as it is, with a sealer every
five seconds, and into the same table as it would be without seals (no `written_in`, no index on it, no sealer).
Verifying is done by PostgreSQL, as the portal does it, and beside it by Python over the same rows sent to it.
Run: `make bench ARGS=history`.
"""

import hashlib
import multiprocessing
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime
from multiprocessing.sharedctypes import Synchronized
from multiprocessing.synchronize import Event as Flag

import psycopg
from django.db import connection

from tests.bench.scratch import scratch_database
from tests.bench.table import Figure, say
from transfers.actions.sealing import seal_events
from transfers.models import Pseudonym, Seal
from transfers.queries import seals

WRITERS = 8
SECONDS = 8.0
ROUNDS = 3
PERIOD = 5.0  # of the sealer, as in settings.py
EVENTS = 500_000
EVENTS_A_SEAL = 1_000
_COLUMNS = "verb, noun, noun_id, from_status, to_status, at, actor_id, subject_id, body"
_PLAIN = """
CREATE TABLE plain_event (LIKE transfers_event INCLUDING ALL);
ALTER TABLE plain_event DROP COLUMN written_in;
ALTER TABLE plain_event ADD FOREIGN KEY (actor_id) REFERENCES transfers_pseudonym DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE plain_event ADD FOREIGN KEY (subject_id) REFERENCES transfers_pseudonym DEFERRABLE INITIALLY DEFERRED;
CREATE TRIGGER plain_append_only BEFORE UPDATE OR DELETE ON plain_event
  FOR EACH ROW EXECUTE FUNCTION transfers_append_only();
"""
# ten Events a transaction, numbered below any that a server gives out
_PAST = f"""
INSERT INTO transfers_event ({_COLUMNS}, written_in)
SELECT 'placement.finalised', 'placement', i, 'pending', 'finalised', now() - interval '1 day', %s, %s,
       jsonb_build_object('version', 1, 'commitment', encode(sha256(i::text::bytea), 'hex')), i / 10 - {EVENTS}
FROM generate_series(1, {EVENTS}) i
"""


def _address() -> str:
    to = connection.settings_dict
    return psycopg.conninfo.make_conninfo(
        host=to["HOST"], port=to["PORT"], user=to["USER"], password=to["PASSWORD"], dbname=to["NAME"]
    )


def _insert(table: str, person: int, address: str, started: Flag, written: "Synchronized[int]") -> None:
    mark = "%s, %s, %s, %s, %s, %s, %s, %s, %s"
    statement = f"INSERT INTO {table} ({_COLUMNS}) VALUES ({mark})"
    with psycopg.connect(address, autocommit=True) as line:
        started.wait()
        until, done = time.perf_counter() + SECONDS, 0
        while time.perf_counter() < until:
            row = ("claim.accepted", "claim", done, "offered", "accepted", datetime.now(UTC), person, person)
            line.execute(statement.encode(), (*row, '{"commitment": "' + "0f" * 16 + '"}'))
            done += 1
    with written.get_lock():
        written.value += done


def _seal_on(stopped: Flag, worst: "Synchronized[float]") -> None:
    """Seal every five seconds as the beat does, and note how old the oldest unsealed Event was just before."""
    connection.connect()
    while not stopped.wait(PERIOD):
        oldest = seals.oldest_unsealed()
        if oldest is not None:
            worst.value = max(worst.value, (datetime.now(UTC) - oldest).total_seconds())
        while seal_events(clock=lambda: datetime.now(UTC)) > 0:
            pass
    connection.close()


def _rate(table: str, person: int, *, is_sealed: bool) -> tuple[float, float]:
    """Events a second of eight writers, and the sealer's worst lag."""
    forks = multiprocessing.get_context("fork")
    started, stopped = forks.Event(), forks.Event()
    written, worst = forks.Value("q", 0), forks.Value("d", 0.0)
    address = _address()
    connection.close()
    writers = [forks.Process(target=_insert, args=(table, person, address, started, written)) for _ in range(WRITERS)]
    sealer = forks.Process(target=_seal_on, args=(stopped, worst))
    for process in [*writers, *([sealer] if is_sealed else [])]:
        process.start()
    time.sleep(0.5)
    started.set()
    for writer in writers:
        writer.join()
    if is_sealed:
        time.sleep(PERIOD)
        stopped.set()
        sealer.join()
    return written.value / SECONDS, worst.value


def _measure_inserts(person: int) -> list[Figure]:
    plain, sealed, lags = [], [], []
    for _ in range(ROUNDS):
        plain.append(_rate("plain_event", person, is_sealed=False)[0])
        rate, lag = _rate("transfers_event", person, is_sealed=True)
        sealed.append(rate)
        lags.append(lag)
        say(f"      {plain[-1]:.0f} plain, {rate:.0f} with sealing, lag {lag:.1f} s")
    rates = statistics.median(sealed), statistics.median(plain)
    return [
        # durations of one Event, so that the ratio is that of the rates
        Figure(
            f"one event of {WRITERS} writers, with sealing",
            1 / rates[0],
            "the same without seals",
            1 / rates[1],
            at_least=0.6,
            is_rate=True,
        ),
        Figure("oldest event when the sealer comes", max(lags), at_most=10.0),
    ]


def _per_second(work: Callable[[], object]) -> float:
    work()
    began = time.perf_counter()
    work()
    return EVENTS / (time.perf_counter() - began)


def _verify_in_python() -> None:
    """The same bytes in the same order, hashed here instead of in PostgreSQL."""
    source = f"SELECT {seals._ROW} FROM transfers_event ORDER BY written_in, id"
    digest = hashlib.sha256()
    copy = f"COPY ({source}) TO STDOUT (FORMAT binary)".encode()
    with psycopg.connect(_address()) as line, line.cursor() as cursor, cursor.copy(copy) as rows:
        for row in rows:
            digest.update(row)


def _verify() -> None:
    proof = seals.verify_history()
    if not proof.holds or proof.events != EVENTS:
        raise RuntimeError(f"verified {proof.events} of {EVENTS} events: {proof.broken}")


def _measure_verifying(person: int) -> list[Figure]:
    with connection.cursor() as cursor:
        cursor.execute(_PAST, [person, person])
        cursor.execute("VACUUM ANALYZE transfers_event")
    most, seals.MOST = seals.MOST, EVENTS_A_SEAL
    try:
        began = time.perf_counter()
        while seal_events() > 0:
            pass
        sealing = EVENTS / (time.perf_counter() - began)
    finally:
        seals.MOST = most
    say(f"      {Seal.objects.count()} seals of {EVENTS} events, {sealing:.0f} events sealed a second")
    return [
        Figure(f"verify {EVENTS:,} events", _per_second(_verify), at_least=500_000, unit="/s"),
        Figure("the same rows sent to Python and hashed there", _per_second(_verify_in_python), unit="/s"),
    ]


def measure() -> list[Figure]:
    """Verifying first, while nothing else was written."""
    with scratch_database():
        person = Pseudonym.objects.create().pk
        figures = _measure_verifying(person)
        with connection.cursor() as cursor:
            cursor.execute(_PLAIN)
        return figures + _measure_inserts(person)
