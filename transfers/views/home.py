"""The first page: what is to do, each with its state and its deadline."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from transfers.clock import database_clock
from transfers.queries.handovers import OwedStep, get_steps_of_manager
from transfers.queries.memberships import Membership, Window, get_memberships
from transfers.queries.round_steps import RoundToRun, get_rounds_waiting_for
from transfers.queries.surveys import Survey, get_surveys
from transfers.queries.tasks import Waiting, get_waiting
from transfers.sight.actor import Person
from transfers.web import person_page

Task = dict[str, Any]
_ROUNDS = "admin:transfers_round_changelist"


@require_safe
@person_page
def home(request: HttpRequest, viewer: Person) -> HttpResponse:
    at = database_clock()
    memberships = get_memberships(viewer, at)
    waiting = get_waiting(viewer, at)
    surveys = get_surveys(viewer, memberships, at)
    rounds = get_rounds_waiting_for(viewer, at) if waiting.is_hr_partner else []
    steps = get_steps_of_manager(viewer, at) if waiting.is_hiring_manager else []
    shown = {
        "memberships": [
            {"membership": each, "tasks": _tasks_of(each, surveys.get(each.assignment.campaign_id))}
            for each in memberships
        ],
        "tasks": _tasks_for_everybody(waiting),
        "others": _tasks_for_others(waiting, rounds, steps),
        "next": _next(memberships, waiting, at) or _next_round(rounds) or next(iter(_arrivals(steps)), None),
        "waiting": waiting,
    }
    return render(request, "home/home.html", shown)


def _tasks_of(membership: Membership, survey: Survey | None) -> list[Task]:
    """The same for every member, whatever was filed or not."""
    assignment = membership.assignment
    memo = {
        "title": _("Read the memo"),
        "url": reverse("transfers:memo", args=[assignment.campaign.public_id]),
        "hint": _("The company’s words about the choice, unchanged."),
    }
    choice = {"title": _("Make your choice"), "url": _choice(membership), **_choice_state(membership)}
    return [memo, choice] if survey is None else [memo, choice, _survey(membership, survey)]


def _survey(membership: Membership, survey: Survey) -> Task:
    return {
        "title": _("Answer two questions, if you like"),
        "url": reverse("transfers:survey", args=[membership.assignment.campaign.public_id]),
        "hint": _("Kept without your name. Once shuffled, nobody can tell which answer is yours."),
        "status": _("Answered") if survey.is_answered else _("Optional"),
        "due": None if survey.is_answered else survey.ends_at,
    }


def _choice(membership: Membership) -> str:
    return reverse("transfers:choice", args=[membership.assignment.public_id])


def _choice_state(membership: Membership) -> Task:
    filed = _("Filed") if membership.is_filed else _("No choice filed")
    if membership.window == Window.OPEN:
        hint = _("You may file, and change what you filed, until the deadline.")
        if membership.placement is not None and membership.is_filed:
            hint = _("You have accepted an offer: see whether you can still change what you filed.")
        return {"status": filed, "hint": hint, "due": membership.file_by}
    if membership.window == Window.NOT_OFFERED:
        return {"status": _("Not offered to you"), "hint": _("See why, and whom to ask.")}
    if membership.window == Window.OVER:
        return {"status": filed, "hint": _("The assignment has ended, and with it the choice about it.")}
    hint = _("The deadline has passed. What you filed stands.")
    if not membership.is_filed:
        hint = _("The deadline has passed and nothing changes for you. See what you can still do.")
    return {"status": filed, "hint": hint}


def _tasks_for_everybody(waiting: Waiting) -> list[Task]:
    visibility: Task = {"title": _("Say who can see you"), "url": reverse("transfers:visibility")}
    if waiting.is_visibility_answered:
        visibility |= {"status": _("Answered"), "hint": _("You can change your answer at any time.")}
    else:
        visibility |= {"status": _("Not answered"), "hint": _("No manager can offer you a role yet.")}
    offers: Task = {"title": _("Answer offers"), "url": reverse("transfers:claims"), "status": _("None open")}
    if waiting.live_offers:
        count = ngettext("%(n)s open", "%(n)s open", waiting.live_offers) % {"n": waiting.live_offers}
        offers |= {"status": count, "tone": "attention", "due": waiting.first_answer_by}
    return [
        *_handover(waiting),
        *_trial(waiting),
        {
            "title": _("Look at roles for you"),
            "url": reverse("transfers:roles"),
            "hint": _("Every open role you qualify for, and why it stands where it stands."),
        },
        visibility,
        offers,
        {
            "title": _("See the timeline"),
            "url": reverse("transfers:timeline"),
            "hint": _("Everything so far and ahead, with days and whose turn it is."),
        },
    ]


def _handover(waiting: Waiting) -> list[Task]:
    """Of a move whose managers know of it: before that nobody has a handover."""
    if waiting.placement is None or not waiting.is_announced:
        return []
    url = reverse("transfers:handover", args=[waiting.placement])
    hint = _("Who owes what by when, you and those who receive you. The move takes place whether or not it is done.")
    return [{"title": _("Hand over before you move"), "url": url, "hint": hint, "due": waiting.effective_at}]


def _trial(waiting: Waiting) -> list[Task]:
    """Of a move that took place: the way to it, and to the right of return."""
    if waiting.trial is None:
        return []
    url = reverse("transfers:placement", args=[waiting.trial])
    hint = _("Until the trial ends you can go back, without giving a reason.")
    title, status = _("See your move and your right of return"), _("In trial")
    return [{"title": title, "url": url, "hint": hint, "status": status, "day": waiting.trial_ends_on}]


def _tasks_for_others(waiting: Waiting, rounds: list[RoundToRun], steps: Sequence[OwedStep]) -> list[Task]:
    """What the viewer does for others, by grant."""
    granted = []
    if waiting.is_hiring_manager:
        hint = _("The people who made themselves visible for them, and the seats that are free.")
        granted.append({"title": _("My roles"), "url": reverse("transfers:hiring_roles"), "hint": hint})
        hint = _("Offers that wait for an answer, and who arrives.")
        granted.append({"title": _("Claims I made"), "url": reverse("transfers:hiring_claims"), "hint": hint})
        granted += _arrivals(steps)
    if waiting.is_lead:
        hint = _("How many people they are short of, and the seats that announced moves leave.")
        granted.append({"title": _("My units"), "url": reverse("transfers:lead"), "hint": hint})
    if waiting.is_hr_partner:
        hint = _("Open the case of somebody you serve, one at a time and for a purpose.")
        granted.append({"title": _("Cases"), "url": reverse("transfers:cases"), "hint": hint})
        granted.append({"title": _("Rounds to run"), "url": reverse(_ROUNDS), **_rounds_state(rounds)})
    if waiting.has_desk:
        hint = _("What waits for HR stands there first, the oldest on top; it is not counted here.")
        granted.append({"title": _("Administration"), "url": reverse("admin:index"), "hint": hint})
    return granted


def _arrivals(steps: Sequence[OwedStep]) -> list[Task]:
    """What a manager owes those who come to their roles: announced moves alone have such steps."""
    if not steps:
        return []
    first = steps[0]
    is_one = len({owed.placement for owed in steps}) == 1
    url = reverse("transfers:hiring_claims")
    if is_one:
        url = reverse("transfers:hiring_arrival", args=[first.placement])
    return [
        {
            "title": _("Your steps for who arrives"),
            "url": url,
            "hint": first.step.title,
            "status": ngettext("%(n)s step open", "%(n)s steps open", len(steps)) % {"n": len(steps)},
            "tone": "attention",
            "day": first.step.day,
            "is_late": first.is_late,
        }
    ]


def _rounds_state(rounds: list[RoundToRun]) -> Task:
    if not rounds:
        return {"status": _("None waits for you")}
    count = ngettext("%(n)s waits for you", "%(n)s wait for you", len(rounds)) % {"n": len(rounds)}
    return {"status": count, "tone": "attention", "due": rounds[0].by}


def _next_round(rounds: list[RoundToRun]) -> Task | None:
    """A step of a round, which only who runs it takes."""
    if not rounds:
        return None
    url = reverse("admin:transfers_round_change", args=[rounds[0].pk])
    return {"title": _("A round waits for your next step"), "url": url, "due": rounds[0].by}


def _next(memberships: list[Membership], waiting: Waiting, at: datetime) -> Task | None:
    """The one thing to do first, or None."""
    if waiting.live_offers:
        title = ngettext("An offer waits for your answer", "Offers wait for your answer", waiting.live_offers)
        return {"title": title, "url": reverse("transfers:claims"), "due": waiting.first_answer_by}
    if waiting.placement is not None:
        url = reverse("transfers:placement", args=[waiting.placement])
        if waiting.undo_until_at is not None and at < waiting.undo_until_at:
            return {"title": _("You accepted an offer. You can undo it"), "url": url, "due": waiting.undo_until_at}
        return {"title": _("You accepted an offer. See your move"), "url": url, "due": None}
    for membership in memberships:
        if membership.window == Window.OPEN and not membership.is_filed:
            title = _("Make your choice: nothing is filed yet")
            return {"title": title, "url": _choice(membership), "due": membership.file_by}
    if waiting.trial is not None:
        url = reverse("transfers:placement", args=[waiting.trial])
        return {"title": _("You have moved. See your move and your right of return"), "url": url, "due": None}
    return None
