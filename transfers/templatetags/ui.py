"""What pages say in a settled way: instants, days, shares and icons. The markup is in portal/templates/components."""

from collections.abc import Hashable
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.forms import BoundField
from django.template import Context
from django.template.loader import render_to_string
from django.utils import formats
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from transfers.calendars import last_minute_before
from transfers.formats.figures import Figure
from transfers.formats.svg import Svg
from transfers.queries.days import day_in_words, instant_in_words, minute_in_words, place_in_words, weekday_in_words
from transfers.queries.numbers import grouped

register = template.Library()


def _reading(at: datetime, zone: str) -> dict[str, str]:
    local = at.astimezone(ZoneInfo(zone))
    return {
        "day": weekday_in_words(local),
        "time": minute_in_words(local),
        "place": place_in_words(zone),
    }


@register.simple_tag(takes_context=True)
def due(context: Context, at: datetime | None, zone: str | None = None, company_zone: str | None = None) -> str:
    """An instant in the reader's own zone, then in the company's where its clock reads differently.

    Both zones come from the page's context (`zone`, `company_zone`) unless given.
    """
    own = zone or str(context.get("zone") or "UTC")
    company = company_zone or str(context.get("company_zone") or own)
    minute = at and at.astimezone(UTC).replace(second=0, microsecond=0)
    return _draw_due(minute, own, company, get_language())


@lru_cache(maxsize=2_000)
def _draw_due(at: datetime | None, own: str, company: str, _language: str | None) -> str:
    return render_to_string("components/due.html", _due(at, own, company))


def _due(at: datetime | None, own: str, company: str) -> dict[str, Any]:
    if at is None:
        return {"at": None}
    same = at.astimezone(ZoneInfo(own)).utcoffset() == at.astimezone(ZoneInfo(company)).utcoffset()
    return {
        "at": at,
        "iso": at.isoformat(timespec="minutes"),
        "own": _reading(at, own),
        "company": None if same else _reading(at, company),
        "same_day": at.astimezone(ZoneInfo(own)).date() == at.astimezone(ZoneInfo(company)).date(),
    }


@register.filter
def last_minute(at: datetime) -> datetime:
    """By when an offer can be answered, from the instant at which it expires."""
    return last_minute_before(at)


@register.simple_tag(takes_context=True)
def page_address(context: Context, number: int, asked_by: str = "") -> str:
    """Another page of a list, every other part of the address kept; of a second list from its heading on."""
    query = context["request"].GET.copy()
    query[asked_by or "page"] = str(number)
    return f"?{query.urlencode()}" + (f"#{asked_by}" if asked_by else "")


@register.inclusion_tag("components/working_date.html")
def working_date(day: date | None) -> dict[str, Any]:
    """A day, in words with its weekday: deadlines and effective days are counted in working days."""
    if day is None:
        return {"day": None}
    return {"day": day, "iso": day.isoformat(), "words": weekday_in_words(day)}


@register.filter(expects_localtime=True)
def day(at: date) -> str:
    """A day without its weekday: “21 November 2026”."""
    return day_in_words(at)


@register.filter
def instant(at: datetime, zone: str) -> str:
    """An instant in words, in a zone that is named: “21 November 2026, 17:05, Stockholm time”."""
    return instant_in_words(at, str(zone or "UTC"))


@register.simple_tag
def icon(name: str, turns: bool = False) -> str:
    """One symbol of the sprite. It never stands without a word; `turns` mirrors it in right-to-left text."""
    return kept("components/icon.html", name=name, turns=turns)


@register.simple_tag
def kept(template_name: str, **arguments: Hashable) -> str:
    """A component drawn from its arguments alone, once for each: what many rows and pages show alike.

    It sees no request and no context, so nothing of one reader can be in what another is shown.
    """
    return _draw(template_name, get_language(), tuple(arguments.items()))


# the cards of a few thousand roles in each language take four each
@lru_cache(maxsize=20_000)
def _draw(template_name: str, _language: str | None, arguments: tuple[tuple[str, Hashable], ...]) -> str:
    return render_to_string(template_name, dict(arguments))


@register.simple_tag
def draw(figure: Figure) -> Svg:
    """The drawing of a figure, which begins where the reader's text begins."""
    return figure.markup(mirrored=get_language_bidi())


@register.filter
def points(basis_points: int) -> str:
    """Basis points as a percentage, down to its tenth: 3500 becomes “35 %”, 1250 “12.5 %”, 4705 “47 %”."""
    tenths = int(basis_points) // 10
    whole, rest = divmod(tenths, 10)
    number = formats.number_format(tenths / 10 if rest else whole, decimal_pos=1 if rest else 0)
    return _("%(number)s\N{NO-BREAK SPACE}%%") % {"number": number}


register.filter("grouped", grouped)


@register.filter
def size(number: int) -> int:
    """A number without its sign."""
    return abs(int(number))


@register.filter
def hundredths(number: int) -> str:
    """A number of hundredths as a decimal: 125 becomes “1.25”."""
    return formats.number_format(int(number) / 100, decimal_pos=2)


@register.filter
def bar_width(basis_points: int) -> str:
    """A share of 10,000 as a width of 100, for an SVG attribute: a point whatever the locale."""
    return f"{min(max(int(basis_points), 0), 10_000) / 100:g}"


@register.filter
def first_control(field: BoundField) -> str:
    """The id a field's error links to: of a group, its first control."""
    if field.field.widget.use_fieldset:
        return f"{field.auto_id}_0"
    return str(field.id_for_label or field.auto_id)


@register.filter
def is_under(path: str, url: str) -> bool:
    """Whether a page's address is the entry's own or below it; the start page is only itself."""
    return path == url or (url != "/" and path.startswith(url.rstrip("/") + "/"))
