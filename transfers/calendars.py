"""Working days and local instants: pure rules over dates, holidays and IANA zones.

A holiday set is the calendar of one Site; the caller chooses whose it is (the person's for claims and
announcement, the role's for clearance). Every instant returned is an aware datetime in UTC.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from transfers.errors import Invalid

SATURDAY = 5
ONE_DAY = timedelta(days=1)
ONE_MINUTE = timedelta(minutes=1)
# Files that some systems keep beside the zones; what they mean depends on the machine.
NOT_ZONES = frozenset({"localtime", "posixrules", "Factory"})
EARLIEST_YEAR, LATEST_YEAR = 1970, 2199

Holidays = frozenset[date]


class CalendarRefused(Invalid, ValueError):
    """A zone or a local time that names no single instant. The message is for the person who typed it."""


def is_working_day(day: date, holidays: Holidays) -> bool:
    """Tell whether `day` is Monday to Friday and no holiday."""
    return day.weekday() < SATURDAY and day not in holidays


def add_working_days(day: date, n: int, holidays: Holidays) -> date:
    """Return the `n`-th working day after `day` (before it for a negative `n`; `day` itself for 0).

    The starting day is never counted, working day or not.
    """
    step = ONE_DAY if n > 0 else -ONE_DAY
    left = abs(n)
    while left:
        day += step
        left -= is_working_day(day, holidays)
    return day


def working_days_between(start: date, end: date, holidays: Holidays) -> int:
    """Count the working days after `start` up to and including `end`; negative when `end` is earlier.

    It is the inverse of `add_working_days`: the first day is not counted, the last one is.
    """
    step, sign = (ONE_DAY, 1) if end >= start else (-ONE_DAY, -1)
    count = 0
    while start != end:
        start += step
        count += is_working_day(start, holidays)
    return sign * count


def get_zone(zone: str, *, gettext: Callable[[str], str] = str) -> ZoneInfo:
    """Return the IANA zone of that name, or raise CalendarRefused."""
    try:
        if zone in NOT_ZONES:
            raise ValueError(zone)
        return ZoneInfo(zone)
    except (KeyError, ValueError, OSError):  # unknown name · malformed name · a folder such as "Europe"
        message = gettext("“%(zone)s” is not a time zone. Use a name such as Europe/London.")
        raise CalendarRefused(message % {"zone": zone}) from None


def local_date(at: datetime, zone: str) -> date:
    """Return the calendar day it is in `zone` at the instant `at` (aware)."""
    return at.astimezone(get_zone(zone)).date()


def start_of_day(day: date, zone: str) -> datetime:
    """Return the first instant of `day` in `zone`.

    Midnight may not exist there (clocks put forward at midnight) or come twice: the first instant counts.
    """
    where = get_zone(zone)
    midnight = datetime.combine(day, time.min, where)
    first = midnight.astimezone(UTC)
    if first.astimezone(where).replace(tzinfo=None) == midnight.replace(tzinfo=None):
        return first
    # Inside a gap: the change itself lies between the readings by the later and by the earlier offset.
    before, first = midnight.replace(fold=1).astimezone(UTC) - timedelta(seconds=1), first
    while first - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=int((first - before).total_seconds()) // 2)
        if middle.astimezone(where).date() < day:
            before = middle
        else:
            first = middle
    return first


def start_of_portal_day(at: datetime) -> datetime:
    """The instant at which the portal's own day began, which is UTC's: what admins count ends there."""
    return at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def end_of_day(day: date, zone: str) -> datetime:
    """Return the instant at which `day` is over in `zone`: the first of the next day."""
    return start_of_day(day + ONE_DAY, zone)


def expiry_after(at: datetime, working_days: int, zone: str, holidays: Holidays) -> datetime:
    """Return the end of the `working_days`-th working day after the local day of `at`.

    The day of `at` is never counted, so that an offer made late in the evening does not lose a day.
    """
    return end_of_day(add_working_days(local_date(at, zone), working_days, holidays), zone)


def local_deadline(naive: datetime, zone: str, *, gettext: Callable[[str], str] = str) -> datetime:
    """Return the instant of a local wall-clock time, refusing one that never happens or happens twice.

    Raises CalendarRefused with a sentence for the person who typed it.
    """
    if naive.tzinfo is not None:
        raise CalendarRefused(gettext("Enter the time as local time, without an offset."))
    if not EARLIEST_YEAR <= naive.year <= LATEST_YEAR:
        message = gettext("Enter a year between %(first)d and %(last)d.")
        raise CalendarRefused(message % {"first": EARLIEST_YEAR, "last": LATEST_YEAR})
    where = get_zone(zone, gettext=gettext)
    local = naive.replace(tzinfo=where, fold=0)
    instant = local.astimezone(UTC)
    shown = {"time": f"{naive:%Y-%m-%d %H:%M}", "zone": zone}
    if instant.astimezone(where).replace(tzinfo=None) != local.replace(tzinfo=None):
        message = gettext("%(time)s does not exist in %(zone)s: the clocks go forward over it. Choose another time.")
        raise CalendarRefused(message % shown)
    if local.utcoffset() != local.replace(fold=1).utcoffset():
        message = gettext("%(time)s happens twice in %(zone)s: the clocks go back over it. Choose another time.")
        raise CalendarRefused(message % shown)
    return instant


def last_minute_before(at: datetime) -> datetime:
    """The last minute before an instant: “Monday at 23:59” is read rightly, “Tuesday at 00:00” is not."""
    return at - ONE_MINUTE


def last_minute_in(zone: str, deadline_at: datetime) -> datetime:
    """A deadline as its reader in `zone` takes it in: the last minute before it at midnight there, else itself."""
    local = deadline_at.astimezone(ZoneInfo(zone))
    return last_minute_before(deadline_at) if (local.hour, local.minute) == (0, 0) else deadline_at


def end_of_quiet(at: datetime, zone: str, quiet_from: time, quiet_until: time) -> datetime | None:
    """Return when the quiet hours end that `at` lies in, by the clock of `zone`; None outside of them.

    Hours that end earlier on the clock than they begin go on over midnight. An end that the clock skips or shows
    twice is taken where it first is.
    """
    local = at.astimezone(get_zone(zone))
    now = local.time()
    over_midnight = quiet_until < quiet_from
    is_quiet = now >= quiet_from or now < quiet_until if over_midnight else quiet_from <= now < quiet_until
    if not is_quiet:
        return None
    day = local.date() + ONE_DAY if over_midnight and now >= quiet_from else local.date()
    end = datetime.combine(day, quiet_until, tzinfo=local.tzinfo).astimezone(UTC)
    return max(end, at)
