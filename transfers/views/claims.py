"""Offers: beside today's job, accepted or declined; both answers are one button."""

import uuid
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from transfers.actions.acceptance import accept_claim
from transfers.actions.claims import decline_claim
from transfers.calendars import last_minute_before
from transfers.clock import database_clock
from transfers.errors import Stale
from transfers.forms.claims import DeclineForm
from transfers.permissions.allowed import allowed
from transfers.permissions.claims import check_can_accept, check_can_answer
from transfers.queries.candidacies import get_own_candidacy
from transfers.queries.claims import (
    compare,
    get_end,
    get_level_note,
    get_live_claims,
    get_own_claim,
    get_past_claims,
)
from transfers.queries.days import weekday_in_words
from transfers.queries.placements import draft_placement
from transfers.queries.tasks import get_waiting
from transfers.sight.actor import Person
from transfers.web import do_once, form_keys, paginate, person_page, read_drawn

_PURPOSE = "answer"
_LIVE = "offered"
_WORDS = {
    _LIVE: gettext_lazy("Waits for your answer"),
    "accepted": gettext_lazy("Accepted"),
    "declined": gettext_lazy("Declined"),
    "undone": gettext_lazy("Accepted, then taken back"),
    "expired": gettext_lazy("Ended without an answer"),
    "withdrawn": gettext_lazy("Withdrawn"),
    "superseded": gettext_lazy("Closed by your own decision"),
}
# By what the person said of who may see them.
_WHY_NONE = {
    "": gettext_lazy(
        "Hiring managers can offer you a role once you say who may see you. Each offer then stands here beside "
        "today’s job."
    ),
    "none": gettext_lazy("You let nobody see you, so no hiring manager can offer you a role."),
    "rounds": gettext_lazy(
        "You take part in rounds only. What a round finds for you stands here as an offer, beside today’s job."
    ),
    "ranked": gettext_lazy(
        "The managers of the roles you ranked may see you, as you chose, and can offer you one. Each offer then "
        "stands here beside today’s job."
    ),
    "qualifying": gettext_lazy(
        "The managers of the roles you qualify for may see you, as you chose, and can offer you one. Each offer then "
        "stands here beside today’s job."
    ),
}


@require_safe
@person_page
def claims(request: HttpRequest, viewer: Person) -> HttpResponse:
    """What is open, side by side with today's job; below it what is over."""
    at = database_clock()
    live = get_live_claims(viewer, at)
    page = paginate(request, get_past_claims(viewer, at), per_page=10)
    shown = {
        "live": [{"claim": offer, "answer_by": last_minute_before(offer.expires_at)} for offer in live],
        "columns": [
            {"title": offer.role.title, "url": reverse("transfers:claim", args=[offer.public_id])} for offer in live
        ],
        "lines": compare(live[0].employee, live) if live else [],
        "past": [{"claim": offer, "word": _WORDS[get_end(offer, at)]} for offer in page],
        "page": page,
        "empty": {} if live else _empty(viewer, at),
    }
    return render(request, "claims/list.html", shown)


@require_safe
@person_page
def claim(request: HttpRequest, viewer: Person, public_id: uuid.UUID) -> HttpResponse:
    return _detail(request, viewer, public_id, DeclineForm(), database_clock())


@require_POST
@person_page
def accept(request: HttpRequest, viewer: Person, public_id: uuid.UUID) -> HttpResponse:
    """Accept; where that closes other offers, only after a page that says so."""
    at = database_clock()
    offer = get_own_claim(viewer, public_id)
    others = [other for other in get_live_claims(viewer, at) if other.pk != offer.pk]
    if get_end(offer, at) == _LIVE and others and request.POST.get("closes") != str(len(others)):
        return _interruption(request, viewer, offer, others, at)

    def work() -> str:
        now = database_clock()
        drawn = read_drawn(request, viewer, _PURPOSE, public_id, at=now)
        if drawn.version != draft_placement(offer, now).effective_on.toordinal():
            raise Stale(_("The day of the move is later than the page said. Open the offer again to see it."))
        placement = accept_claim(offer, by=viewer)
        return reverse("transfers:placement", args=[placement.public_id])

    return do_once(request, viewer, work)


@require_POST
@sensitive_post_parameters()
@person_page
def decline(request: HttpRequest, viewer: Person, public_id: uuid.UUID) -> HttpResponse:
    """Decline, with or without a reason."""
    offer = get_own_claim(viewer, public_id)
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return _detail(request, viewer, public_id, form, database_clock())

    def work() -> str:
        read_drawn(request, viewer, _PURPOSE, public_id, at=database_clock())
        decline_claim(offer, reason=form.cleaned_data["reason"], by=viewer)
        return reverse("transfers:claim", args=[public_id])

    return do_once(request, viewer, work)


def _detail(
    request: HttpRequest, viewer: Person, public_id: uuid.UUID, form: DeclineForm, at: datetime
) -> HttpResponse:
    offer = get_own_claim(viewer, public_id)
    end = get_end(offer, at)
    shown: dict[str, Any] = {
        "claim": offer,
        "word": _WORDS[end],
        "answer_by": last_minute_before(offer.expires_at),
        "form": form,
        "is_live": end == _LIVE,
        "is_withdrawn": end == "withdrawn",
        "columns": [{"title": offer.role.title}],
        "lines": compare(offer.employee, [offer]),
        "level_note": get_level_note(offer),
    }
    if end == _LIVE:
        waiting = get_waiting(viewer, at)
        draft = draft_placement(offer, at)
        version = draft.effective_on.toordinal()
        shown |= {
            "others": waiting.live_offers - 1,
            "is_placed": waiting.placement is not None,
            "may_accept": allowed(check_can_accept, viewer, offer, at),
            "may_decline": allowed(check_can_answer, viewer, offer, at),
            "steps": _steps(draft),
            "may_choose_day": draft.undo_until_at < draft.latest_announce_at,
            "is_later": draft.effective_on > offer.start_on,
            "accept_keys": form_keys(viewer, _PURPOSE, public_id, version=version, at=at),
            "decline_keys": form_keys(viewer, _PURPOSE, public_id, version=version, at=at),
        }
    return render(request, "claims/claim.html", shown, status=400 if form.is_bound else 200)


def _empty(viewer: Person, at: datetime) -> dict[str, str]:
    """Why no offer is open to this person, and what comes next, for components/empty.html."""
    placement = get_waiting(viewer, at).placement
    if placement is not None:
        text = _(
            "You accepted one. Until that move takes place, is undone or is cancelled, nobody can offer you another."
        )
        return {"text": text, "url": reverse("transfers:placement", args=[placement]), "link": _("The accepted move")}
    visibility = get_own_candidacy(viewer).visibility
    link = _("Who can see me") if visibility else _("Say who can see you")
    return {"text": str(_WHY_NONE[visibility]), "url": reverse("transfers:visibility"), "link": link}


def _steps(draft: Any) -> list[dict[str, object]]:
    """What accepting now would set going, for components/summary_list.html."""
    return [
        {"name": _("You can undo until"), "due": draft.undo_until_at},
        {"name": _("Your managers know at the latest"), "due": draft.latest_announce_at},
        {"name": _("Your first day there"), "day": draft.effective_on},
        {"name": _("Trial and right of return until"), "day": draft.trial_ends_on},
    ]


def _name(offer: Any) -> str:
    """An offer told apart from every other: two roles may have one title."""
    said = {"title": offer.role.title, "code": offer.role.code, "unit": offer.role.unit.name, "level": offer.level}
    return _("%(title)s (%(code)s), %(unit)s, level %(level)s") % said


def _interruption(request: HttpRequest, viewer: Person, offer: Any, others: list[Any], at: datetime) -> HttpResponse:
    moves_on = draft_placement(offer, at).effective_on
    n = len(others)
    accepted = _("You accept: %(offer)s. You move on %(day)s.")
    closes = _("This closes: %(offer)s. First day asked for: %(day)s.")
    shown = {
        "title": ngettext("Accepting closes another offer", "Accepting closes %(n)s other offers", n) % {"n": n},
        "points": [
            accepted % {"offer": _name(offer), "day": weekday_in_words(moves_on)},
            *filter(None, [get_level_note(offer)]),
            *[closes % {"offer": _name(other), "day": weekday_in_words(other.start_on)} for other in others],
            _(
                "If you undo within the undo time, the offer that you accept ends too. None of these opens again; "
                "managers who can see you may make you new offers."
            ),
        ],
        "closes": n,
        "claim": offer,
        "keys": form_keys(viewer, _PURPOSE, offer.public_id, version=moves_on.toordinal(), at=at),
    }
    return render(request, "claims/interruption.html", shown)
