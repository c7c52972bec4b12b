"""How much longer somebody may file who is on leave while a window is open."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from accounts.models import Employee, Holiday
from transfers.calendars import add_working_days, end_of_day, start_of_day

# the person has these many working days after the return, whatever the policy
RETURN_WORKING_DAYS = 10


def get_holidays_by_site() -> dict[int, frozenset[date]]:
    """The holidays of every site, read at once."""
    by_site: dict[int, set[date]] = {}
    for site_id, on in Holiday.objects.values_list("site_id", "on"):
        by_site.setdefault(site_id, set()).add(on)
    return {site_id: frozenset(days) for site_id, days in by_site.items()}


def get_leave_deadline(
    person: Employee, window: tuple[datetime, datetime], holidays: Mapping[int, frozenset[date]]
) -> datetime | None:
    """The own deadline that leave in the window gives; None without one, or while the return is not recorded.

    It is the end of the 10th working day after the return, where that is later than the window's end.
    """
    first, last = person.on_leave_from, person.on_leave_until
    opens_at, deadline_at = window
    if first is None or last is None:
        return None
    if start_of_day(first, person.zone) > deadline_at or end_of_day(last, person.zone) <= opens_at:
        return None
    back = add_working_days(last + timedelta(days=1), RETURN_WORKING_DAYS, holidays.get(person.site_id, frozenset()))
    own = end_of_day(back, person.zone)
    return own if own > deadline_at else None
