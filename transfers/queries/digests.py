"""Whose digest is due, and what it counts: only what its hiring manager could read on their own pages."""

from datetime import date, datetime

from accounts.models import Employee
from transfers.calendars import get_zone
from transfers.models import Digest, Notice, NotificationPreference, Role
from transfers.models.notice import INBOX
from transfers.queries.pools import get_pool
from transfers.sight.hats import is_hiring_manager, roles_managed_by

_ANSWERS = ("claim.accepted", "claim.not_taken_up")


def get_people_owed_digests(at: datetime) -> list[int]:
    """Hiring managers whose chosen hour has come today, by their own clock, and whose digest was not made yet."""
    wanted = NotificationPreference.objects.filter(digest_hour__isnull=False, employee__is_active=True)
    return [
        row.employee_id
        for row in wanted.select_related("employee__site").order_by("employee_id")
        if get_digest_day(row, at) is not None
    ]


def get_digest_day(preference: NotificationPreference, at: datetime) -> date | None:
    """The day, by the person's own clock, whose digest is due now; None where none is."""
    person, hour = preference.employee, preference.digest_hour
    local = at.astimezone(get_zone(person.zone))
    if hour is None or local.hour < hour or not is_hiring_manager(person, at):
        return None
    if Digest.objects.filter(employee=person, on=local.date()).exists():
        return None
    return local.date()


def count_news(person: Employee, since: datetime, at: datetime) -> tuple[int, int]:
    """How many people made themselves visible to this manager since then, each once, and how many answers came."""
    roles = Role.objects.filter(pk__in=roles_managed_by(person, at)).order_by("pk")
    seen = {
        entry.person.pk
        for role in roles
        for entry in get_pool(person, role, at)
        if entry.candidacy.visibility_at is not None and entry.candidacy.visibility_at > since
    }
    answers = Notice.objects.filter(
        recipient=person, channel=INBOX, template__in=_ANSWERS, due_at__gt=since, due_at__lte=at
    )
    return len(seen), answers.count()


def get_last_digest(person: Employee) -> datetime | None:
    """Until when the digest before counted."""
    last = Digest.objects.filter(employee=person).order_by("-at").first()
    return last.at if last is not None else None
