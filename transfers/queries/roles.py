"""A role in words: the card of a list, and the whole page with every factor, term and gate."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.utils import formats, translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from transfers.errors import NotVisible
from transfers.matching.eligibility import Gate, gates
from transfers.matching.explanation import gate_sentence, why_here, why_not
from transfers.matching.ranking import RankedRole, reasons
from transfers.matching.shortage import band_of, people_short, shortage_bp
from transfers.matching.types import Order, RoleFacts, UnitFacts
from transfers.models import Role
from transfers.models.terms import NO_CHANGE, ROLE_TOPICS, STATED, TermsSheet
from transfers.queries.facts import get_managers, get_role_facts
from transfers.queries.public_facts import PublicFacts, ShownRole, show
from transfers.queries.ranked_roles import Reader, UnlistedRole, rank
from transfers.sight.actor import Viewer
from transfers.sight.filters import roles_visible_to
from transfers.states import RoleStatus

_DAY = "j F Y"

TERM_NAMES: dict[str, Promise] = {
    "pay": gettext_lazy("Pay"),
    "level": gettext_lazy("Level"),
    "location": gettext_lazy("Location"),
    "review": gettext_lazy("Review"),
    "on_call": gettext_lazy("On call"),
    "start": gettext_lazy("Start"),
    "return_right": gettext_lazy("Right of return"),
}
_FACTOR_NAMES: dict[str, Promise] = {
    "shortage": gettext_lazy("Shortage"),
    "skills": gettext_lazy("Desired skills you have"),
    "level": gettext_lazy("Level"),
    "location": gettext_lazy("Location"),
    "return": gettext_lazy("Return to where you came from"),
    "urgency": gettext_lazy("How soon it is wanted"),
}


@dataclass(frozen=True, slots=True)
class ShortageWords:
    """The arguments of components/shortage.html; `band` is empty where the policy uses no bands."""

    short: int
    approved: int
    basis_points: int
    band: str


@dataclass(frozen=True, slots=True)
class RoleCard:
    """What components/role_card.html says of a role; the page adds its address."""

    role_id: int
    public_id: UUID
    title: str
    unit: str
    location: str
    level: str
    why: str
    tags: list[str]
    facts: list[str]
    shortage: ShortageWords
    url: str = ""


class TermRow(NamedTuple):
    """One line of components/terms_table.html."""

    name: str
    same: bool
    value: str
    ask: str


class FactorRow(NamedTuple):
    """A factor, its published weight, the reader's value, and what that adds to the score; all in basis points."""

    name: str
    weight_bp: int
    value_bp: int
    adds_bp: int


class SkillRow(NamedTuple):
    """A skill a role asks for, beside what the reader's profile says; 0 is not listed."""

    name: str
    is_required: bool
    wanted: int
    held: int


@dataclass(frozen=True, slots=True)
class RolePage:
    """Everything on a role's page."""

    card: RoleCard
    summary: str
    is_open_to_ranking: bool
    is_listed: bool
    factors: list[FactorRow]
    score_bp: int
    missing: list[str]
    skills: list[SkillRow]
    terms: list[TermRow]
    counts: list[str]
    availability: list[str]


def get_listed_card(reader: Reader, row: RankedRole) -> RoleCard:
    """The card of a role that is listed, with the sentence that says why it stands where it does."""
    return _listed_card(reader, row, reader.public.shown[row.role_id])


def _listed_card(reader: Reader, row: RankedRole, role: ShownRole) -> RoleCard:
    why = why_here(reasons(reader.person, row), reader.public.names, translation)
    tags = []
    if row.is_lower_level:
        tags.append(_("Lower level, pay protected"))
    if row.needs_training:
        tags.append(_("With training and a trial"))
    return _card(reader, role, row.role, f"{why}.", tags)


def get_unlisted_card(reader: Reader, row: UnlistedRole) -> RoleCard:
    """The card of a role that is not listed, with the nearest gate in the way."""
    public = reader.public
    why = why_not(row.missing, public.names, translation)
    return _card(reader, public.shown[row.role_id], public.roles[row.role_id], why, [])


def get_role_page(viewer: Viewer, reader: Reader, public_id: UUID) -> RolePage:
    """A role that is or was open to people. Raises NotVisible for any other."""
    public = reader.public
    role_id = public.by_public_id.get(public_id)
    if role_id is not None:
        return _page(reader, public.shown[role_id], public.roles[role_id], is_closed=False)
    closed = roles_visible_to(viewer, reader.at).filter(public_id=public_id, status=RoleStatus.CLOSED)
    role = closed.select_related("site").first()
    if role is None:
        raise NotVisible()
    return _closed_page(reader, role)


def get_band_words(band: int, band_bp: int) -> str:
    """“35–40 % band”: from its lower edge up to, not with, its upper one."""
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


def get_term_rows(terms: TermsSheet) -> list[TermRow]:
    """Every line of a role's terms, stated or not."""
    return [_term(topic, terms) for topic in ROLE_TOPICS]


def _term(topic: str, terms: TermsSheet) -> TermRow:
    line, name = terms.get(topic), str(TERM_NAMES[topic])
    if line is None:
        return TermRow(name, False, "", "")
    value = line["text"] if line["statement"] == STATED else ""
    return TermRow(name, line["statement"] == NO_CHANGE, value, line["ask"])


def _card(reader: Reader, role: ShownRole, facts: RoleFacts, why: str, tags: list[str]) -> RoleCard:
    public = reader.public
    site = public.names.sites[role.site_id]
    if role.is_paused:
        tags.append(_("Paused"))
    if not role.free_seats:
        tags.append(_("Full"))
    return RoleCard(
        role_id=role.id,
        public_id=role.public_id,
        title=role.title,
        unit=public.names.units[role.unit_id],
        location=_("%(site)s, or remote") % {"site": site} if role.is_remote_allowed else site,
        level=_levels(role),
        why=why,
        tags=tags,
        facts=[_seats(role), _interest(public, role), *_when(role, reader), *_brief_terms(role.terms)],
        shortage=get_shortage_words(facts.unit, public),
    )


def _levels(role: ShownRole) -> str:
    if role.level_min == role.level_max:
        return _("Level %(level)s") % {"level": role.level_min}
    return _("Levels %(low)s–%(high)s") % {"low": role.level_min, "high": role.level_max}


def _seats(role: ShownRole) -> str:
    counts = {"free": role.free_seats, "seats": role.seats}
    return ngettext("%(free)d of %(seats)d seat free", "%(free)d of %(seats)d seats free", role.seats) % counts


def _interest(public: PublicFacts, role: ShownRole) -> str:
    band = public.interest.band(role.id)
    if band is None:
        return _("Rankings are counted on Mondays; none counted yet")
    if band.startswith("<"):
        return _("Fewer than %(n)s people ranked it") % {"n": band[1:]}
    if band.endswith("+"):
        return _("%(n)s or more people ranked it") % {"n": band[:-1]}
    return _("%(n)s people ranked it") % {"n": band}


def _when(role: ShownRole, reader: Reader) -> list[str]:
    said = []
    if role.wanted_by_on is not None:
        said.append(_("Wanted by %(day)s") % {"day": _day(role.wanted_by_on)})
    if _is_in_clearance(role, reader):
        said.append(_("People with priority first, until %(day)s") % {"day": _day(role.clearance_last_on)})
    return said


def _is_in_clearance(role: ShownRole, reader: Reader) -> bool:
    return role.clearance_until_at is not None and reader.at < role.clearance_until_at


def _day(day: date | None) -> str:
    return formats.date_format(day, _DAY) if day is not None else ""


def _brief_terms(terms: TermsSheet) -> list[str]:
    """A sheet in a few words: what differs, what stays, what is not stated."""
    rows = get_term_rows(terms)
    said = [f"{row.name}: {row.value}" for row in rows if row.value]
    same = _listed(row.name for row in rows if row.same)
    open_ = _listed(row.name for row in rows if not row.same and not row.value)
    if same:
        said.append(_("No change: %(terms)s") % {"terms": same})
    if open_:
        said.append(_("Not stated yet: %(terms)s") % {"terms": open_})
    return said


def _listed(names: Iterable[str]) -> str:
    return ", ".join(name if number == 0 else name[:1].lower() + name[1:] for number, name in enumerate(names))


def _page(reader: Reader, role: ShownRole, facts: RoleFacts, *, is_closed: bool) -> RolePage:
    public = reader.public
    ranked = rank(reader, [facts])
    missing = gates(reader.person, facts)
    if ranked:
        shown, row = _listed_card(reader, ranked[0], role), ranked[0]
        factors, score = _factor_rows(row), row.score_bp
    else:
        shown, factors, score = _card(reader, role, facts, why_not(missing, public.names, translation), []), [], 0
    return RolePage(
        card=shown,
        summary=role.summary,
        is_open_to_ranking=not is_closed,
        is_listed=bool(ranked),
        factors=factors,
        score_bp=score,
        missing=_sentences(missing, public),
        skills=_skills(reader, facts),
        terms=get_term_rows(role.terms),
        counts=[_seats(role), _interest(public, role), *_when(role, reader)],
        availability=_availability(role, reader, is_closed=is_closed),
    )


def _closed_page(reader: Reader, role: Role) -> RolePage:
    public = reader.public
    facts = get_role_facts([role], public.units, get_managers(reader.at, [role.pk]), public.around)[role.pk]
    return _page(reader, show(role, facts, public.names, placed=0), facts, is_closed=True)


def _sentences(missing: Iterable[Gate], public: PublicFacts) -> list[str]:
    return [gate_sentence(gate, public.names, translation) for gate in missing]


def _factor_rows(row: RankedRole) -> list[FactorRow]:
    return [
        FactorRow(str(_FACTOR_NAMES[name]), weight, value, weight * value // 10_000)
        for name, weight, value in row.factor_table
    ]


def _skills(reader: Reader, facts: RoleFacts) -> list[SkillRow]:
    held, names = reader.person.skills, reader.public.names.skills
    asked = [(need, True) for need in facts.required] + [(need, False) for need in facts.desired]
    return [SkillRow(names[need.skill_id], must, need.level, held.get(need.skill_id, 0)) for need, must in asked]


def _availability(role: ShownRole, reader: Reader, *, is_closed: bool) -> list[str]:
    """What stands in the way of a placement today; none of it takes the role off a list."""
    if is_closed:
        return [_("This role is closed for good. It is on nobody's list of roles any more.")]
    said = []
    if role.is_paused:
        said.append(_("This role is paused: nobody is claimed for it at the moment. Ranking it stays worthwhile."))
    if not role.free_seats:
        said.append(_("Every seat is filled by an announced move. A seat that is given back shows here at once."))
    if _is_in_clearance(role, reader):
        words = _("Until %(day)s only people with priority placement can be claimed for it. Everybody can rank it.")
        said.append(words % {"day": _day(role.clearance_last_on)})
    return said
