"""Is it up, and is it well: the checks behind /healthz, /readyz and `manage.py doctor`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Min
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse

from portal.processes import HEALTH_PATH, READY_PATH
from transfers.clock import database_clock
from transfers.models import Grant, Notice
from transfers.permissions.grants import LEAST_ADMINS
from transfers.queries.seals import oldest_unsealed
from transfers.sight.hats import count_admins

# A sweep runs every 30 s, so a notice that is overdue by this much says that no worker is sweeping.
OVERDUE = timedelta(minutes=10)
# The sealer runs every 5 s. What is recorded and not sealed could still be changed unseen.
UNSEALED = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Finding:
    """One part and how it is. `mend` is what to do; empty where all is well. Pages work without a part that
    is not `needed`."""

    part: str
    is_well: bool
    says: str
    mend: str = ""
    needed: bool = True


def check_database() -> Finding:
    """The database answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('server_version_num')::int")
            version = cursor.fetchone()[0]
    except DatabaseError as error:
        return Finding("database", False, f"does not answer ({type(error).__name__})", "check DATABASE_URL")
    if version < 150000:
        return Finding("database", False, f"is PostgreSQL {version // 10000}", "use PostgreSQL 15 or newer")
    return Finding("database", True, f"answers (PostgreSQL {version // 10000})")


def check_migrations() -> Finding:
    """The schema is the one this version of the code was written for."""
    try:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        return Finding("migrations", False, f"cannot be read ({type(error).__name__})", "check DATABASE_URL")
    if missing:
        return Finding("migrations", False, f"{len(missing)} to apply", "python manage.py prepare")
    return Finding("migrations", True, "all applied")


def check_broker() -> Finding:
    """The broker answers. Without it the pages work; mail and moves wait."""
    try:
        client = redis.Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1)
        client.ping()
        client.close()
    except redis.RedisError as error:
        words = f"does not answer ({type(error).__name__}); mail and moves wait"
        return Finding("broker", False, words, "check REDIS_URL and start it", needed=False)
    return Finding("broker", True, "answers", needed=False)


def check_queue() -> Finding:
    """Nothing in the outbox is long overdue."""
    try:
        oldest = Notice.objects.filter(status__in=["pending", "sending"]).aggregate(at=Min("due_at"))["at"]
        late = database_clock() - oldest if oldest else timedelta(0)
    except DatabaseError as error:
        return Finding("queue", False, f"cannot be read ({type(error).__name__})", "python manage.py prepare", False)
    if late > OVERDUE:
        minutes = late // timedelta(minutes=1)
        words = f"the oldest notice has been due for {minutes} minutes"
        return Finding("queue", False, words, "start a worker and a beat, and read their logs", needed=False)
    return Finding("queue", True, "nothing overdue", needed=False)


def check_history() -> Finding:
    """What is recorded is sealed soon."""
    try:
        oldest = oldest_unsealed()
        age = database_clock() - oldest if oldest else timedelta(0)
    except DatabaseError as error:
        return Finding(
            "history", False, f"cannot be read ({type(error).__name__})", "python manage.py prepare", False
        )
    if age > UNSEALED:
        words = f"an event of {age // timedelta(seconds=1)} s ago is not sealed"
        mend = "start a worker and a beat; look for a transaction that stays open (pg_stat_activity)"
        return Finding("history", False, words, mend, needed=False)
    return Finding("history", True, "sealed", needed=False)


def check_admins() -> Finding:
    """Two admins stand: with fewer nobody can be given a right, since one proposes and another confirms."""
    try:
        standing = count_admins(database_clock())
        is_new = standing == 0 and not Grant.objects.exists()
    except DatabaseError as error:
        return Finding(
            "admins", False, f"cannot be counted ({type(error).__name__})", "python manage.py prepare", False
        )
    if standing < LEAST_ADMINS:
        command = "python manage.py first_admins " + ("A B" if is_new else "--recover A B")
        return Finding("admins", False, f"{standing} of at least {LEAST_ADMINS}", command, needed=False)
    return Finding("admins", True, f"{standing} people", needed=False)


# what the health pages name; who may act is asked by the operator alone
CHECKS: tuple[Callable[[], Finding], ...] = (
    check_database,
    check_migrations,
    check_broker,
    check_queue,
    check_history,
)
DOCTORS_CHECKS = (*CHECKS, check_admins)


class HealthMiddleware:
    """Answers the two health pages before anything else looks at the request.

    They are asked from inside, by an address and without TLS, where the host check and the redirect to https
    would refuse them. They name parts, never reasons.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path == HEALTH_PATH:
            return _unkept(HttpResponse("ok", content_type="text/plain"))
        if request.path == READY_PATH:
            findings = [check() for check in CHECKS]
            ready = all(finding.is_well for finding in findings if finding.needed)
            parts = {finding.part: "ok" if finding.is_well else "failing" for finding in findings}
            return _unkept(JsonResponse({"ready": ready, **parts}, status=200 if ready else 503))
        return self.get_response(request)


def _unkept(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response
