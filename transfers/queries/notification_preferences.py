"""How people want to be told, and which mails wait for the end of their quiet hours."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from accounts.models import Employee
from transfers.calendars import end_of_quiet
from transfers.models import Assignment, Claim, Notice, NotificationPreference, Placement
from transfers.queries.deadlines import get_deadline
from transfers.sight.hats import is_hiring_manager
from transfers.states import AssignmentStatus

# what ends sooner than this is told in quiet hours too
URGENT = timedelta(hours=24)
# the mails that guard how somebody signs in: who waits for one sits before the page
_AT_ONCE = frozenset(
    {
        *("employee.sign_in_link", "employee.sign_in_changed", "employee.second_factors_removed"),
        *("profile.sign_in_reset", "profile.address_changed"),
    }
)


@dataclass(frozen=True, slots=True)
class Preferences:
    """What stands, or what holds for who has said nothing (version 0)."""

    mails_reminders: bool = True
    quiet_from: time | None = None
    quiet_until: time | None = None
    digest_hour: int | None = None
    version: int = 0


def get_preferences(viewer: Employee) -> Preferences:
    """The viewer's own."""
    row = NotificationPreference.objects.filter(employee=viewer).first()
    if row is None:
        return Preferences()
    return Preferences(row.mails_reminders, row.quiet_from, row.quiet_until, row.digest_hour, row.version)


def may_have_digest(viewer: Employee, at: datetime) -> bool:
    """Whether there is something a digest could count: for hiring managers."""
    return is_hiring_manager(viewer, at)


def get_without_reminders(employee_ids: Collection[int]) -> set[int]:
    """Those of them who want no reminders by mail."""
    off = NotificationPreference.objects.filter(employee_id__in=employee_ids, mails_reminders=False)
    return set(off.values_list("employee_id", flat=True))


def get_ends_of_quiet(notices: Sequence[Notice], at: datetime) -> dict[int, datetime]:
    """By notice id: when the quiet hours of its recipient end, for those mails that wait until then."""
    quiet = NotificationPreference.objects.filter(
        employee_id__in={notice.recipient_id for notice in notices}, quiet_from__isnull=False
    )
    ends: dict[int, datetime] = {}
    for row in quiet.select_related("employee__site"):
        if row.quiet_from is not None and row.quiet_until is not None:
            end = end_of_quiet(at, row.employee.zone, row.quiet_from, row.quiet_until)
            if end is not None:
                ends[row.employee_id] = end
    waiting = [each for each in notices if each.recipient_id in ends and each.template not in _AT_ONCE]
    urgent = _get_urgent(waiting, at) if waiting else set()
    return {notice.pk: ends[notice.recipient_id] for notice in waiting if notice.pk not in urgent}


def _get_urgent(notices: Sequence[Notice], at: datetime) -> set[int]:
    """Ids of those about something that ends within a day."""
    offers = Claim.objects.filter(public_id__in=_named(notices, "claim"))
    claims = _soon(offers.values_list("public_id", "expires_at"), at)
    moves = Placement.objects.filter(public_id__in=_named(notices, "placement"))
    placements = _soon(moves.values_list("public_id", "undo_until_at"), at)
    campaigns = _members_soon(notices, at)
    return {
        notice.pk
        for notice in notices
        if notice.refs.get("claim") in claims
        or notice.refs.get("placement") in placements
        or (notice.recipient_id, notice.refs.get("campaign")) in campaigns
    }


def _members_soon(notices: Sequence[Notice], at: datetime) -> set[tuple[int, str | None]]:
    """Members, each with the campaign, whose time to choose ends within a day."""
    members = Assignment.objects.filter(
        employee_id__in={notice.recipient_id for notice in notices},
        campaign__public_id__in=_named(notices, "campaign"),
        status=AssignmentStatus.ACTIVE,
    )
    return {
        (of.employee_id, str(of.campaign.public_id))
        for of in members.select_related("campaign")
        if _is_soon(get_deadline(of), at)
    }


def _named(notices: Sequence[Notice], noun: str) -> set[str]:
    return {notice.refs[noun] for notice in notices if noun in notice.refs}


def _soon(rows: Iterable[tuple[object, datetime | None]], at: datetime) -> set[str]:
    return {str(public_id) for public_id, ends_at in rows if _is_soon(ends_at, at)}


def _is_soon(ends_at: datetime | None, at: datetime) -> bool:
    return ends_at is not None and at < ends_at < at + URGENT
