"""The history cannot be changed unseen: whatever is done to it, verifying names the first seal that does not hold."""

import random
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import override_settings

from tests.history import seal_whole, write_events
from tests.rows import triggers_asleep
from tests.tampering import KINDS, make_history, tamper
from transfers import tasks
from transfers.delivery.audits import get_days_without_export, read_exported_head
from transfers.formats.signatures import Malformed, read_signed
from transfers.models import Event
from transfers.queries.seals import read_standing_head, verify_history

pytestmark = pytest.mark.django_db(transaction=True)

TAMPERINGS = 150  # 1,000 of them: make audit ARGS=tampering


def test_every_tampering_is_found() -> None:
    """Fails for edits when the digest leaves a column out, for a chain made anew without the exported head."""
    head = make_history()
    assert verify_history(head).holds
    draw = random.Random(7)
    missed, kinds = [], set()
    for _ in range(TAMPERINGS):
        with transaction.atomic():
            done = tamper(draw)
            kinds.add(done.split(":")[0])
            proof = verify_history(head)
            transaction.set_rollback(True)
        if proof.holds:
            missed.append(done)
    assert missed == []
    assert kinds == {kind.__name__ for kind in KINDS}
    assert verify_history(head).holds


def test_every_column_of_an_event_is_sealed() -> None:
    from transfers.queries import seals

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = 'transfers_event'"
            " AND table_schema = current_schema()"
        )
        columns = {row[0] for row in cursor.fetchall()}
    sealed = seals._ROW.partition("ROW(")[2].rstrip(")").split(", ")
    assert set(sealed) == columns


def test_first_broken_seal_is_named(tmp_path: Path) -> None:
    make_history(seals=6)
    victim = Event.objects.order_by("pk")[4]
    with triggers_asleep():
        Event.objects.filter(pk=victim.pk).update(verb="role.closed")
    with pytest.raises(CommandError, match=r"changed: seal 2 holds events that were changed"):
        call_command("verify_audit")


def test_event_that_no_seal_s_span_reaches_is_found() -> None:
    """Fails without the count of all events: the lowest of all ids lies below every span."""
    make_history(seals=3)
    with triggers_asleep(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO transfers_event"
            " (id, verb, noun, noun_id, from_status, to_status, at, body, written_in)"
            " SELECT %s, verb, noun, noun_id, '', '', at, body, written_in FROM transfers_event LIMIT 1",
            [-(2**63)],
        )
    assert verify_history().broken == "1 events stand outside every seal"


def test_cut_chain_is_found_only_against_an_exported_head(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Fails when a head that no seal meets is passed over."""
    make_history(seals=4)
    file = tmp_path / "head"
    call_command("export_audit", file)
    call_command("verify_audit", "--against", file)
    said = capsys.readouterr().out
    assert "The history holds: 18 events in 4 seals" in said
    assert "It goes on from seal 4, exported with 18 events." in said
    with triggers_asleep(), connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM transfers_event WHERE written_in >= (SELECT since FROM transfers_seal WHERE number=4)"
        )
        cursor.execute("DELETE FROM transfers_seal WHERE number = 4")
    call_command("verify_audit")
    assert "made anew would look whole too" in capsys.readouterr().out
    with pytest.raises(CommandError, match="seal 4 of the exported head is missing"):
        call_command("verify_audit", "--against", file)


def test_history_that_went_on_holds_against_an_older_head(tmp_path: Path) -> None:
    make_history(seals=3)
    file = tmp_path / "head"
    call_command("export_audit", file)
    write_events(2)
    seal_whole()
    call_command("verify_audit", "--against", file)


def test_export_without_any_seal_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Nothing is sealed yet"):
        call_command("export_audit", tmp_path / "head")
    assert not (tmp_path / "head").exists()


@pytest.mark.parametrize(
    "content",
    ["", "\0\0", "{}\nff\n", "{}\n" + "0" * 128, "[" * 5000 + "\n" + "0" * 128, "x" * 100_000, "é\n" + "f" * 128],
)
def test_file_that_is_no_head_is_refused(tmp_path: Path, content: str) -> None:
    file = tmp_path / "head"
    file.write_text(content)
    with pytest.raises(CommandError, match="is not to be trusted"):
        call_command("verify_audit", "--against", file)


def test_head_signed_by_another_key_or_changed_is_refused(tmp_path: Path) -> None:
    """Fails when the head's signature is not verified: who makes a chain anew would make its head anew too."""
    make_history(seals=2)
    file = tmp_path / "head"
    with override_settings(RECEIPT_SIGNING_KEY=b"x" * 32):
        call_command("export_audit", file)
    with pytest.raises(CommandError, match="none of the portal's keys signed this"):
        call_command("verify_audit", "--against", file)
    call_command("export_audit", file)
    file.write_text(file.read_text().replace('"seal":2', '"seal":1'))
    with pytest.raises(CommandError, match="none of the portal's keys signed this"):
        call_command("verify_audit", "--against", file)


def test_day_s_head_is_written_once_into_the_audit_folder(tmp_path: Path) -> None:
    folder = tmp_path / "audit"
    at = datetime(2041, 3, 4, 9, tzinfo=UTC)
    assert get_days_without_export(at) == []
    with override_settings(AUDIT_DIR=str(folder)):
        make_history(seals=2)
        days = get_days_without_export(at)
        assert days == [at.toordinal()]
        tasks.export_audits(days=days)  # another day than today
        assert not folder.exists()
        from transfers.clock import database_clock

        today = database_clock()
        tasks.export_audits(days=get_days_without_export(today))
        (file,) = folder.iterdir()
        assert file.name == f"head-{today:%Y-%m-%d}.txt"
        head = read_standing_head()
        assert head is not None
        assert read_signed(file.read_text()).text == head.to_json()
        assert get_days_without_export(today) == []


def test_file_that_is_no_text_is_no_head(tmp_path: Path) -> None:
    (tmp_path / "head.txt").write_bytes(b"\xff\xfe\x00\xd8")
    with pytest.raises(Malformed):
        read_exported_head(tmp_path / "head.txt")
