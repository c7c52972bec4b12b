"""How people want to be told, for tests: what they said, and what is owed to them."""

from datetime import UTC, datetime, time
from typing import Any

from accounts.models import Employee
from tests import factories as f
from tests.factories import DAY, clock_at
from tests.pages import THEN
from transfers import ledger
from transfers.actions.notification_preferences import save_preferences
from transfers.models import Claim, Notice, NotificationPreference
from transfers.models.notice import MAIL
from transfers.queries.notification_preferences import get_preferences
from transfers.sight.actor import PORTAL

NIGHT, MORNING = time(22), time(7)
# a Monday in Berlin, where people of the tests work: 23:00 there
LATE = datetime(2041, 3, 4, 22, tzinfo=UTC)
WAKES = datetime(2041, 3, 5, 6, tzinfo=UTC)


def prefer(person: Employee, *, at: datetime = THEN - DAY, **said: Any) -> NotificationPreference:
    standing = get_preferences(person)
    kept: dict[str, Any] = {
        name: getattr(standing, name) for name in ("mails_reminders", "quiet_from", "quiet_until", "digest_hour")
    }
    return save_preferences(person, **(kept | said), seen_version=standing.version, by=person, clock=clock_at(at))


def quiet(person: Employee) -> Employee:
    prefer(person, quiet_from=NIGHT, quiet_until=MORNING)
    return person


def owed(person: Employee, template: str, at: datetime, **refs: str) -> Notice:
    event = ledger.record("role.changed", person, by=PORTAL, at=at)
    ledger.owe(event, person, template, at=at, refs=refs)
    return Notice.objects.get(recipient=person, channel=MAIL, event=event)


def offered(at: datetime) -> Claim:
    """An offer to somebody who undrafted the day before."""
    of = f.assignment(f.campaign(deadline_at=at + 14 * DAY, opened_at=at - 7 * DAY))
    f.file(of, "undraft", at=at - DAY)
    f.candidate(of.employee)
    return f.claim(f.role(), of.employee, at=at)


def manager(hour: int | None = 9) -> Employee:
    role = f.role()
    person = f.manager_of(role)
    prefer(person, digest_hour=hour, at=THEN - 10 * DAY)
    return person
