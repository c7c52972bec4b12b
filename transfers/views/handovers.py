"""The handover of one move: as the person, the receiving manager or an HR partner has it before them."""

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from transfers.actions.handovers import tick_handover
from transfers.clock import database_clock
from transfers.forms.handovers import HandoverForm
from transfers.permissions.handovers import check_has_handover
from transfers.queries import cases
from transfers.queries.handovers import Part, get_arrival, get_handovers, to_version
from transfers.queries.placements import get_own_placement
from transfers.sight.actor import Person
from transfers.web import do_or_redraw, form_keys, person_page, read_drawn

_PURPOSE = "handover"
PERSON, MANAGER, PARTNER = "person", "manager", "partner"
_FORM = ["GET", "HEAD", "POST"]
Find = Callable[[datetime], Any]


@require_http_methods(_FORM)
@person_page
def own(request: HttpRequest, viewer: Person, public_id: uuid.UUID) -> HttpResponse:
    """One's own move."""
    back = (reverse("transfers:placement", args=[public_id]), _("Back to the move"))
    return _handover(request, viewer, PERSON, lambda _at: get_own_placement(viewer, public_id), back)


@require_http_methods(_FORM)
@person_page
def arrival(request: HttpRequest, viewer: Person, public_id: uuid.UUID) -> HttpResponse:
    """Somebody who comes to a role of one's own."""
    back = (reverse("transfers:hiring_claims"), _("Claims I made"))
    return _handover(request, viewer, MANAGER, lambda at: get_arrival(viewer, public_id, at), back)


@require_http_methods(_FORM)
@person_page
def in_case(request: HttpRequest, viewer: Person, public_id: uuid.UUID, placement: uuid.UUID) -> HttpResponse:
    """The move of somebody whose case is open for it."""

    def find(at: datetime) -> Any:
        person = cases.get_open_case(viewer, public_id, at, purpose=cases.PLACEMENT).person
        return cases.get_placement_in_case(viewer, person, placement, at)

    return _handover(request, viewer, PARTNER, find, (reverse("transfers:case", args=[public_id]), _("Case")))


def _handover(request: HttpRequest, viewer: Person, owner: str, find: Find, back: tuple[str, str]) -> HttpResponse:
    at = database_clock()
    found = find(at)
    check_has_handover(found)
    parts = get_handovers([found])[found.pk]
    mine = next(part for part in parts if part.owner == owner)
    stood = [step.key for step in mine.steps if step.done_at is not None]
    form = HandoverForm(request.POST if request.method == "POST" else None, part=mine)

    def draw() -> HttpResponse:
        keys = form_keys(viewer, _PURPOSE, found.public_id, version=to_version(owner, stood), at=at)
        return _page(request, found, parts, mine, form, keys=keys, ticked=stood, back=back)

    if not form.is_valid():
        return draw()

    def work() -> str:
        now = database_clock()
        drawn = read_drawn(request, viewer, _PURPOSE, found.public_id, at=now)
        done = form.cleaned_data["done"]
        tick_handover(find(now), owner=owner, done=done, seen_version=drawn.version, by=viewer)
        return request.path

    return do_or_redraw(request, viewer, form, work, _("Saved."), draw)


def _page(
    request: HttpRequest,
    found: Any,
    parts: list[Part],
    mine: Part,
    form: HandoverForm,
    *,
    back: tuple[str, str],
    **shown: object,
) -> HttpResponse:
    context = {
        "placement": found,
        "mine": mine,
        "others": [part for part in parts if part is not mine],
        "form": form,
        "back_url": back[0],
        "back_label": back[1],
        **shown,
    }
    return render(request, "handovers/handover.html", context, status=400 if form.is_bound else 200)
