"""A day in the reader's words: each language has its own order of weekday, day and month."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def day_in_words(day: date) -> str:
    """“21 November 2026”, “21. November 2026”."""
    # letters of Django's date filter, not words; Django's own British format cuts the month short
    return date_format(day, pgettext("date format", "j F Y"))


def weekday_in_words(day: date) -> str:
    """“Saturday 21 November 2026”, “Samstag, 21. November 2026”."""
    return date_format(day, pgettext("date format", "l j F Y"))


def minute_in_words(at: date) -> str:
    """“17:05”: 24 hours everywhere, as deadlines are read; `at` is an instant in the zone it is read in."""
    return date_format(at, "H:i")


def place_in_words(zone: str) -> str:
    """The words a reader knows a zone by: “Stockholm time”."""
    place = zone.rsplit("/", 1)[-1].replace("_", " ")
    return place if place == "UTC" else _("%(place)s time") % {"place": place}


def instant_in_words(at: datetime, zone: str) -> str:
    """An instant as it is read in a zone, which is named: “21 November 2026, 17:05, Stockholm time”."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{day_in_words(local)}, {minute_in_words(local)}, {place_in_words(zone)}"
