"""What the operator alone asks, beside the health pages' checks: who works, what is written where, who may act."""

import smtplib
from datetime import UTC, timedelta
from functools import partial
from pathlib import Path

from celery import current_app
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.mail import get_connection
from django.db import OperationalError, connection, transaction
from kombu.exceptions import OperationalError as BrokerError

from portal.backups import BackupFailed, find_program, find_recipient
from portal.health import CHECKS, Check, Finding
from portal.quiet_log import AS_QUIET, QUIET
from transfers.clock import database_clock
from transfers.models import Grant, Seal
from transfers.models.notice import MAIL
from transfers.permissions.grants import LEAST_ADMINS
from transfers.queries.due import get_last_sweep
from transfers.queries.waiting import get_countable_notices
from transfers.sight.hats import count_admins
from transfers.states import NoticeStatus

# The beat ticks every 30 s; one may be late behind a slow broker.
LATE_TICK = timedelta(seconds=120)
# Heads are kept once a day; a day without a seal writes none.
OLD_HEAD = timedelta(days=2)
_DISK_FULL = "53100"


def look_at_room() -> Finding:
    """The database takes writes: it is no stand-by and has room for a table of a megabyte, which goes at once."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "CREATE TEMPORARY TABLE room ON COMMIT DROP AS"
                " SELECT md5(n::text) AS filled FROM generate_series(1, 20000) n"
            )
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") == _DISK_FULL:
            return Finding(False, "its disk is full", "make room there: df -h; nothing is half done meanwhile")
        raise
    except Exception as error:
        state = getattr(error.__cause__, "sqlstate", "")
        return Finding(False, f"takes no writes ({state})", "point DATABASE_URL at the server that does")
    return Finding(True, "takes writes")


def look_at_server_log() -> Finding:
    """The server's log is one that no value of a row can reach."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", [list(QUIET)])
        standing = dict(cursor.fetchall())
    telling = [name for name in QUIET if standing[name] not in (QUIET[name], *AS_QUIET.get(name, ()))]
    if telling:
        changes = " ".join(f"-c \"ALTER SYSTEM SET {name} = '{QUIET[name]}'\"" for name in telling)
        return Finding(
            False, f"may show people's data ({', '.join(telling)})", f"psql {changes} -c 'SELECT pg_reload_conf()'"
        )
    return Finding(True, "no values of rows reach it")


def look_at_worker() -> Finding:
    """A worker answers."""
    try:
        with current_app.connection_for_write(connect_timeout=1) as broker:
            answers = current_app.control.broadcast("ping", reply=True, timeout=3, limit=1, connection=broker)
    except (BrokerError, OSError):
        return Finding(False, "not asked for want of the broker")
    if not answers:
        return Finding(
            False, "none answers", "make run, docker compose up -d worker, or: python -m celery -A portal worker"
        )
    return Finding(True, "answers")


def look_at_beat() -> Finding:
    """The clockwork turned lately. It does so only with beat, broker and worker together."""
    newest = get_last_sweep()
    mend = "make run, docker compose up -d beat, or: python -m celery -A portal beat"
    if newest is None:
        return Finding(False, "has never been carried out", f"wait half a minute after the first start; then {mend}")
    late = database_clock() - newest
    if late > LATE_TICK:
        return Finding(False, f"was last carried out {late // timedelta(seconds=1)} s ago", mend)
    return Finding(True, "ticks")


def look_at_mail() -> Finding:
    """The mail server takes our name and password."""
    if not settings.EMAIL_BACKEND.endswith(".smtp.EmailBackend"):
        return Finding(True, f"is written to {settings.EMAIL_FILE_PATH}")
    server = get_connection(timeout=5)
    try:
        server.open()
        server.close()
    except (OSError, smtplib.SMTPException) as error:
        words = f"does not go out ({type(error).__name__}); it waits"
        return Finding(
            False, words, f"start the server at {settings.EMAIL_HOST}:{settings.EMAIL_PORT}, or mend EMAIL_URL"
        )
    return Finding(True, "the server answers")


def look_at_messages() -> Finding:
    """No message has used up its attempts. Those about one person are counted once their day is over."""
    stuck = get_countable_notices(database_clock()).filter(channel=MAIL, status=NoticeStatus.NEEDS_ATTENTION).count()
    if stuck:
        where = f"{settings.PORTAL_URL}/admin/transfers/notice/"
        return Finding(False, f"{stuck} need attention", f"mend the mail server, then send them again: {where}")
    return Finding(True, "none needs attention")


def look_at_heads() -> Finding:
    """The head of the history is kept outside the database, lately."""
    if not settings.AUDIT_DIR:
        return Finding(True, "kept nowhere (AUDIT_DIR is empty)")
    at = database_clock()
    oldest = Seal.objects.order_by("number").values_list("sealed_at", flat=True).first()
    days = [(at.astimezone(UTC) - timedelta(days=back)).strftime("%Y-%m-%d") for back in range(OLD_HEAD.days + 1)]
    kept = any((Path(settings.AUDIT_DIR) / f"head-{day}.txt").exists() for day in days)
    if oldest is not None and at - oldest > OLD_HEAD and not kept:
        mend = f"let the worker write to AUDIT_DIR ({settings.AUDIT_DIR})"
        return Finding(False, f"none of the last {OLD_HEAD.days} days is kept", mend)
    return Finding(True, f"kept in {settings.AUDIT_DIR}")


def look_at_backups() -> Finding:
    """Backups can be made: to whom, and with what."""
    if settings.DEMO and not settings.BACKUP_RECIPIENT:
        return Finding(True, "none of the demonstration")
    try:
        find_recipient()
        return Finding(True, f"can be made with {find_program('pg_dump')}")
    except BackupFailed as error:
        what, _, mend = str(error).partition(": ")
        return Finding(False, f"cannot be made: {what}", mend or "python manage.py backup_key FILE")


def look_at_static_files() -> Finding:
    """The static files of this version are collected."""
    try:
        staticfiles_storage.url("portal/pages.css")
    except ValueError:
        return Finding(False, "are not collected", "python manage.py prepare")
    return Finding(True, "collected")


def look_at_admins() -> Finding:
    """Two admins stand: with fewer nobody can be given a right, since one proposes and another confirms."""
    standing = count_admins(database_clock())
    if standing < LEAST_ADMINS:
        is_new = standing == 0 and not Grant.objects.exists()
        command = "python manage.py first_admins " + ("A B" if is_new else "--recover A B")
        return Finding(False, f"{standing} of at least {LEAST_ADMINS}", command)
    return Finding(True, f"{standing} people")


_own = partial(Check, reads_database=False)
DOCTORS_CHECKS = (
    *CHECKS,
    Check("room", look_at_room),
    Check("server log", look_at_server_log),
    _own("worker", look_at_worker),
    Check("beat", look_at_beat),
    _own("mail", look_at_mail),
    Check("messages", look_at_messages),
    Check("heads", look_at_heads),
    Check("backups", look_at_backups),
    _own("static files", look_at_static_files),
    Check("admins", look_at_admins),
)
