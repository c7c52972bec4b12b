"""How a person wants to be told: hours in which no mail comes, and mails they can do without."""

from datetime import datetime, time

from django.utils.translation import gettext as _

from accounts.models import Employee
from transfers import atomic, ledger
from transfers.actions.locks import lock_person
from transfers.clock import Clock, database_clock
from transfers.errors import Invalid, Stale
from transfers.models import NotificationPreference
from transfers.permissions.notification_preferences import check_can_prefer
from transfers.queries.mail_links import DIGESTS, REMINDERS
from transfers.queries.notification_preferences import may_have_digest
from transfers.sight.actor import Actor


@atomic.write
def save_preferences(
    person: Employee,
    *,
    mails_reminders: bool,
    quiet_from: time | None,
    quiet_until: time | None,
    digest_hour: int | None,
    seen_version: int,
    by: Actor,
    clock: Clock = database_clock,
) -> NotificationPreference:
    """Keep what the person said. Its Event holds nothing of it. Raises NotVisible, Stale, Invalid. Locks: person."""
    person = lock_person(person.pk)
    standing = NotificationPreference.objects.filter(employee=person).first()
    at = clock()
    check_can_prefer(by, person, at)
    if (standing.version if standing is not None else 0) != seen_version:
        raise Stale(_("You changed this elsewhere since the page was drawn. Open it again; nothing was changed."))
    if (quiet_from is None) != (quiet_until is None):
        field = "quiet_from" if quiet_from is None else "quiet_until"
        raise Invalid(_("Give both ends of the quiet hours, or neither."), field=field)
    if quiet_from is not None and quiet_from == quiet_until:
        raise Invalid(_("The quiet hours end when they begin. Give another time."), field="quiet_until")
    if digest_hour is not None and not may_have_digest(person, at):
        raise Invalid(_("A digest counts what comes for roles of yours, and you have none."), field="digest_hour")
    row = standing or NotificationPreference(employee=person, version=0)
    row.mails_reminders, row.quiet_from, row.quiet_until = mails_reminders, quiet_from, quiet_until
    row.digest_hour = digest_hour
    return _save(row, by=by, at=at)


@atomic.write
def stop_mails(person: Employee, kind: int, *, by: Actor, clock: Clock = database_clock) -> None:
    """End mails of one kind (queries/mail_links.py), asked for by the link that came in one of them.

    Asking again changes nothing. Raises NotVisible. Locks: person.
    """
    person = lock_person(person.pk)
    row = NotificationPreference.objects.filter(employee=person).first()
    at = clock()
    check_can_prefer(by, person, at)
    row = row or NotificationPreference(employee=person, version=0)
    if kind == REMINDERS and row.mails_reminders:
        row.mails_reminders = False
    elif kind == DIGESTS and row.digest_hour is not None:
        row.digest_hour = None
    else:
        return
    _save(row, by=by, at=at)


def _save(row: NotificationPreference, *, by: Actor, at: datetime) -> NotificationPreference:
    row.version += 1
    row.saved_at = at
    row.save()
    ledger.record("notification.preferred", row, by=by, at=at, subject=row.employee)
    return row
