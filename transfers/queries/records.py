"""Who looked at one's own record, when, in which hat and for what."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from transfers.models import Event, Reading, Role
from transfers.models import reading as readings
from transfers.queries.cases import CANCELLATION, CLAIM, LATE_FILING, OPENED, OTHER, PLACEMENT, READING, UNPLACED
from transfers.queries.readings import READ
from transfers.sight.actor import Person

LOOKS = ("profile.opened", OPENED, READ)
PURPOSE_WORDS: dict[str, Promise] = {
    CLAIM: gettext_lazy("an offer"),
    PLACEMENT: gettext_lazy("a move that was accepted"),
    LATE_FILING: gettext_lazy("late filing"),
    CANCELLATION: gettext_lazy("cancelling a move"),
    UNPLACED: gettext_lazy("the regular review until placement"),
    READING: gettext_lazy("reading what you filed"),
    OTHER: gettext_lazy("another matter"),
}
READING_WORDS: dict[str, Promise] = {
    readings.ASKED: gettext_lazy("you asked for it"),
    readings.DISPUTE: gettext_lazy("a dispute about what was filed, or when"),
    readings.TERMS: gettext_lazy("terms that depend on it, such as pay, leave or a visa"),
    readings.NEXT_STEP: gettext_lazy("arranging what comes next"),
    readings.DUTY: gettext_lazy("a duty by law or agreement"),
    readings.SAFETY: gettext_lazy("somebody’s safety"),
    readings.FAULT: gettext_lazy("a fault of the portal"),
    readings.OTHER: gettext_lazy("another purpose"),
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


def describe(looks: list[Event]) -> list[Look]:
    """Looks in words."""
    wanted = {look.body["role"] for look in looks if "role" in look.body}
    rows = Role.objects.filter(public_id__in=wanted).values_list("public_id", "title", "unit__name")
    roles = {str(public_id): f"{title}, {unit}" for public_id, title, unit in rows}
    read = [look.noun_id for look in looks if look.verb == READ]
    notes = dict(Reading.objects.filter(pk__in=read).values_list("pk", "note")) if read else {}
    return [_describe(look, roles, notes) for look in looks]


def _describe(look: Event, roles: dict[str, str], notes: dict[int, str]) -> Look:
    actor = look.actor.employee if look.actor is not None else None
    who = actor.name if actor is not None else _("Somebody whose name was erased")
    if look.verb == OPENED:
        purpose = PURPOSE_WORDS.get(str(look.body.get("purpose")), PURPOSE_WORDS[OTHER])
        what = _("Opened your case for: %(purpose)s") % {"purpose": purpose}
        return Look(look.at, who, _("HR partner"), what)
    if look.verb == READ:
        purpose = READING_WORDS.get(str(look.body.get("purpose")), READING_WORDS[readings.OTHER])
        what = _("Read what stands as filed by you, or that nothing is: %(purpose)s") % {"purpose": purpose}
        return Look(look.at, who, _("HR partner"), what, notes.get(look.noun_id, ""))
    role = roles.get(str(look.body.get("role")), "")
    return Look(look.at, who, _("Hiring manager"), _("Opened your profile for the role %(role)s") % {"role": role})
