"""What follows from filing one option, in rows of one length for both."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from transfers.calendars import local_date
from transfers.queries.days import weekday_in_words
from transfers.queries.memberships import Membership
from transfers.queries.policies import get_policy_at
from transfers.queries.questions import STAY_TOPICS, get_return_place, get_whom_to_ask_about

Row = dict[str, str]


def get_consequences(
    membership: Membership, *, undrafts: bool, turns_back: bool, live_offers: int, ask: str, at: datetime
) -> list[Row]:
    """The rows of the check page; `turns_back` is undraft before, stay now, `ask` who answers what is not stated.

    Both options have the same rows with the same names of units in them, so that neither page is the longer one.
    """
    said = _of_undraft(membership, ask, at) if undrafts else _of_stay(membership, ask)
    return [*said, {"name": _("Offers to you"), "value": _offers(live_offers, closing=turns_back)}]


def _of_stay(membership: Membership, ask: str) -> list[Row]:
    campaign = membership.assignment.campaign
    unit, place = membership.assignment.assigned_unit.name, get_return_place(membership)
    who = get_whom_to_ask_about(campaign, STAY_TOPICS, ask)
    who_ends = get_whom_to_ask_about(campaign, ["stay_end"], ask)
    stated = _("In %(unit)s as today, on the terms stated below.")
    open_terms = _("In %(unit)s as today. Not all of its terms are stated yet: ask %(who)s.")
    away = _("You do not go to %(unit)s by this choice.") % {"unit": place}
    return [
        {"name": _("Where you work"), "value": (open_terms if who else stated) % {"unit": unit, "who": who}},
        {"name": _("Until when"), "value": _("This choice sets no day on which that ends.")},
        {"name": _("Afterwards"), "value": away if place else _below(who_ends)},
        {"name": _("Priority for roles"), "value": _("None; a candidate on own request.")},
    ]


def _of_undraft(membership: Membership, ask: str, at: datetime) -> list[Row]:
    assignment = membership.assignment
    unit, place = assignment.assigned_unit.name, get_return_place(membership)
    policy = assignment.campaign.policy or get_policy_at(at)
    today = local_date(at, assignment.employee.zone)
    day = weekday_in_words(today + timedelta(days=policy.latest_end_days))
    days = policy.entitlement_days
    back = _("You go to %(unit)s, if not placed by then.") % {"unit": place}
    who = get_whom_to_ask_about(assignment.campaign, ["until_placed"], ask)
    who_ends = get_whom_to_ask_about(assignment.campaign, ["after_end"], ask)
    stated = _("In %(unit)s until placed, as said below.")
    open_place = _("Whether in %(unit)s until you are placed is not stated yet: ask %(who)s.")
    return [
        {"name": _("Where you work"), "value": (open_place if who else stated) % {"unit": unit, "who": who}},
        {"name": _("Until when"), "value": _("At the latest until %(day)s.") % {"day": day}},
        {"name": _("Afterwards"), "value": back if place else _below(who_ends)},
        {"name": _("Priority for roles"), "value": _("From filing, %(n)s days or until placed.") % {"n": days}},
    ]


def _below(who: str) -> str:
    """Where it is read what follows; where nothing is stated, whom to ask."""
    return _("Not stated yet: ask %(who)s.") % {"who": who} if who else _("See what is stated below.")


def _offers(live: int, *, closing: bool) -> str:
    if closing:
        closed = _("No offer is open now.")
        if live:
            closed = ngettext(
                "%(n)s open offer closes as you file.", "%(n)s open offers close as you file.", live
            ) % {"n": live}
        return _("%(offers)s Managers cannot see you any more; you may open that again.") % {"offers": closed}
    if live:
        kept = ngettext("%(n)s open offer stays open.", "%(n)s open offers stay open.", live) % {"n": live}
    else:
        kept = _("No offer is open now.")
    return _("%(offers)s Whether managers can see you does not change by filing.") % {"offers": kept}
