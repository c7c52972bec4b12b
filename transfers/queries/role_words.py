"""What a role's page and its card say in the same words: seats, dates, shortage, terms."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from transfers.matching.shortage import band_of, people_short, shortage_bp
from transfers.matching.types import FULL_BP, Order, UnitFacts
from transfers.models import Role
from transfers.models.terms import NO_CHANGE, ROLE_TOPICS, STATED, TermsSheet
from transfers.queries.days import day_in_words
from transfers.queries.public_facts import PublicFacts, ShownRole
from transfers.queries.ranked_roles import Reader

TERM_NAMES: dict[str, Promise] = {
    "pay": gettext_lazy("Pay"),
    "level": gettext_lazy("Level"),
    "location": gettext_lazy("Location"),
    "review": gettext_lazy("Performance review"),
    "on_call": gettext_lazy("On call"),
    "start": gettext_lazy("Start"),
    "return_right": gettext_lazy("Right of return"),
}


@dataclass(frozen=True, slots=True)
class ShortageWords:
    """The arguments of components/shortage.html; `band` is empty where the policy uses no bands."""

    short: int
    approved: int
    basis_points: int
    band: str


class TermRow(NamedTuple):
    """One line of components/terms_table.html."""

    name: str
    same: bool
    value: str
    ask: str


def get_band_words(band: int, band_bp: int) -> str:
    """“35–40 % band”: from its lower edge up to, not with, its upper one. From 100 % on there is nothing to tell."""
    if band * band_bp >= FULL_BP:
        return _("100\N{NO-BREAK SPACE}% band")
    low, high = (formats.number_format(edge * band_bp / 100, decimal_pos=0) for edge in (band, band + 1))
    return _("%(low)s–%(high)s\N{NO-BREAK SPACE}%% band") % {"low": low, "high": high}


def get_shortage_words(unit: UnitFacts, public: PublicFacts) -> ShortageWords:
    """A unit's live shortage."""
    share = shortage_bp(unit)
    by_bands = public.policy.order is Order.BANDS
    return ShortageWords(
        short=people_short(unit),
        approved=unit.approved,
        basis_points=share,
        band=get_band_words(band_of(share, public.policy.band_bp), public.policy.band_bp) if by_bands else "",
    )


def get_term_rows(role: ShownRole | Role) -> list[TermRow]:
    """Every line of a role's terms, stated or not. The level is stated by the role itself, whoever reads it."""
    rows = {topic: _term(topic, role.terms) for topic in ROLE_TOPICS}
    if not rows["level"].value:
        rows["level"] = TermRow(rows["level"].name, False, get_level_words(role), "")
    return list(rows.values())


def _term(topic: str, terms: TermsSheet) -> TermRow:
    line, name = terms.get(topic), str(TERM_NAMES[topic])
    if line is None:
        return TermRow(name, False, "", "")
    value = line["text"] if line["statement"] == STATED else ""
    return TermRow(name, line["statement"] == NO_CHANGE, value, line["ask"])


def get_level_words(role: ShownRole | Role) -> str:
    """The level, or the band of levels, of a role."""
    if role.level_min == role.level_max:
        return _("Level %(level)s") % {"level": role.level_min}
    return _("Levels %(low)s–%(high)s") % {"low": role.level_min, "high": role.level_max}


def get_seat_words(role: ShownRole) -> str:
    """How many of its seats are free, as everybody may count them."""
    counts = {"free": role.free_seats, "seats": role.seats}
    return ngettext("%(free)d of %(seats)d seat free", "%(free)d of %(seats)d seats free", role.seats) % counts


def get_interest_words(public: PublicFacts, role: ShownRole) -> str:
    """How many people ranked it, in a band that singles nobody out."""
    band = public.interest.band(role.id)
    if band is None:
        return _("Rankings are counted on Mondays; none counted yet")
    if band.startswith("<"):
        return _("Fewer than %(n)s people ranked it") % {"n": band[1:]}
    if band.endswith("+"):
        return _("%(n)s or more people ranked it") % {"n": band[:-1]}
    return _("%(n)s people ranked it") % {"n": band}


def get_date_words(role: ShownRole, reader: Reader) -> list[str]:
    """By when it is wanted, and until when people with priority go first."""
    said = []
    if role.wanted_by_on is not None:
        said.append(_("Wanted by %(day)s") % {"day": get_day_words(role.wanted_by_on)})
    if is_for_priority_first(role, reader):
        said.append(_("People with priority first, until %(day)s") % {"day": get_day_words(role.clearance_last_on)})
    return said


def is_for_priority_first(role: ShownRole, reader: Reader) -> bool:
    """Whether its clearance runs at the reader's instant."""
    return role.clearance_until_at is not None and reader.at < role.clearance_until_at


def get_day_words(day: date | None) -> str:
    """A day in full; nothing for none."""
    return day_in_words(day) if day is not None else ""


def get_brief_terms(terms: TermsSheet) -> list[str]:
    """A sheet in a few words: what differs, what stays, what is not stated. The level stands on the card anyway."""
    rows = [_term(topic, terms) for topic in ROLE_TOPICS]
    rows = [row for topic, row in zip(ROLE_TOPICS, rows, strict=True) if topic != "level" or row.value]
    said = [f"{row.name}: {row.value}" for row in rows if row.value]
    same = _listed(row.name for row in rows if row.same)
    open_ = _listed(row.name for row in rows if not row.same and not row.value)
    if same:
        said.append(_("No change: %(terms)s") % {"terms": same})
    if open_:
        said.append(_("Not stated yet: %(terms)s") % {"terms": open_})
    return said


def _listed(names: Iterable[str]) -> str:
    # only English writes these nouns small within a sentence, German for one does not
    is_small = (get_language() or "en").startswith("en")
    return ", ".join(name[:1].lower() + name[1:] if is_small else name for name in names)
