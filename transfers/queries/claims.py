"""One's own offers beside today's job."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import Employee
from transfers.errors import NotVisible
from transfers.models import Claim
from transfers.models.placement import UNDONE
from transfers.models.terms import NO_CHANGE, STATED, TermsLine
from transfers.queries.days import weekday_in_words
from transfers.queries.offers import PROTECTION_NAME, say_level
from transfers.queries.pay_protection import get_statement, is_recorded, say_in_offer
from transfers.queries.terms_records import get_terms_today
from transfers.sight.actor import Viewer
from transfers.sight.filters import claims_held_by
from transfers.states import ClaimStatus

_RELATED = (
    "role__unit",
    "role__site",
    "role__job_family",
    "policy",
    "placement",
    "employee__unit",
    "employee__site",
    "employee__job_family",
)


TERM_NAMES: dict[str, Promise] = {
    "pay": gettext_lazy("Pay"),
    "review": gettext_lazy("Review, and who writes it"),
    "on_call": gettext_lazy("On call"),
    "start": gettext_lazy("Start and handover"),
    "return_right": gettext_lazy("Right of return"),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """What one offer says on one line; `value` empty: not stated, `ask` says whom to ask."""

    value: str
    differs: bool
    ask: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the comparison: today's job, then each offer."""

    name: str
    today: str
    cells: list[Cell]


def get_live_claims(viewer: Viewer, at: datetime) -> list[Claim]:
    """Offers that wait for the viewer's answer, the first to end first."""
    live = claims_held_by(viewer).filter(status=ClaimStatus.OFFERED, expires_at__gt=at)
    return list(live.select_related(*_RELATED).order_by("expires_at", "pk"))


def get_past_claims(viewer: Viewer, at: datetime) -> QuerySet[Claim]:
    """Offers that ended or were accepted, newest first, for paging."""
    past = ~Q(status=ClaimStatus.OFFERED) | Q(expires_at__lte=at)
    return claims_held_by(viewer).filter(past).select_related(*_RELATED).order_by("-pk")


def get_end(claim: Claim, at: datetime) -> str:
    """How an offer stands: "offered" while it is live, else how it ended, swept by a worker already or not.

    One that was accepted and taken back is `UNDONE`: its person never declined it.
    """
    if is_undone(claim):
        return UNDONE
    is_over = claim.status == ClaimStatus.OFFERED and claim.expires_at <= at
    return str(ClaimStatus.EXPIRED if is_over else claim.status)


def is_undone(claim: Claim) -> bool:
    """Whether its person accepted it and took that back within the undo time."""
    return claim.status == ClaimStatus.DECLINED and claim.accepted_at is not None


def get_own_claim(viewer: Viewer, public_id: uuid.UUID) -> Claim:
    """An offer made to the viewer; NotVisible for everybody else."""
    claim = claims_held_by(viewer).select_related(*_RELATED).filter(public_id=public_id).first()
    if claim is None:
        raise NotVisible()
    return claim


def compare(person: Employee, claims: list[Claim]) -> list[Line]:
    """Offers line by line beside today's job. A line differs where both are known and are not the same."""
    today = {topic: _recorded(line) for topic, line in get_terms_today(person).items()}
    facts = [
        _fact(_("Unit"), person.unit.name, [claim.role.unit.name for claim in claims]),
        _fact(_("Job family"), person.job_family.name, [claim.role.job_family.name for claim in claims]),
        _fact(_("Level"), say_level(person.level), [say_level(claim.level) for claim in claims]),
        *_protection(claims),
        Line(_("Location"), person.site.name, [_place(person, claim) for claim in claims]),
        Line(
            _("First day asked for"),
            _("You are in this job already"),
            [Cell(weekday_in_words(claim.start_on), differs=False) for claim in claims],
        ),
    ]
    stated = [
        Line(str(name), today.get(topic, ""), [_cell(claim, topic, today.get(topic, "")) for claim in claims])
        for topic, name in TERM_NAMES.items()
    ]
    return [*facts, *stated]


def get_level_note(claim: Claim) -> str:
    """What an offer below the person's level means, in a sentence; "" for the same level or a higher one."""
    below = claim.employee.level - claim.level
    if below <= 0:
        return ""
    words = ngettext("This role is %(n)s level below yours.", "This role is %(n)s levels below yours.", below)
    return " ".join(filter(None, (words % {"n": below}, say_in_offer(claim), _("Declining it costs you nothing."))))


def _recorded(line: TermsLine) -> str:
    """A recorded term in words; "" where HR recorded openly that it is not stated."""
    return _("As before the reassignment") if line["statement"] == NO_CHANGE else line["text"]


def _fact(name: str, today: str, offered: list[str]) -> Line:
    return Line(name, today, [Cell(value, differs=value != today) for value in offered])


def _protection(claims: list[Claim]) -> list[Line]:
    """The line on pay where one offer at least is at a lower level."""
    if not any(map(is_recorded, claims)):
        return []
    cells = [
        _protected(claim) if is_recorded(claim) else Cell(_("Not a lower level"), differs=False) for claim in claims
    ]
    return [Line(str(PROTECTION_NAME), _("Your own level"), cells)]


def _protected(claim: Claim) -> Cell:
    value, ask = get_statement(claim)
    return Cell(value, differs=False, ask=ask)


def _place(person: Employee, claim: Claim) -> Cell:
    """Today's site with a word more about the work there is no other place; leave to work elsewhere is."""
    said, today = say_location(claim), person.site.name
    is_same = said == today or (said.startswith(f"{today},") and not claim.role.is_remote_allowed)
    return Cell(said, differs=not is_same)


def _cell(claim: Claim, topic: str, today: str) -> Cell:
    line = claim.terms.get(topic)
    if line is None:
        return Cell("", differs=False)
    if line["statement"] == NO_CHANGE:
        return Cell(_("No change"), differs=False)
    if line["statement"] == STATED:
        return Cell(line["text"], differs=bool(today) and line["text"] != today)
    return Cell("", differs=False, ask=line["ask"])


def say_location(claim: Claim) -> str:
    """Where an offer is worked in, in its terms' words or else by its role."""
    site = claim.role.site.name
    stated = claim.terms.get("location")
    if stated is not None and stated["statement"] == STATED:
        return str(stated["text"])
    return _("%(site)s, or remote") % {"site": site} if claim.role.is_remote_allowed else site
