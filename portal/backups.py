"""Backups: a sealed copy of the database without the keys of choices, and those apart (docs/adr/0013-backups.md)."""

import io
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from psycopg.conninfo import make_conninfo

from portal import sealed_files
from portal.embedded import postgres
from portal.embedded.terminal import Trouble
from portal.sealed_files import Identity, NotOurs, Recipient

KEYS_TABLE = "transfers_choicekey"
# Their rows stay out: who is signed in, what is only remembered, and files that are kept for a day.
LEFT_OUT = ("django_session", "usersessions_usersession", "portal_cache", "transfers_uploadcontent")
DATABASE, MANIFEST = "database.age", "manifest.age"

_ONE_TABLE = (
    "SELECT count(*), coalesce(sum(('x' || left(md5(t::text), 16))::bit(64)::bigint), 0)::text FROM {table} t"
)
# A key belongs to the choice of its commitment: ids are given out again by a database that was taken back.
_READ_KEYS = (
    "COPY (SELECT k.id, k.choice_id, c.commitment, k.key, k.destroyed_at"
    " FROM transfers_choicekey k JOIN transfers_choice c ON c.id = k.choice_id ORDER BY k.id) TO STDOUT"
)
_MAKE_ROOM = (
    "CREATE TEMPORARY TABLE kept_key (id bigint, choice_id bigint, commitment bytea, key bytea,"
    " destroyed_at timestamptz) ON COMMIT DROP"
)
_BRING_KEYS_BACK = (
    "INSERT INTO transfers_choicekey (id, choice_id, key, destroyed_at) OVERRIDING SYSTEM VALUE"
    " SELECT kept.id, kept.choice_id, kept.key, kept.destroyed_at FROM kept_key kept"
    " JOIN transfers_choice c ON c.id = kept.choice_id AND c.commitment = kept.commitment"
)


class BackupFailed(Exception):
    """Nothing was kept or changed. Its text says what to do."""


@dataclass(frozen=True, slots=True)
class Restored:
    """The tables that are not as they were backed up; how many versions of choices there are, and keys for them."""

    different: list[str]
    versions: int
    keys: int


Manifest = dict[str, tuple[int, str]]


def read_manifest() -> Manifest:
    """Of every table how many rows it has, and a sum of their hashes, which no order of the rows changes."""
    tables: Manifest = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            if table not in (KEYS_TABLE, *LEFT_OUT):
                cursor.execute(_ONE_TABLE.format(table=connection.ops.quote_name(table)))
                count, digest = cursor.fetchone()
                tables[table] = (int(count), str(digest))
    return tables


# --- Making one ---


def back_up(folder: Path, *, keys: Path | None) -> int:
    """Write a backup into a new folder, and the keys of choices to a file apart: all as of one instant.

    A file of keys that stands is replaced, so that only the newest does. Returns the number of tables. Raises
    BackupFailed, OSError.
    """
    if folder.exists():
        raise BackupFailed(f"{folder} exists; name a new folder")
    recipient = find_recipient()
    program = find_program("pg_dump")
    part = folder.with_name(folder.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(mode=0o700, parents=True)
    try:
        with _snapshot() as snapshot:
            manifest = read_manifest()
            _dump(program, part / DATABASE, snapshot, recipient)
            if keys is not None:
                _keep_keys(keys, recipient)
        _keep(part / MANIFEST, json.dumps(manifest, indent=1).encode(), recipient)
        part.rename(folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return len(manifest)


def find_recipient() -> Recipient:
    """Whom backups are made for. Raises BackupFailed."""
    try:
        return sealed_files.read_recipient(settings.BACKUP_RECIPIENT)
    except NotOurs as error:
        raise BackupFailed(
            "BACKUP_RECIPIENT names no public key: python manage.py backup_key FILE makes one"
        ) from error


@contextmanager
def _snapshot() -> Iterator[str]:
    """One instant of the database for all who read it: what the block reads through Django, and pg_dump."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        cursor.execute("SELECT pg_export_snapshot()")
        yield str(cursor.fetchone()[0])


def _dump(program: Path, to: Path, snapshot: str, recipient: Recipient) -> None:
    """pg_dump's output, encrypted as it comes."""
    without = [f"--exclude-table-data=public.{table}" for table in (KEYS_TABLE, *LEFT_OUT)]
    options = ["--format=custom", "--no-owner", "--no-privileges", "--no-comments", f"--snapshot={snapshot}"]
    with sealed_files.written(to) as sealed, _running(program, [*options, *without], reads=False) as running:
        if running.stdout is None:
            raise AssertionError  # it was asked for
        sealed_files.seal(running.stdout, sealed, recipient)
        _check_ended(running)


def _keep_keys(to: Path, recipient: Recipient) -> None:
    with connection.cursor() as cursor, cursor.copy(_READ_KEYS) as rows:
        _keep(to, b"".join(rows), recipient)


def _keep(to: Path, text: bytes, recipient: Recipient) -> None:
    with sealed_files.written(to) as sealed:
        sealed_files.seal(io.BytesIO(text), sealed, recipient)


# --- Bringing one back ---


def restore(folder: Path, *, identity: Path, keys: Path | None) -> Restored:
    """Fill the empty database that DATABASE_URL names: its tables in one transaction, or not at all.

    Keys that belong to no version of it are left out. Raises BackupFailed, OSError.
    """
    try:
        key = sealed_files.read_identity(identity)
        manifest = {
            name: tuple(held) for name, held in json.loads(sealed_files.unseal_whole(folder / MANIFEST, key)).items()
        }
        kept = sealed_files.unseal_whole(keys, key) if keys is not None else b""
    except NotOurs as error:
        raise BackupFailed(str(error)) from error
    with connection.cursor() as cursor:
        if connection.introspection.table_names(cursor):
            name = connection.settings_dict["NAME"]
            raise BackupFailed(
                f"the database {name} is not empty; make a new one (createdb) and name it in DATABASE_URL"
            )
    _bring_back(find_program("pg_restore"), folder / DATABASE, key)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_MAKE_ROOM)
        with cursor.copy("COPY kept_key FROM STDIN") as rows:
            rows.write(kept)
        cursor.execute(_BRING_KEYS_BACK)
        cursor.execute("SELECT (SELECT count(*) FROM transfers_choice), (SELECT count(key) FROM transfers_choicekey)")
        versions, found = cursor.fetchone()
    now = read_manifest()
    different = sorted(name for name in {*manifest, *now} if manifest.get(name) != now.get(name))
    return Restored(different, versions, found)


def _bring_back(program: Path, file: Path, key: Identity) -> None:
    """Decrypt a dump into pg_restore. A file that breaks off kills it before it can commit."""
    options = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"]
    with _running(program, options, reads=True) as running:
        if running.stdin is None:
            raise AssertionError  # it was asked for
        try:
            sealed_files.unseal(file, running.stdin, key)
        except BrokenPipeError:
            pass  # it ended early, and says why below
        except NotOurs as error:
            running.kill()
            raise BackupFailed(f"{error}; nothing was brought back") from error
        _check_ended(running)


# --- PostgreSQL's programs ---


def find_program(name: str) -> Path:
    """Where a program is, no older than the server: an older one refuses to work with it. Raises BackupFailed."""
    try:
        program = postgres.find_programs((name,)) / name
    except Trouble as trouble:
        raise BackupFailed(str(trouble)) from trouble
    found = int(postgres.major_of(program) or 0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int / 10000")
        server = int(cursor.fetchone()[0])
    if found < server:
        raise BackupFailed(
            f"{program} is version {found}, the server {server}; name newer programs with PG_BIN=FOLDER"
        )
    return program


@contextmanager
def _running(program: Path, options: list[str], *, reads: bool) -> Iterator["subprocess.Popen[bytes]"]:
    """A program at this database. The password goes by the environment: everybody can read a command line."""
    to = connection.settings_dict
    tls = {name: value for name, value in to["OPTIONS"].items() if name.startswith("ssl")}
    address = make_conninfo("", host=to["HOST"], port=to["PORT"], user=to["USER"], dbname=to["NAME"], **tls)
    with subprocess.Popen(  # noqa: S603 - a program of PostgreSQL, no shell
        [program, *options, f"--dbname={address}"],
        stdin=subprocess.PIPE if reads else subprocess.DEVNULL,
        stdout=subprocess.DEVNULL if reads else subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={"PATH": os.defpath, "LC_ALL": "C", "PGPASSWORD": to["PASSWORD"], "PGOPTIONS": "-c statement_timeout=0"},
    ) as running:
        yield running


def _check_ended(running: "subprocess.Popen[bytes]") -> None:
    """Raise BackupFailed with what it complained of, without the detail that may quote a row."""
    _, said = running.communicate()
    if running.returncode != 0:
        lines = [line for line in said.decode(errors="replace").splitlines() if ": error: " in line]
        raise BackupFailed(lines[0] if lines else f"PostgreSQL's program ended with {running.returncode}")
