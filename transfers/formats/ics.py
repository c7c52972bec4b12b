"""A deadline as an iCalendar file (RFC 5545) that says nothing to whoever sees the calendar."""

from datetime import UTC, datetime

from icalendar import Calendar, Event


def write_deadline(*, uid: str, deadline: datetime, made_at: datetime, title: str, url: str = "") -> bytes:
    """Return one private event without duration at `deadline`, which does not mark its holder as busy.

    `uid` stays the same when a deadline is moved, so that a calendar replaces the event. `title` and `url` must
    be neutral: calendars are shared, synchronised and printed. `made_at` is the caller's clock (DTSTAMP).
    """
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", made_at.astimezone(UTC))
    event.add("dtstart", deadline.astimezone(UTC))
    event.add("summary", title)
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    if url:
        event.add("url", url)
    calendar = Calendar()
    calendar.add("prodid", "-//Undraft//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    return bytes(calendar.to_ical())
