"""What waits for an HR partner, and the review of somebody who has no placement."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import TypeVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from transfers.actions.reviews import make_review
from transfers.calendars import local_date
from transfers.clock import database_clock
from transfers.downloads import table_asked_for
from transfers.forms.reviews import ReviewForm
from transfers.permissions.cases import check_is_hr_partner
from transfers.permissions.reviews import check_may_review
from transfers.queries import cases
from transfers.queries.exceptions import (
    LONGEST,
    Unplaced,
    get_claims_without_manager,
    get_held_moves,
    get_unplaced,
    with_people,
)
from transfers.queries.findings import get_findings_to_review
from transfers.queries.queue_figures import get_queue_figures
from transfers.sight.actor import Person
from transfers.web import FormKeys, do_or_redraw, form_keys, paginate, person_page, read_drawn

T = TypeVar("T")

_REVIEW = "review"


@require_safe
@person_page
def exceptions(request: HttpRequest, viewer: Person) -> HttpResponse:
    """Everything that waits for this HR partner, each with what to do next."""
    at = database_clock()
    check_is_hr_partner(viewer, at)
    unplaced, moves = get_unplaced(viewer, at), get_held_moves(viewer, at)
    findings = get_findings_to_review(viewer, at)
    waiting = [row.since for row in unplaced] + [held.at for held in moves] + [row.proposed_at for row in findings]
    figures = get_queue_figures(waiting, at)
    page, page_of_moves = paginate(request, unplaced), paginate(request, moves, asked_by="moves")
    context = {
        "page": page,
        "unplaced": _keyed(with_people(list(page)), viewer, at),
        "claims": _keyed(get_claims_without_manager(viewer, at), viewer, at),
        "page_of_moves": page_of_moves,
        "moves": _keyed(page_of_moves, viewer, at),
        "findings": _keyed(findings, viewer, at),
        "figures": figures,
        "today": local_date(at, viewer.zone),
        "reviewing": cases.UNPLACED,
        "claiming": cases.CLAIM,
        "finding": cases.FINDING,
        "moving": cases.OTHER,
    }
    return table_asked_for(request, figures) or render(request, "exceptions/list.html", context)


def _keyed(rows: Iterable[T], viewer: Person, at: datetime) -> list[tuple[FormKeys, T]]:
    """Each row with the keys of a form of its own: every one opens another case."""
    return [(form_keys(viewer, cases.OPENING, viewer.public_id, version=0, at=at), row) for row in rows]


@require_http_methods(["GET", "HEAD", "POST"])
@person_page
def review(request: HttpRequest, viewer: Person, public_id: uuid.UUID) -> HttpResponse:
    """Record what came of a review, from the person's open case."""

    def check(at: datetime) -> Unplaced:
        opened = cases.get_open_case(viewer, public_id, at, purpose=cases.UNPLACED)
        return check_may_review(viewer, opened.person, at)

    at = database_clock()
    found = check(at)
    initial = {"next_on": local_date(at, found.person.zone) + LONGEST}
    form = ReviewForm(request.POST if request.method == "POST" else None, initial=initial)

    def draw() -> HttpResponse:
        keys = form_keys(viewer, _REVIEW, public_id, version=0, at=at)
        context = {"person": found.person, "since": found.since, "form": form, "keys": keys}
        return render(request, "exceptions/review.html", context, status=400 if form.is_bound else 200)

    if not form.is_valid():
        return draw()

    def work() -> str:
        now = database_clock()
        standing = check(now)
        read_drawn(request, viewer, _REVIEW, public_id, at=now)
        make_review(standing.person, form.cleaned_data["outcome"], form.cleaned_data["next_on"], by=viewer)
        return reverse("transfers:case", args=[public_id])

    return do_or_redraw(request, viewer, form, work, _("The review is recorded. The person was told."), draw)
