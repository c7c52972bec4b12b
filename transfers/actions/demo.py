"""The demo's own marks: that this database is one, its cast's passwords, and how far its clock was moved."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.db import connection
from django.utils.translation import gettext as _

from accounts.models import Employee
from transfers import atomic, ledger
from transfers.clock import Clock, database_clock
from transfers.errors import Invalid, NotAllowed
from transfers.models import DemoMarker, Pulse

FURTHEST = timedelta(days=3_650)


@atomic.write
def begin_demo(size: str) -> None:
    """Mark an empty database as a demo. Raises NotAllowed where people stand already."""
    if DemoMarker.objects.exists() or Employee.objects.exists():
        raise NotAllowed(_("This database holds people already. The demo is loaded into an empty one only."))
    DemoMarker.objects.create(pk=1, size=size)


@atomic.write
def end_demo(*, clock: Clock = database_clock) -> None:
    """Write down that everything was loaded."""
    DemoMarker.objects.filter(pk=1).update(loaded_at=clock())


@atomic.write
def give_cast_passwords(sign_in_names: Iterable[str], password: str) -> int:
    """Let the cast sign in with one known password, in a demo database only. Returns how many can."""
    if not DemoMarker.objects.exists():
        raise NotAllowed(_("Only a demo database has passwords that everybody knows."))
    cast = Employee.objects.filter(sign_in_name__in=list(sign_in_names))
    return cast.update(password=make_password(password))


@atomic.write
def forward_demo_clock(by: timedelta) -> datetime:
    """Move the demo's clock forward and return what it reads then. It never runs backward.

    Raises NotAllowed outside a demo database, Invalid for no step, a step back or one of more than ten years.
    """
    marker = DemoMarker.objects.select_for_update().first()
    if marker is None:
        raise NotAllowed(_("This is no demo database, so its clock is the real one."))
    if not timedelta(0) < by <= FURTHEST:
        raise Invalid(_("The demo’s clock moves forward, by ten years at most."))
    marker.clock_shift += by
    # time that was skipped is no time in which nobody answered
    Pulse.objects.all().delete()
    marker.save(update_fields=["clock_shift"])
    return database_clock()


@atomic.write
def refresh_statistics() -> None:
    """Let the planner know what was just loaded: autovacuum sees nothing of a transaction that is still open."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


@contextmanager
def telling_inboxes_only() -> Iterator[None]:
    """While the demo's past is loaded its messages stand in inboxes and are mailed to nobody."""
    with ledger.inbox_only():
        yield
