"""doctor names each part that fails, and what mends it: every part made to fail for real."""

import os
import re
import socket
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from portal.doctor import DOCTORS_CHECKS
from portal.health import Finding, look_at
from portal.quiet_log import QUIET
from portal.sealed_files import make_identity
from tests import factories as f
from tests.faults import Mailbox
from tests.history import seal_whole, write_events
from tests.processes import WorkerProcess, wait_until
from tests.rows import Rows
from tests.servers import OwnPostgres, manage, own_postgres
from transfers.actions.notices import lease_due_notices, mark_failed
from transfers.actions.ticks import take_tick
from transfers.clock import database_clock
from transfers.models import Grant, Notice
from transfers.models.notice import MAIL

SMTP = "django.core.mail.backends.smtp.EmailBackend"
AWAY = "not looked at for want of the database"


def found(part: str) -> Finding:
    """What the doctor finds of one part, after looking at the database as it always does."""
    asked = [check for check in DOCTORS_CHECKS if check.part in ("database", part)]
    return look_at(asked)[-1][1]


def nobody_listens() -> int:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        return int(unused.getsockname()[1])


# --- On a server of its own, by the command as the operator runs it ---


@pytest.fixture(scope="module")
def server() -> Iterator[OwnPostgres]:
    with own_postgres() as server:
        server.database("portal")
        assert manage({**os.environ, "DATABASE_URL": server.address("portal")}, "migrate").returncode == 0
        yield server


@pytest.fixture
def doctor(server: OwnPostgres) -> Callable[..., dict[str, str]]:
    """Ask it about an address; each part's line by the part, whether it holds in front.

    The broker is away: it would wait three seconds each time for a worker that nobody started.
    """
    away = {"REDIS_URL": f"redis://127.0.0.1:{nobody_listens()}/0"}

    def ask(url: str = "", **env: str) -> dict[str, str]:
        done = manage({**os.environ, **away, "DATABASE_URL": url or server.address("portal"), **env}, "doctor")
        assert "Traceback" not in done.stdout + done.stderr
        lines = re.findall(r"^(ok|FAIL|\?) +([^:]+): (.*)$", done.stdout, flags=re.MULTILINE)
        assert [part for _, part, _ in lines] == [check.part for check in DOCTORS_CHECKS]
        assert all(" → " in says for mark, _, says in lines if mark == "FAIL")
        return {part: f"{mark} {says}" for mark, part, says in lines}

    return ask


def test_empty_database_lacks_its_migrations(server: OwnPostgres, doctor: Callable[..., dict[str, str]]) -> None:
    said = doctor(server.database("empty"))
    assert said["database"] == "ok answers (PostgreSQL 18)"
    assert re.fullmatch(r"FAIL \d+ to apply → python manage.py prepare", said["migrations"])
    assert said["queue"] == "FAIL cannot be read (ProgrammingError) → python manage.py prepare"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda url: url.replace("undraft:", "undraft:not"), "refuses the user or the password → mend the user and"),
        (lambda url: url.replace("/portal", "/nowhere"), "has no such database → createdb -h 127.0.0.1 -p "),
        (lambda url: re.sub(r":\d+/", f":{nobody_listens()}/", url), "does not answer → start it at 127.0.0.1:"),
    ],
)
def test_address_that_leads_nowhere_is_explained_and_no_other_part_blamed(
    change: Callable[[str], str], words: str, server: OwnPostgres, doctor: Callable[..., dict[str, str]]
) -> None:
    said = doctor(change(server.address("portal")))
    assert said["database"].startswith(f"FAIL {words}")
    waiting = [check.part for check in DOCTORS_CHECKS if check.reads_database]
    assert {said[part] for part in waiting} == {f"? {AWAY}"}


def test_server_that_was_stopped_is_named_and_found_again(
    server: OwnPostgres, doctor: Callable[..., dict[str, str]]
) -> None:
    server.stop()
    try:
        assert doctor()["database"].startswith("FAIL does not answer → start it at 127.0.0.1:")
    finally:
        server.start()
    assert doctor()["database"] == "ok answers (PostgreSQL 18)"


def test_server_without_a_connection_left_is_named(
    server: OwnPostgres, doctor: Callable[..., dict[str, str]]
) -> None:
    server.run("CREATE ROLE visitor LOGIN PASSWORD 'visitor' CONNECTION LIMIT 0")
    said = doctor(re.sub("//.*@", "//visitor:visitor@", server.address("portal")))
    assert said["database"].startswith("FAIL has no connection left → raise max_connections")


def test_database_that_takes_no_writes_is_named(server: OwnPostgres, doctor: Callable[..., dict[str, str]]) -> None:
    server.run("ALTER DATABASE portal SET default_transaction_read_only = on")
    try:
        said = doctor()["room"]
    finally:
        server.run("ALTER DATABASE portal RESET default_transaction_read_only")
    assert said == "FAIL takes no writes (25006) → point DATABASE_URL at the server that does"


def test_server_whose_log_may_quote_people_is_named(
    server: OwnPostgres, doctor: Callable[..., dict[str, str]]
) -> None:
    assert doctor()["server log"] == "ok no values of rows reach it"
    server.run(
        "ALTER DATABASE portal SET log_min_messages = 'error'", "ALTER DATABASE portal SET log_statement = 'all'"
    )
    try:
        said = doctor()["server log"]
    finally:
        server.run("ALTER DATABASE portal RESET ALL")
    assert said.startswith(
        "FAIL may show people's data (log_min_messages, log_statement) → psql -c \"ALTER SYSTEM SET"
    )
    assert f"log_min_messages = '{QUIET['log_min_messages']}'" in said


# --- Part by part, on the tests' server ---


@pytest.mark.django_db
def test_broker_that_is_down_is_named_and_the_worker_not_blamed() -> None:
    with override_settings(REDIS_URL=f"redis://127.0.0.1:{nobody_listens()}/0"):
        broker = found("broker")
    assert broker.says == "does not answer (ConnectionError); mail and moves wait"
    assert "docker compose up -d valkey" in broker.mend


@pytest.mark.django_db
def test_notice_that_nobody_sends_is_told() -> None:
    Rows().row("notice")
    assert "has been due for" in found("queue").says
    assert "start a worker and a beat" in found("queue").mend


@pytest.mark.django_db
def test_message_that_needs_attention_is_told_with_the_page_that_sends_it_again() -> None:
    Rows().row("notice")
    Notice.objects.update(channel=MAIL, template="campaign.opened")
    leased = lease_due_notices(list(Notice.objects.values_list("pk", flat=True)))
    mark_failed(leased, error="SMTPDataError 554", is_permanent=True)
    assert found("messages").says == "1 need attention"
    assert found("messages").mend.endswith("/admin/transfers/notice/")


@pytest.mark.django_db
def test_beat_that_stopped_is_told_apart_from_one_that_never_ran() -> None:
    assert found("beat").says == "has never been carried out"
    at = database_clock()
    take_tick("sweep", slot=1, at=at - timedelta(minutes=3))
    assert re.fullmatch(r"was last carried out 18\d s ago", found("beat").says)
    take_tick("sweep", slot=2, at=at)
    assert found("beat").is_well


@pytest.mark.django_db(transaction=True)
def test_worker_is_well_where_one_answers(start_worker: Callable[..., WorkerProcess]) -> None:
    assert found("worker").says == "none answers"
    worker = start_worker()
    wait_until(lambda: found("worker").says == "answers", what="the worker's answer")
    worker.stop()
    assert found("worker").says == "none answers"


@pytest.mark.django_db
def test_mail_server_that_is_down_is_named(mailbox: Mailbox) -> None:
    given = {"EMAIL_BACKEND": SMTP, "EMAIL_HOST": "127.0.0.1"}
    with override_settings(**given, EMAIL_PORT=mailbox.port):
        assert found("mail").says == "the server answers"
    with override_settings(**given, EMAIL_PORT=nobody_listens()):
        assert found("mail").says == "does not go out (ConnectionRefusedError); it waits"
        assert "mend EMAIL_URL" in found("mail").mend


@pytest.mark.django_db(transaction=True)
def test_head_that_is_not_kept_any_more_is_told(tmp_path: Path) -> None:
    assert "kept nowhere" in found("heads").says
    write_events()
    seal_whole(clock=lambda: database_clock() - timedelta(days=5))
    with override_settings(AUDIT_DIR=str(tmp_path)):
        assert "let the worker write to AUDIT_DIR" in found("heads").mend
        (tmp_path / f"head-{database_clock():%Y-%m-%d}.txt").touch()
        assert found("heads").is_well


@pytest.mark.django_db
def test_installation_that_cannot_make_a_backup_is_told_how_to(tmp_path: Path) -> None:
    assert found("backups").is_well  # the demonstration needs none
    with override_settings(DEMO="", BACKUP_RECIPIENT=""):
        assert found("backups").says == "cannot be made: BACKUP_RECIPIENT names no public key"
        assert found("backups").mend == "python manage.py backup_key FILE makes one"
    with override_settings(DEMO="", BACKUP_RECIPIENT=make_identity(tmp_path / "identity")):
        assert found("backups").says.endswith("/pg_dump")


@pytest.mark.django_db
def test_static_files_of_another_version_are_told(tmp_path: Path) -> None:
    storages = {"staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}
    with override_settings(STORAGES=storages, STATIC_ROOT=str(tmp_path)):
        assert found("static files") == Finding(False, "are not collected", "python manage.py prepare")


@pytest.mark.django_db
@pytest.mark.parametrize("ended", [False, True])
def test_fewer_than_two_admins_are_told(ended: bool) -> None:
    if ended:
        f.admin(), f.admin()
        Grant.objects.update(ends_on=f.NOW.date())
    assert found("admins").says == "0 of at least 2"
    assert found("admins").mend == f"python manage.py first_admins {'--recover ' if ended else ''}A B"


@pytest.mark.django_db
def test_command_ends_with_an_error_that_counts_what_fails(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(CommandError, match=rf"^\d of {len(DOCTORS_CHECKS)} checks failed$"):
        call_command("doctor")
    assert "FAIL admins: 0 of at least 2 → python manage.py first_admins A B" in capsys.readouterr().out
