"""Who looked at one's own record, when, in which hat and for what."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from transfers.models import BreakGlass, Event, Reading, Role
from transfers.models.reading import ASKED
from transfers.models.review import DONE, HELPED, LOOKING, UNDER_WAY
from transfers.queries.break_glasses import MINUTES_OPEN
from transfers.queries.cases import (
    CANCELLATION,
    CLAIM,
    FINDING,
    LATE_FILING,
    OPENED,
    OTHER,
    PLACEMENT,
    READING,
    UNPLACED,
)
from transfers.queries.exceptions import REVIEWED
from transfers.queries.questions import get_partners, say_one_of
from transfers.queries.readings import READ, READING_WORDS
from transfers.sight.actor import Person
from transfers.states import BreakGlassStatus

REVIEW_WORDS: dict[str, Promise] = {
    LOOKING: gettext_lazy("still looking"),
    UNDER_WAY: gettext_lazy("something is under way"),
    HELPED: gettext_lazy("others were asked to help"),
    DONE: gettext_lazy("no further review is needed"),
}
# by campaign: the name and id of each HR partner
_Partners = dict[int, list[tuple[str, int]]]
OPENED_BY_TWO = "breakglass.confirmed"
LOOKS = ("profile.opened", OPENED, READ, OPENED_BY_TWO, REVIEWED)
PURPOSE_WORDS: dict[str, Promise] = {
    CLAIM: gettext_lazy("an offer"),
    PLACEMENT: gettext_lazy("a move that was accepted"),
    LATE_FILING: gettext_lazy("late filing"),
    CANCELLATION: gettext_lazy("cancelling a move"),
    UNPLACED: gettext_lazy("the regular review until placement"),
    READING: gettext_lazy("reading what was filed"),
    FINDING: gettext_lazy("the review of a finding about a role"),
    OTHER: gettext_lazy("another matter"),
}


@dataclass(frozen=True, slots=True)
class Look:
    """One look: who (a name, or that the name was erased), in which hat, at what and for what; `note` says more."""

    at: datetime
    who: str
    hat: str
    what: str
    note: str = ""


def get_looks(viewer: Person, at: datetime) -> QuerySet[Event]:
    """Every look at the viewer's own record, newest first, for paging."""
    looks = Event.objects.about(viewer.pk).filter(verb__in=LOOKS, at__lte=at)
    return looks.select_related("actor__employee")


def describe(looks: list[Event], viewer: Person, at: datetime) -> list[Look]:
    """Looks at the viewer's own record in words."""
    wanted = {look.body["role"] for look in looks if "role" in look.body}
    rows = Role.objects.filter(public_id__in=wanted).values_list("public_id", "title", "unit__name")
    roles = {str(public_id): f"{title}, {unit}" for public_id, title, unit in rows}
    readings = Reading.objects.select_related("assignment").in_bulk(_ids(looks, READ))
    said = {each.assignment.campaign_id for each in readings.values() if each.purpose == ASKED}
    partners = {campaign: get_partners(campaign, at) for campaign in said}
    glasses = BreakGlass.objects.select_related("proposed_by").in_bulk(_ids(looks, OPENED_BY_TWO))
    described = []
    for look in looks:
        if look.verb == READ:
            described.append(_describe_reading(look, readings.get(look.noun_id), viewer, partners))
        elif look.verb == OPENED_BY_TWO:
            described.append(_describe_opening(look, glasses[look.noun_id]))
        else:
            described.append(_describe(look, roles))
    return described


def _ids(looks: list[Event], verb: str) -> list[int]:
    return [look.noun_id for look in looks if look.verb == verb]


def _who(look: Event) -> str:
    actor = look.actor.employee if look.actor is not None else None
    return actor.name if actor is not None else _("Somebody whose name was erased")


def _describe(look: Event, roles: dict[str, str]) -> Look:
    if look.verb == REVIEWED:
        outcome = REVIEW_WORDS[str(look.body.get("outcome"))]
        what = _("Reviewed where you stand: %(outcome)s") % {"outcome": outcome}
        return Look(look.at, _who(look), _("HR partner"), what)
    if look.verb == OPENED:
        purpose = PURPOSE_WORDS.get(str(look.body.get("purpose")), PURPOSE_WORDS[OTHER])
        what = _("Opened your case for: %(purpose)s") % {"purpose": purpose}
        return Look(look.at, _who(look), _("HR partner"), what)
    role = roles.get(str(look.body.get("role")), "")
    what = _("Opened your profile for the role %(role)s") % {"role": role}
    return Look(look.at, _who(look), _("Hiring manager"), what)


def _describe_reading(look: Event, reading: Reading | None, viewer: Person, partners: _Partners) -> Look:
    purpose = READING_WORDS[str(look.body.get("purpose"))]
    what = _("Read what you filed, or that you filed nothing: %(purpose)s") % {"purpose": purpose}
    if reading is not None and reading.purpose == ASKED:
        # only the reader says so: the person can contradict it, and not to the reader
        others = [pair for pair in partners[reading.assignment.campaign_id] if pair[1] != viewer.pk]
        who = _whom_to_tell(reading, others)
        what = _("%(what)s. If you did not, tell %(who)s.") % {"what": what, "who": who}
    by_two = reading is not None and reading.break_glass_id is not None
    hat = _("Admin, with a second person") if by_two else _("HR partner")
    return Look(look.at, _who(look), hat, what, reading.note if reading is not None else "")


def _whom_to_tell(reading: Reading, partners: list[tuple[str, int]]) -> str:
    """Another HR partner than who read it, and what the company gave as HR's contact."""
    others = sorted({name for name, person in partners if person != reading.read_by_id})[:3]
    return say_one_of([name for name in (*others, settings.HR_CONTACT) if name]) or _("HR")


def _describe_opening(look: Event, glass: BreakGlass) -> Look:
    """Whoever confirmed it stands as who looked: without them nothing would have been opened."""
    said = {
        "name": glass.proposed_by.name if glass.proposed_by is not None else "",
        "purpose": READING_WORDS[glass.reason],
        "minutes": MINUTES_OPEN,
    }
    what = {
        BreakGlassStatus.CONFIRMED: _("Opens what you filed to %(name)s, once, for %(minutes)d minutes: %(purpose)s"),
        BreakGlassStatus.USED: _("Opened what you filed to %(name)s, who read it: %(purpose)s"),
    }.get(BreakGlassStatus(glass.status), _("Opened what you filed to %(name)s, who did not read it: %(purpose)s"))
    return Look(look.at, _who(look), _("Second person"), what % said, glass.note)
