"""What a claim would say and set going, before it is made."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from transfers.models import Claim, Policy, Role
from transfers.models.terms import NO_CHANGE, NOT_STATED, PAY_PROTECTION, ROLE_TOPICS, STATED, TermsLine, TermsSheet
from transfers.queries.calendars import get_claim_expiry
from transfers.queries.eligibility import Door
from transfers.queries.pay_protection import get_line, get_statement, is_recorded, say_before_offering
from transfers.queries.policies import get_policy_at
from transfers.queries.pools import PoolEntry
from transfers.sight.actor import Person

Sheet = TermsSheet  # the name by which floors that import no model know it
STATEMENTS: tuple[tuple[str, Promise], ...] = (
    (NO_CHANGE, _("No change")),
    (STATED, _("Stated below")),
    (NOT_STATED, _("Not stated yet")),
)
_NAMES: dict[str, Promise] = {
    "pay": _("Pay"),
    "level": _("Level"),
    "location": _("Location"),
    "review": _("Review, and who writes it"),
    "on_call": _("On call"),
    "start": _("Start and handover"),
    "return_right": _("Right of return"),
}
TOPICS: tuple[tuple[str, Promise], ...] = tuple((topic, _NAMES[topic]) for topic in ROLE_TOPICS)
PROTECTION_NAME = _("Pay at a lower level")
_UNKNOWN: TermsLine = {"statement": NOT_STATED, "text": "", "ask": ""}


@dataclass(frozen=True, slots=True)
class OfferDraft:
    """A claim that could be made now, and until when it would stand in the person's calendar."""

    role: Role
    person: Person
    policy: Policy
    has_priority: bool
    door: Door
    at: datetime

    @property
    def expires_at(self) -> datetime:
        """Until when it would stand; read where the form is drawn, which a refused claim never is."""
        return get_claim_expiry(self.person, self.policy, self.at)

    @property
    def pay_note(self) -> str:
        """What the policy says of pay, where the role's band reaches below the person's level."""
        return say_before_offering(self.policy, self.role.terms) if self.role.level_min < self.person.level else ""


def draft_offer(role: Role, entry: PoolEntry, at: datetime) -> OfferDraft:
    """What an offer to this candidate, made at `at`, would be."""
    return OfferDraft(role, entry.person, get_policy_at(at), entry.has_priority, entry.door, at)


def get_role_terms(role: Role) -> TermsSheet:
    """The role's terms with a line for every topic: what it does not mention is not stated."""
    return {topic: role.terms.get(topic, _UNKNOWN) for topic in ROLE_TOPICS}


def make_terms(lines: Mapping[str, tuple[str, str, str]]) -> TermsSheet:
    """A terms sheet from statement, text and whom to ask for each topic, keeping only what the statement uses."""
    return {
        topic: {
            "statement": statement,
            "text": text if statement == STATED else "",
            "ask": ask if statement == NOT_STATED else "",
        }
        for topic, (statement, text, ask) in lines.items()
    }


def with_level(terms: TermsSheet, level: int, today: int, policy: Policy) -> TermsSheet:
    """A claim's terms with what follows from the level offered and the person's today.

    That is their line on the level and, where it is lower, one on what the policy says of their pay.
    """
    if level == today:
        return terms | {"level": {"statement": NO_CHANGE, "text": "", "ask": ""}}
    stated: TermsLine = {"statement": STATED, "text": say_level(level), "ask": ""}
    if level > today:
        return terms | {"level": stated}
    return terms | {"level": stated, PAY_PROTECTION: get_line(terms, policy)}


def say_level(level: int) -> str:
    """A level in words."""
    return gettext("Level %(level)s") % {"level": level}


def get_protection_rows(claim: Claim) -> list[dict[str, object]]:
    """The line on pay of an offer at a lower level; none for any other."""
    if not is_recorded(claim):
        return []
    value, ask = get_statement(claim)
    return [{"name": PROTECTION_NAME, "same": False, "value": value, "ask": ask}]


def get_terms_rows(claim: Claim) -> list[dict[str, object]]:
    """A claim's terms for components/terms_table.html. The level is the one offered, in the reader's language."""
    rows: list[dict[str, object]] = []
    for topic, name in TOPICS:
        if topic == "level":
            rows.append({"name": name, "same": False, "value": say_level(claim.level), "ask": ""})
            rows += get_protection_rows(claim)
            continue
        line = claim.terms.get(topic, _UNKNOWN)
        value = line["text"] if line["statement"] == STATED else ""
        rows.append({"name": name, "same": line["statement"] == NO_CHANGE, "value": value, "ask": line["ask"]})
    return rows
