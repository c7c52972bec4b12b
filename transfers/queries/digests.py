"""Whose digest is due, and what it counts: only what its hiring manager could read on their own pages."""

from datetime import date, datetime

from accounts.models import Employee
from transfers.calendars import get_zone
from transfers.models import Digest, Notice, NotificationPreference, Role
from transfers.models.grant import HIRING_MANAGER
from transfers.models.notice import INBOX
from transfers.queries.pools import get_pool
from transfers.sight.hats import grants_in_force, roles_managed_by

_ANSWERS = ("claim.accepted", "claim.not_taken_up")


def get_people_owed_digests(at: datetime) -> list[int]:
    """Hiring managers whose chosen hour has come today, by their own clock, and whose digest was not made yet."""
    return [preference.employee_id for preference, _day in get_owed_digests(at)]


def get_owed_digests(at: datetime, *, of: Employee | None = None) -> list[tuple[NotificationPreference, date]]:
    """Who is owed a digest now, of all or of one person, with the day by their own clock. Two queries."""
    managers = grants_in_force(at).filter(kind=HIRING_MANAGER).values("employee_id")
    wanted = NotificationPreference.objects.filter(digest_hour__isnull=False, employee_id__in=managers)
    if of is not None:
        wanted = wanted.filter(employee=of)
    due = []
    for preference in wanted.select_related("employee__site").order_by("employee_id"):
        local = at.astimezone(get_zone(preference.employee.zone))
        if preference.digest_hour is not None and local.hour >= preference.digest_hour:
            due.append((preference, local.date()))
    people, days = {each.employee_id for each, _day in due}, {day for _each, day in due}
    made = set(Digest.objects.filter(employee_id__in=people, on__in=days).values_list("employee_id", "on"))
    return [(preference, day) for preference, day in due if (preference.employee_id, day) not in made]


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
