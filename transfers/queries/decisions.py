"""The log of decisions that hold for everybody: who sees which, and each in words. None follows from a choice."""

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Employee
from transfers.formats.commitments import commit_to_words
from transfers.models import Decision
from transfers.models.campaign import ORIGIN, POOL
from transfers.models.policy import BANDS, WEIGHTED
from transfers.models.terms import NO_CHANGE, NOT_STATED, STATED
from transfers.queries.days import instant_in_words
from transfers.queries.policy_names import POLICY_NAMES
from transfers.queries.publish_gate import TOPIC_NAMES
from transfers.sight.hats import campaigns_on_desk_of, is_admin

VERB_WORDS: dict[str, Promise] = {
    "policy.published": gettext_lazy("a version of the policy was published"),
    "campaign.edited": gettext_lazy("a campaign in preparation was changed"),
    "campaign.open": gettext_lazy("a campaign was opened"),
    "campaign.lengthened": gettext_lazy("everybody was given longer"),
    "campaign.extended": gettext_lazy("everybody was given a day more after an outage"),
    "campaign.reopened": gettext_lazy("a campaign was reopened"),
}
_NAMES: dict[str, Promise] = {
    "status": gettext_lazy("Status"),
    "code": gettext_lazy("Code"),
    "name": gettext_lazy("Name"),
    "memo": gettext_lazy("Memo"),
    "memo_from": gettext_lazy("Signed by"),
    "until_placed": gettext_lazy("Where people work until placed"),
    "deadline": gettext_lazy("Deadline"),
    "after_end": gettext_lazy("After the latest end day"),
    "pool": gettext_lazy("Pool"),
    "is_capture_excluded": gettext_lazy("Excluded from capture"),
    "assigned_units": gettext_lazy("Assigned units"),
    "terms": gettext_lazy("Terms"),
    "countries": gettext_lazy("Consultation and assessment"),
    "staffing": gettext_lazy("Minimum staffing"),
    "skills": gettext_lazy("Minimum by skill"),
}
_WORDS: dict[str, Promise] = {
    "preparing": gettext_lazy("in preparation"),
    "open": gettext_lazy("open"),
    ORIGIN: gettext_lazy("back to the origin unit"),
    POOL: gettext_lazy("to the named pool"),
    BANDS: gettext_lazy("shortage first"),
    WEIGHTED: gettext_lazy("weighted"),
    NO_CHANGE: gettext_lazy("no change"),
    NOT_STATED: gettext_lazy("not stated: ask …"),
    STATED: gettext_lazy("stated"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that changed: its name, what it was and what it is."""

    name: str
    was: str
    now: str


def get_decisions(viewer: Employee, at: datetime) -> QuerySet[Decision]:
    """Policies for whoever has a desk; of campaigns an admin's all, and those that an HR partner serves."""
    found = Decision.objects.select_related("event__actor__employee", "policy", "campaign")
    campaigns = campaigns_on_desk_of(viewer, at, is_admin=is_admin(viewer, at))
    return found.filter(Q(policy__isnull=False) | Q(campaign__in=campaigns))


def say_what(decision: Decision) -> str:
    return capfirst(str(VERB_WORDS[decision.event.verb]))


def say_who(decision: Decision) -> str:
    """Who decided; without a name once that person's record was erased."""
    actor = decision.event.actor
    if actor is None:
        return _("the portal, by itself")
    return str(actor.employee) if actor.employee is not None else _("somebody whose record was erased")


def say_prompt(decision: Decision) -> str:
    return decision.policy.note if decision.policy is not None else decision.prompted_by


def get_lines(decision: Decision) -> list[Line]:
    """What it changed, in words."""
    return [
        Line(_name_of(each), _say(each["name"], each["from"]), _say(each["name"], each["to"]))
        for each in decision.changes
    ]


def get_commitment(decision: Decision) -> str:
    """What its Event holds of its words: nothing of them, and whether they are the ones that were written."""
    return commit_to_words([decision.prompted_by, decision.changes], bytes(decision.key)).hex()


def stands_as_recorded(decision: Decision) -> bool:
    """Whether these are the words that the sealed Event committed to."""
    return hmac.compare_digest(get_commitment(decision), str(decision.event.body.get("decision", "")))


def _name_of(change: dict[str, Any]) -> str:
    name = _NAMES.get(change["name"])
    if name is None:  # a number of the policy
        return capfirst(str(POLICY_NAMES.get(change["name"], change["name"])))
    of = TOPIC_NAMES.get(change["of"], change["of"]) if change["name"] == "terms" else change["of"]
    return f"{name}: {of}" if of else str(name)


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if value is None:
        return _("not stated")
    return str(_WORDS.get(value, value)) if isinstance(value, str) else str(value)


def _joined(values: Any) -> str:
    return ", ".join(values)


def _in_parts(values: Any) -> str:
    return "; ".join(filter(None, map(_word, values)))


def _instant(written: Any) -> str:
    """As it was written down in its zone, “2026-11-21 17:00 Europe/Stockholm”, in words."""
    day, _space, rest = str(written).partition(" ")
    minute, _space, zone = rest.partition(" ")
    try:
        at = datetime.fromisoformat(f"{day} {minute}").replace(tzinfo=ZoneInfo(zone))
    except (ValueError, KeyError):
        return str(written)
    return instant_in_words(at, zone)


def _with_level(values: Any) -> str:
    people, proficiency = values
    return _("%(people)s at level %(level)s or above") % {"people": people, "level": proficiency}


_SAID: dict[str, Callable[[Any], str]] = {
    "assigned_units": _joined,
    "terms": _in_parts,
    "countries": _in_parts,
    "skills": _with_level,
    "deadline": _instant,
    **dict.fromkeys(("code", "name", "memo", "memo_from", "until_placed", "pool"), str),
}


def _say(name: str, value: Any) -> str:
    return _SAID.get(name, _word)(value) or "–"
