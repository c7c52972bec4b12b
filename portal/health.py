"""Is it up, and is it well: the checks behind /healthz and /readyz. `manage.py doctor` asks these and more."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

import redis
from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse

from portal.processes import HEALTH_PATH, READY_PATH
from transfers.clock import database_clock
from transfers.queries.due import get_oldest_mail
from transfers.queries.seals import oldest_unsealed

# A sweep runs every 30 s, so a notice that is overdue by this much says that no worker is sweeping.
OVERDUE = timedelta(minutes=10)
# The sealer runs every 5 s. What is recorded and not sealed could still be changed unseen.
UNSEALED = timedelta(seconds=60)
OLDEST_POSTGRES = 15

# What PostgreSQL says where it lets nobody in, what that means, and what mends it.
_REFUSALS = (
    (
        ("too many clients", "too many connections", "remaining connection slots"),
        "has no connection left",
        "raise max_connections there, or lower DATABASE_POOL or the number of processes",
    ),
    (("password",), "refuses the user or the password", "mend the user and the password in DATABASE_URL"),
    (('role "',), "does not know the user", "mend the user in DATABASE_URL, or: createuser {at} {user}"),
    (('database "',), "has no such database", "createdb {at} -U {user} {name}; python manage.py prepare"),
    (("starting up", "shutting down", "recovery mode"), "is starting or stopping", "wait, then read its log"),
    (("timeout", "timed out"), "does not answer in time", "look at the network and the load of {host}:{port}"),
)
_NOBODY_THERE = (
    "does not answer",
    "start it at {host}:{port} (make run, or docker compose up -d postgres), or mend DATABASE_URL",
)


@dataclass(frozen=True, slots=True)
class Finding:
    """How one part is. `mend` is what to do; empty where all is well, or where another part must be mended first."""

    is_well: bool
    says: str
    mend: str = ""

    @property
    def is_looked_at(self) -> bool:
        return self.is_well or bool(self.mend)


@dataclass(frozen=True, slots=True)
class Check:
    """One part and what looks at it. Pages work without a part that is not `needed`."""

    part: str
    look: Callable[[], Finding]
    needed: bool = False
    reads_database: bool = True


def look_at_database() -> Finding:
    """The database answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('server_version_num')::int / 10000")
            version = int(cursor.fetchone()[0])
    except (DatabaseError, InterfaceError) as error:
        return _refused(str(error))
    if version < OLDEST_POSTGRES:
        return Finding(False, f"is PostgreSQL {version}", f"use PostgreSQL {OLDEST_POSTGRES} or newer")
    return Finding(True, f"answers (PostgreSQL {version})")


def _refused(words: str) -> Finding:
    """What the driver's words mean. They are not repeated: they name the user and the address."""
    to = {name.lower(): connection.settings_dict[name] for name in ("HOST", "PORT", "USER", "NAME")}
    to["at"] = f"-h {to['host']} -p {to['port']}"
    for signs, says, mend in _REFUSALS:
        if any(sign in words for sign in signs):
            return Finding(False, says, mend.format(**to))
    says, mend = _NOBODY_THERE
    return Finding(False, says, mend.format(**to))


def look_at_migrations() -> Finding:
    """The schema is the one this version of the code was written for."""
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        return Finding(False, f"{len(missing)} to apply", "python manage.py prepare")
    return Finding(True, "all applied")


def look_at_broker() -> Finding:
    """The broker answers. Without it the pages work; mail and moves wait."""
    try:
        with redis.Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1) as client:
            client.ping()
    except redis.RedisError as error:
        words = f"does not answer ({type(error).__name__}); mail and moves wait"
        return Finding(False, words, "start it (make run, or docker compose up -d valkey), or mend REDIS_URL")
    return Finding(True, "answers")


def look_at_queue() -> Finding:
    """Nothing in the outbox is long overdue."""
    oldest = get_oldest_mail()
    late = database_clock() - oldest if oldest else timedelta(0)
    if late > OVERDUE:
        words = f"the oldest notice has been due for {late // timedelta(minutes=1)} minutes"
        return Finding(False, words, "start a worker and a beat, and read their logs")
    return Finding(True, "nothing overdue")


def look_at_history() -> Finding:
    """What is recorded is sealed soon."""
    oldest = oldest_unsealed()
    age = database_clock() - oldest if oldest else timedelta(0)
    if age > UNSEALED:
        words = f"an event of {age // timedelta(seconds=1)} s ago is not sealed"
        return Finding(
            False, words, "start a worker and a beat; look for a transaction that stays open (pg_stat_activity)"
        )
    return Finding(True, "sealed")


CHECKS = (
    Check("database", look_at_database, needed=True, reads_database=False),
    Check("migrations", look_at_migrations, needed=True),
    Check("broker", look_at_broker, reads_database=False),
    Check("queue", look_at_queue),
    Check("history", look_at_history),
)


def look_at(checks: Sequence[Check]) -> list[tuple[Check, Finding]]:
    """Every part in order. Where the database, the first one, fails, nobody waits for it again."""
    found: list[tuple[Check, Finding]] = []
    for check in checks:
        if check.reads_database and not found[0][1].is_well:
            found.append((check, Finding(False, "not looked at for want of the database")))
        else:
            found.append((check, _look(check)))
    return found


def _look(check: Check) -> Finding:
    try:
        return check.look()
    except (OperationalError, InterfaceError) as error:
        return Finding(
            False, f"the database did not answer it ({type(error).__name__})", "read the database's log; ask again"
        )
    except DatabaseError as error:
        return Finding(False, f"cannot be read ({type(error).__name__})", "python manage.py prepare")


class HealthMiddleware:
    """Answers the two health pages before anything else looks at the request.

    They are asked from inside, by an address and without TLS, where the host check and the redirect to https
    would refuse them. They name parts, never reasons.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path == HEALTH_PATH:
            return unkept(HttpResponse("ok", content_type="text/plain"))
        if request.path == READY_PATH:
            found = look_at(CHECKS)
            ready = all(finding.is_well for check, finding in found if check.needed)
            parts = {check.part: "ok" if finding.is_well else "failing" for check, finding in found}
            return unkept(JsonResponse({"ready": ready, **parts}, status=200 if ready else 503))
        return self.get_response(request)


def unkept(response: HttpResponse) -> HttpResponse:
    """The answer, for nobody on the way to keep."""
    response["Cache-Control"] = "no-store"
    return response
