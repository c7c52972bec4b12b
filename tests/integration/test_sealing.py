"""The sealer takes every Event once, whatever commits late, whoever seals at the same time, and wherever it dies."""

import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from typing import Any

import pytest
from celery import current_app
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.at_once import at_once
from tests.factories import NOW, clock_at
from tests.faults import Gate
from tests.history import open_transaction, seal_whole, sealed_ids, write_events
from tests.processes import PROJECT, WorkerProcess, environment_of_test, wait_until
from tests.rows import triggers_asleep
from transfers import tasks
from transfers.actions.sealing import seal_events
from transfers.models import Event, Seal
from transfers.queries.seals import oldest_unsealed, verify_history

pytestmark = pytest.mark.django_db(transaction=True)


def seal() -> int:
    return seal_events(clock=clock_at(NOW))


def whole() -> int:
    return seal_whole(clock=clock_at(NOW))


def test_seal_binds_what_was_committed_and_the_seal_before() -> None:
    write_events(3)
    assert whole() == 3
    write_events(2)
    write_events(1)
    assert whole() == 3
    first, second = Seal.objects.order_by("number")
    assert (second.number, bytes(second.previous), second.since) == (2, bytes(first.hash), first.until)
    assert first.last_id is not None
    assert (second.count, second.first_id, second.last_id) == (3, first.last_id + 1, first.last_id + 3)
    proof = verify_history()
    assert (proof.broken, proof.seals, proof.events, proof.unsealed) == ("", 2, 6, 0)


def test_nothing_new_makes_no_seal() -> None:
    assert seal() == 0
    write_events()
    assert (whole(), seal()) == (1, 0)
    assert Seal.objects.count() == 1


def test_transaction_that_is_still_open_is_not_sealed_and_later_ones_wait_for_it() -> None:
    with open_transaction() as (write, other):
        early = write()
        late = write_events(2)
        assert late[0] > early
        assert seal() == 0
        assert oldest_unsealed() == NOW
        other.commit()
    assert whole() == 3
    assert set(sealed_ids()) == {early, *late}


def test_late_commit_with_an_earlier_id_is_sealed_later_and_once() -> None:
    """Fails when the sealer goes by ids, or takes what shows without asking which transactions are still open."""
    before = write_events(2)
    with open_transaction() as (write, other):
        early = write()  # a lower id than those that commit before it
        after = write_events(2)
        assert early < after[0]
        wait_until(seal, what="the seal")
        assert set(sealed_ids()) == set(before)
        other.commit()
    whole()
    assert set(sealed_ids()) == {*before, early, *after}
    assert sum(Seal.objects.values_list("count", flat=True)) == 5
    assert verify_history().holds


def test_transaction_that_was_taken_back_leaves_no_gap_in_the_seals() -> None:
    with open_transaction() as (write, other):
        write()
        other.rollback()
    kept = write_events(1)
    assert whole() == 1
    assert set(sealed_ids()) == set(kept)


def test_id_that_was_taken_before_the_seal_and_written_after_it_is_sealed_later() -> None:
    """An id is given out before its transaction has a number: a watermark of ids would pass it by."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('transfers_event_id_seq')")
        early = cursor.fetchone()[0]
    write_events(2)
    assert whole() == 2
    Event.objects.create(pk=early, verb="role.late", noun="role", noun_id=1, at=NOW)
    assert whole() == 1
    assert sealed_ids()[early] == 2


def test_sealers_at_the_same_instant_make_one_chain() -> None:
    """Fails without the advisory lock: the unique number stops a fork, and all but one of them with an error."""
    for _ in range(10):
        write_events(3)
        taken: list[object] = [0]
        while not any(taken):  # what ends in another test's database at that very instant holds all of them up
            taken = at_once([seal] * 6)
        assert Counter(taken) == {0: 5, 3: 1}
    assert [s.number for s in Seal.objects.order_by("number")] == list(range(1, 11))
    assert verify_history().holds


def test_eight_writers_beside_two_sealers_leave_every_event_sealed_once() -> None:
    done = threading.Event()

    def write() -> None:
        for turn in range(25):
            write_events(1 + turn % 3)

    def keep_sealing() -> None:
        while not done.is_set():
            seal()

    def write_and_tell() -> None:
        outcome = at_once([write] * 8)
        done.set()
        assert outcome == [None] * 8

    assert at_once([write_and_tell, keep_sealing, keep_sealing]) == [None] * 3
    if oldest_unsealed() is not None:
        whole()
    assert set(sealed_ids()) == set(Event.objects.values_list("pk", flat=True))
    assert Seal.objects.count() > 1
    proof = verify_history()
    assert (proof.broken, proof.unsealed, proof.events) == ("", 0, Event.objects.count())


def test_sealer_that_is_killed_in_the_middle_leaves_all_to_the_next() -> None:
    ids = write_events(5)
    with Gate("transfers_seal", "INSERT", deferred=True).closed() as gate:
        sealer = subprocess.Popen(
            [sys.executable, "-c", _SEAL], cwd=PROJECT, env=environment_of_test(), start_new_session=True
        )
        wait_until(gate.waiting, what="the seal's commit")
        os.kill(sealer.pid, signal.SIGKILL)
        sealer.wait()
        gate.open()
        wait_until(lambda: not _sealers(), what="the end of its connection")
    # it died before it heard of its commit: either all of the batch is sealed, or nothing
    if oldest_unsealed() is not None:
        whole()
    assert set(sealed_ids()) == set(ids)
    assert sum(Seal.objects.values_list("count", flat=True)) == 5
    assert verify_history().holds


_SEAL = "import django; django.setup(); from transfers.actions.sealing import seal_events; seal_events()"


def _sealers() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database ="
                       " (SELECT oid FROM pg_database WHERE datname = current_database())")  # fmt: skip
        return int(cursor.fetchone()[0])


def test_open_transaction_of_another_database_holds_up_nothing() -> None:
    """Fails with the snapshot's xmin for a horizon: that counts the transactions of the whole server."""
    elsewhere = connection.copy()
    elsewhere.settings_dict = {**connection.settings_dict, "NAME": "postgres"}
    elsewhere.set_autocommit(False)
    try:
        with elsewhere.cursor() as cursor:
            cursor.execute("SELECT pg_current_xact_id()")
        write_events(2)
        assert whole() == 2
    finally:
        elsewhere.rollback()
        elsewhere.close()


def test_worker_seals_when_the_beat_asks(worker: WorkerProcess) -> None:
    """Fails without the beat's entry: nothing else asks for it."""
    entry: dict[str, Any] = settings.CELERY_BEAT_SCHEDULE["seal"]
    assert entry["schedule"] <= 10
    ids = write_events(3)
    current_app.send_task(entry["task"])
    wait_until(lambda: set(sealed_ids()) == set(ids), what="the worker's seal")


def test_large_backlog_is_sealed_in_several_seals_that_split_no_transaction(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("transfers.queries.seals.MOST", 4)
    groups = [write_events(3) for _ in range(5)]
    tasks.seal_history()
    assert [s.count for s in Seal.objects.order_by("number")] == [6, 6, 3]
    where = sealed_ids()
    assert all(len({where[pk] for pk in group}) == 1 for group in groups)
    assert verify_history().holds


def test_history_restored_into_a_server_that_counts_from_lower_is_sealed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fails when the sealer only goes upward: nothing written after the restore would ever be sealed."""
    sealed = _sealed_on_another_server(monkeypatch)
    restored = write_events(2)  # not sealed when the dump was made
    _move(restored, AHEAD)
    assert whole() == 2
    new = write_events(2)
    assert whole() == 2
    new += write_events(1)
    assert whole() == 1
    assert sealed_ids() == dict(zip([*sealed, *restored, *new], [1, 1, 1, 2, 2, 3, 3, 4], strict=True))
    proof = verify_history()
    assert (proof.broken, proof.seals, proof.events, proof.unsealed) == ("", 4, 8, 0)


def test_history_restored_with_all_of_it_sealed_gets_an_empty_seal_and_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _sealed_on_another_server(monkeypatch)
    assert seal() == 0
    write_events(2)
    assert whole() == 2
    proof = verify_history()
    assert (proof.broken, proof.seals, proof.events) == ("", 3, 5)


AHEAD = 10**9


def _move(ids: list[int], ahead: int) -> None:
    """Give Events the numbers of a server that has seen that many more transactions."""
    with triggers_asleep(), connection.cursor() as cursor:
        cursor.execute("UPDATE transfers_event SET written_in = written_in + %s WHERE id = ANY(%s)", [ahead, ids])


def _sealed_on_another_server(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Events and their seal as a dump brings them: the other server had counted much further."""
    ids = write_events(3)
    _move(ids, AHEAD // 2)
    with monkeypatch.context() as there:
        there.setattr("transfers.queries.seals._HORIZON", f"SELECT {AHEAD}::bigint")
        assert seal() == 3
    return ids


def test_age_of_the_oldest_unsealed_event_is_told() -> None:
    assert oldest_unsealed() is None
    write_events()
    assert oldest_unsealed() == NOW
    whole()
    assert oldest_unsealed() is None


def test_sealing_takes_the_same_few_statements_whatever_there_is() -> None:
    counts = []
    for size in (1, 30):
        write_events(size)
        with CaptureQueriesContext(connection) as queries:
            seal()
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 8
