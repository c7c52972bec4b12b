"""A backup is brought back and compared with what was backed up; a stolen one opens nothing."""

import re
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from psycopg import sql

from portal.backups import DATABASE, KEYS_TABLE, LEFT_OUT, MANIFEST, BackupFailed
from portal.embedded.postgres import find_programs
from portal.sealed_files import make_identity, read_identity, unseal_whole
from tests import factories as f
from tests.history import seal_whole
from tests.pages import signed_in
from tests.processes import environment_of_test
from tests.servers import manage
from tests.vault import Vault, options_read, rows_of
from transfers.clock import database_clock
from transfers.models import Choice, ChoiceKey, Entitlement, Receipt

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    """A private key, and an empty database beside the test's own."""
    (tmp_path / "apart").mkdir()
    env = {**environment_of_test(), "BACKUP_RECIPIENT": make_identity(tmp_path / "identity")}
    name = f"{connection.settings_dict['NAME']}_restored"
    address, _, _ = env["DATABASE_URL"].rpartition("/")
    dropped = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    with psycopg.connect(f"{address}/postgres", autocommit=True) as server:
        server.execute(dropped)
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield Vault(tmp_path, env, {**env, "DATABASE_URL": f"{address}/{name}"})
        server.execute(dropped)


@pytest.fixture
def filed() -> dict[int, str]:
    """A history with every kind of row: choices of both kinds by their key, an offer, a move, seals, a session."""
    at = database_clock() - 30 * f.DAY
    campaign = f.campaign(deadline_at=at + 60 * f.DAY, opened_at=at - f.DAY)
    placed = f.undrafted(in_campaign=campaign, at=at - f.HOUR).employee
    f.candidate(placed)
    f.placement_at("finalised", at=at, of=f.role(opened_at=at - 40 * f.DAY), person=placed)
    waits = f.undrafted(in_campaign=campaign, at=at - f.HOUR).employee
    f.candidate(waits)
    f.claim(f.role(opened_at=at - 40 * f.DAY), waits, at=at)
    stays = f.assignment(campaign, f.EmployeeFactory.create(name="Zqmark Person", email="zqmark@example.com"))
    f.file(stays, "stay", at=at)
    signed_in(stays.employee).get("/")
    seal_whole()
    assert Choice.objects.count() == ChoiceKey.objects.count() == 3
    return {choice.pk: "stay" if choice.assignment == stays else "undraft" for choice in Choice.objects.all()}


def test_restored_database_is_the_one_that_was_backed_up(vault: Vault, filed: dict[int, str]) -> None:
    """Every row, sequence, constraint, index, trigger and function; then receipts and history."""
    head = vault.home / "head"
    assert manage(vault.env, "export_audit", str(head)).returncode == 0
    done = manage(vault.env, "backup", str(vault.folder), *vault.with_keys())
    assert done.returncode == 0, done.stderr
    restored = vault.restore(*vault.with_keys())
    assert restored.returncode == 0, restored.stderr
    assert "every table is as it was" in restored.stdout
    assert "3 of 3 versions of choices can be opened" in restored.stdout

    before, after = rows_of(vault.env["DATABASE_URL"]), rows_of(vault.elsewhere["DATABASE_URL"])
    assert {table for table in before if before[table] != after[table]} == {
        table for table in LEFT_OUT if before[table]
    }
    assert before["transfers_event"]
    assert before["django_session"]
    assert not any(after[table] for table in LEFT_OUT)
    assert options_read(vault.elsewhere) == filed

    assert manage(vault.elsewhere, "verify_audit", "--against", str(head)).returncode == 0
    receipt = vault.home / "receipt"
    receipt.write_text(Receipt.objects.latest("pk").code)
    assert "Genuine" in manage(vault.elsewhere, "verify_receipt", str(receipt)).stdout
    assert manage(vault.elsewhere, "migrate", "--check").returncode == 0


def test_backup_alone_opens_no_choice_and_loses_no_priority(vault: Vault, filed: dict[int, str]) -> None:
    """Fails where the table of keys is part of the dump."""
    vault.back_up()
    restored = vault.restore()
    assert restored.returncode == 0, restored.stderr
    assert "0 of 3 versions of choices can be opened" in restored.stdout
    assert set(options_read(vault.elsewhere).values()) == {""}
    after = rows_of(vault.elsewhere["DATABASE_URL"])
    assert len(after["transfers_entitlement"]) == Entitlement.objects.count() == 2
    assert after[KEYS_TABLE] == []


def test_stolen_backup_shows_nothing_and_even_with_its_key_no_content(vault: Vault, filed: dict[int, str]) -> None:
    """Fails where a dump is written as it is: names stand in it, and who holds a priority."""
    vault.back_up(keys=True)
    files = [vault.folder / DATABASE, vault.folder / MANIFEST, vault.keys]
    assert sorted(vault.folder.iterdir()) == sorted(files[:2])
    for file in files:
        held = file.read_bytes()
        assert held.startswith(b"age-encryption.org/v1")
        assert not any(word in held for word in (b"PGDMP", b"zqmark", b"Zqmark", b"transfers_"))
        assert stat.S_IMODE(file.stat().st_mode) == 0o600

    identity = read_identity(vault.identity)
    dump = vault.home / "dump"
    dump.write_bytes(unseal_whole(vault.folder / DATABASE, identity))
    program = find_programs(("pg_restore",)) / "pg_restore"
    plain = subprocess.run([program, "--file=-", dump], capture_output=True, check=True).stdout
    assert b"zqmark@example.com" in plain
    for key in ChoiceKey.objects.all():
        assert bytes(key.key or b"").hex().encode() not in plain
    kept = unseal_whole(vault.keys, identity)
    assert all(bytes(key.key or b"").hex().encode() in kept for key in ChoiceKey.objects.all())


def test_key_of_another_does_not_open_it_and_nothing_is_brought_back(vault: Vault, filed: dict[int, str]) -> None:
    vault.back_up()
    other = vault.home / "other"
    make_identity(other)
    refused = vault.restore(identity=other)
    assert refused.returncode == 1
    assert "is damaged or was made for another key" in refused.stderr
    assert set(rows_of(vault.elsewhere["DATABASE_URL"])) == {"sequences", "shape"}


@pytest.mark.parametrize("harm", ["cut", "changed"])
def test_damaged_backup_is_refused_whole(harm: str, vault: Vault, filed: dict[int, str]) -> None:
    """Fails where pg_restore may commit what it was given before the damage."""
    vault.back_up()
    file = vault.folder / DATABASE
    held = bytearray(file.read_bytes())
    if harm == "cut":
        del held[-70_000:]
    else:
        held[-1] ^= 1
    file.write_bytes(held)
    refused = vault.restore()
    assert refused.returncode == 1
    assert "nothing was brought back" in refused.stderr
    assert set(rows_of(vault.elsewhere["DATABASE_URL"])) == {"sequences", "shape"}


def test_newer_keys_open_what_an_older_backup_holds_and_nothing_else(vault: Vault, filed: dict[int, str]) -> None:
    """Only the newest file of keys is kept: it must fit older backups, without the keys destroyed since."""
    vault.back_up()
    at = database_clock()
    late = f.assignment(f.campaign(deadline_at=at + 9 * f.DAY, opened_at=at - f.DAY))
    f.file(late, "undraft", at=at)
    ChoiceKey.objects.filter(choice_id=min(filed)).update(key=None, destroyed_at=at)
    vault.back_up(to=vault.home / "newer", keys=True)
    restored = vault.restore(*vault.with_keys())
    assert restored.returncode == 0, restored.stderr
    assert "2 of 3 versions of choices can be opened" in restored.stdout
    assert options_read(vault.elsewhere) == filed | {min(filed): ""}


def test_key_never_opens_the_choice_of_another_time_line(vault: Vault, filed: dict[int, str]) -> None:
    """Fails where keys are matched by id alone: a database that was taken back gives out the same ids again."""
    vault.back_up(keys=True)
    apart = vault.keys.read_bytes()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE transfers_choice DISABLE TRIGGER USER")
        cursor.execute("UPDATE transfers_choice SET commitment = sha256(commitment)")
        cursor.execute("ALTER TABLE transfers_choice ENABLE TRIGGER USER")
    vault.back_up(to=vault.home / "again")
    vault.keys.write_bytes(apart)
    done = manage(
        *(vault.elsewhere, "restore", str(vault.home / "again")),
        *("--identity", str(vault.identity), *vault.with_keys()),
    )
    assert "0 of 3 versions of choices can be opened" in done.stdout


def test_restore_refuses_a_database_that_holds_something(vault: Vault, filed: dict[int, str]) -> None:
    vault.back_up()
    before = rows_of(vault.env["DATABASE_URL"])
    refused = manage(vault.env, "restore", str(vault.folder), "--identity", str(vault.identity))
    assert refused.returncode == 1
    assert "is not empty; make a new one (createdb)" in refused.stderr
    assert rows_of(vault.env["DATABASE_URL"]) == before


def test_backup_that_fails_leaves_nothing_and_overwrites_nothing(vault: Vault, filed: dict[int, str]) -> None:
    fake = vault.home / "bin"
    fake.mkdir()
    program = fake / "pg_dump"
    program.write_text(
        '#!/bin/sh\n[ "$1" = --version ] && echo "pg_dump (PostgreSQL) 99" && exit 0\n'
        "echo half a dump; echo 'pg_dump: error: no more' >&2; exit 1\n"
    )
    program.chmod(0o755)
    failed = manage({**vault.env, "PG_BIN": str(fake)}, "backup", str(vault.folder), *vault.with_keys())
    assert failed.returncode == 1
    assert "No backup was made: pg_dump: error: no more" in failed.stderr
    assert sorted(path.name for path in vault.home.iterdir()) == ["apart", "bin", "identity"]
    assert list(vault.keys.parent.iterdir()) == []
    program.write_text('#!/bin/sh\necho "pg_dump (PostgreSQL) 9"\n')
    old = manage({**vault.env, "PG_BIN": str(fake)}, "backup", str(vault.folder))
    assert "is version 9, the server " in old.stderr
    vault.back_up()
    with pytest.raises(BackupFailed, match="exists; name a new folder"):
        vault.back_up()


@pytest.mark.parametrize(
    ("options", "env", "words"),
    [
        ((), {"BACKUP_RECIPIENT": ""}, "python manage.py backup_key FILE makes one"),
        ((), {"BACKUP_RECIPIENT": "age1nonsense"}, "names no public key"),
        (("--keys", "{folder}/keys"), {}, "Keep the keys elsewhere"),
    ],
)
def test_backup_that_would_be_readable_is_refused(
    options: tuple[str, ...], env: dict[str, str], words: str, vault: Vault
) -> None:
    given = [option.format(folder=vault.folder) for option in options]
    refused = manage({**vault.env, **env}, "backup", str(vault.folder), *given)
    assert refused.returncode == 1
    assert words in refused.stderr
    assert not vault.folder.exists()


def test_private_key_is_its_owners_alone_and_never_overwritten(vault: Vault) -> None:
    made = manage(vault.env, "backup_key", str(vault.home / "new"))
    assert re.fullmatch(r"BACKUP_RECIPIENT=age1[0-9a-z]{58}\n", made.stdout)
    assert stat.S_IMODE((vault.home / "new").stat().st_mode) == 0o600
    again = manage(vault.env, "backup_key", str(vault.identity))
    assert again.returncode == 1
    assert "File exists" in again.stderr
