"""Who looked at one's own record, when, in which hat and for what."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from transfers.models import Event, Role
from transfers.queries.cases import CANCELLATION, CLAIM, LATE_FILING, OPENED, OTHER, PLACEMENT, UNPLACED
from transfers.sight.actor import Person

LOOKS = ("profile.opened", OPENED)
PURPOSE_WORDS: dict[str, Promise] = {
    CLAIM: gettext_lazy("an offer"),
    PLACEMENT: gettext_lazy("a move that was accepted"),
    LATE_FILING: gettext_lazy("late filing"),
    CANCELLATION: gettext_lazy("cancelling a move"),
    UNPLACED: gettext_lazy("the regular review until placement"),
    OTHER: gettext_lazy("another matter"),
}


@dataclass(frozen=True, slots=True)
class Look:
    """One look: who (a name, or that the name was erased), in which hat, at what and for what."""

    at: datetime
    who: str
    hat: str
    what: str


def get_looks(viewer: Person, at: datetime) -> QuerySet[Event]:
    """Every look at the viewer's own record, newest first, for paging."""
    looks = Event.objects.about(viewer.pk).filter(verb__in=LOOKS, at__lte=at)
    return looks.select_related("actor__employee")


def describe(looks: list[Event]) -> list[Look]:
    """Looks in words."""
    wanted = {look.body["role"] for look in looks if "role" in look.body}
    rows = Role.objects.filter(public_id__in=wanted).values_list("public_id", "title", "unit__name")
    roles = {str(public_id): f"{title}, {unit}" for public_id, title, unit in rows}
    return [_describe(look, roles) for look in looks]


def _describe(look: Event, roles: dict[str, str]) -> Look:
    actor = look.actor.employee if look.actor is not None else None
    who = actor.name if actor is not None else _("Somebody whose name was erased")
    if look.verb == OPENED:
        purpose = PURPOSE_WORDS.get(str(look.body.get("purpose")), PURPOSE_WORDS[OTHER])
        what = _("Opened your case for: %(purpose)s") % {"purpose": purpose}
        return Look(look.at, who, _("HR partner"), what)
    role = roles.get(str(look.body.get("role")), "")
    return Look(look.at, who, _("Hiring manager"), _("Opened your profile for the role %(role)s") % {"role": role})
