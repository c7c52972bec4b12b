"""A role in words: the card of a list, and the whole page with every factor, term and gate."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple
from uuid import UUID

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from transfers.errors import NotVisible
from transfers.matching.catalogue import Catalogue
from transfers.matching.eligibility import Gate, gates
from transfers.matching.explanation import gate_sentence, why_here, why_not
from transfers.matching.ranking import RankedRole, reasons
from transfers.matching.types import RoleFacts
from transfers.models import Role
from transfers.queries.facts import get_managers, get_role_facts
from transfers.queries.pay_protection import get_tag
from transfers.queries.public_facts import PublicFacts, ShownRole, show
from transfers.queries.ranked_roles import Reader, UnlistedRole, rank
from transfers.queries.role_words import (
    ShortageWords,
    TermRow,
    get_brief_terms,
    get_date_words,
    get_day_words,
    get_interest_words,
    get_level_words,
    get_seat_words,
    get_shortage_words,
    get_term_rows,
    is_for_priority_first,
)
from transfers.sight.actor import Viewer
from transfers.sight.filters import roles_visible_to
from transfers.states import RoleStatus

_FACTOR_NAMES: dict[str, Promise] = {
    "shortage": gettext_lazy("Shortage"),
    "skills": gettext_lazy("Desired skills you have"),
    "level": gettext_lazy("Level"),
    "location": gettext_lazy("Location"),
    "return": gettext_lazy("Return to where you came from"),
    "urgency": gettext_lazy("How soon it is wanted"),
}


@dataclass(frozen=True, slots=True)
class RoleCard:
    """What components/role_card.html says of a role."""

    role_id: int
    public_id: UUID
    code: str
    title: str
    unit: str
    location: str
    level: str
    why: str
    tags: list[str]
    facts: Sequence[str]
    shortage: ShortageWords
    number: int = 0  # its place in the reader's order of roles; 0 where it has none


@dataclass(frozen=True, slots=True)
class RoleWords:
    """The part of a card that says the same to everybody."""

    location: str
    level: str
    facts: tuple[str, ...]
    shortage: ShortageWords


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
    """The card of a role that is listed, with its number and the sentence that says why it stands there."""
    return replace(_listed_card(reader, row, reader.public.shown[row.role_id]), number=row.rank)


def _listed_card(reader: Reader, row: RankedRole, role: ShownRole) -> RoleCard:
    why = why_here(reasons(reader.person, row), reader.public.names, translation)
    tags = []
    if row.is_lower_level:
        tags.append(get_tag(reader.public.pay_protection_months, role.terms))
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


def _card(reader: Reader, role: ShownRole, facts: RoleFacts, why: str, tags: list[str]) -> RoleCard:
    said = _in_words(reader, role, facts)
    if role.is_paused:
        tags.append(_("Paused"))
    if not role.free_seats:
        tags.append(_("Full"))
    return RoleCard(
        role_id=role.id,
        public_id=role.public_id,
        code=role.code,
        title=role.title,
        unit=reader.public.names.units[role.unit_id],
        location=said.location,
        level=said.level,
        why=why,
        tags=tags,
        facts=said.facts,
        shortage=said.shortage,
    )


def _in_words(reader: Reader, role: ShownRole, facts: RoleFacts) -> RoleWords:
    """The words of a listed role, kept with the public facts; a closed one is not among them, and read anew."""
    public = reader.public
    if public.shown.get(role.id) is not role:
        return _put_in_words(reader, role, facts)
    key = (role.id, translation.get_language(), is_for_priority_first(role, reader))
    said: RoleWords | None = public.in_words.get(key)
    if said is None:
        said = public.in_words[key] = _put_in_words(reader, role, facts)
    return said


def _put_in_words(reader: Reader, role: ShownRole, facts: RoleFacts) -> RoleWords:
    public = reader.public
    site = public.names.sites[role.site_id]
    return RoleWords(
        location=_("%(site)s, or remote") % {"site": site} if role.is_remote_allowed else site,
        level=get_level_words(role),
        facts=(*_counts(public, role, reader), *get_brief_terms(role.terms)),
        shortage=get_shortage_words(facts.unit, public),
    )


def _counts(public: PublicFacts, role: ShownRole, reader: Reader) -> list[str]:
    return [get_seat_words(role), get_interest_words(public, role), *get_date_words(role, reader)]


def _page(reader: Reader, role: ShownRole, facts: RoleFacts, *, is_closed: bool) -> RolePage:
    public = reader.public
    ranked = rank(reader, Catalogue([facts]))
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
        terms=get_term_rows(role),
        counts=_counts(public, role, reader),
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
        return [_("This role is closed for good. It is on nobody’s list of roles any more.")]
    said = []
    if role.is_paused:
        said.append(_("This role is paused: nobody is claimed for it at the moment. Ranking it stays worthwhile."))
    if not role.free_seats:
        said.append(_("Every seat is filled by an announced move. A seat that is given back shows here at once."))
    if is_for_priority_first(role, reader):
        words = _("Until %(day)s only people with priority placement can be claimed for it. Everybody can rank it.")
        said.append(words % {"day": get_day_words(role.clearance_last_on)})
    return said
