"""How names are sorted and zones and countries checked: the same on every server, whatever its locale."""

import re
import unicodedata
from functools import lru_cache
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError

LONGEST_NAME = 200
_COUNTRY = re.compile(r"[A-Z]{2}")


def sort_name_of(name: str) -> str:
    """The form a name is ordered by: unaccented and casefolded, so that byte order is reading order."""
    if name.isascii():
        return name.casefold()[:LONGEST_NAME]
    return "".join(map(_unaccented, name)).casefold()[:LONGEST_NAME]


@lru_cache(maxsize=2_000)
def _unaccented(letter: str) -> str:
    """A letter without its marks. Names are many and their letters few."""
    return "".join(c for c in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(c))


def validate_time_zone(value: str) -> None:
    """Refuse what is not an IANA zone name."""
    if value not in available_timezones():
        raise ValidationError(f"“{value}” is not an IANA time zone such as Europe/Berlin.", code="time_zone")


def validate_country(value: str) -> None:
    """Refuse what does not look like an ISO 3166-1 alpha-2 code."""
    if not _COUNTRY.fullmatch(value):
        raise ValidationError(f"“{value}” is not a two-letter country code such as DE.", code="country")
