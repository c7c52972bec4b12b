"""A hiring manager rates a candidate for rounds."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from transfers.actions.ratings import rate_candidate
from transfers.clock import database_clock
from transfers.errors import NotVisible
from transfers.forms.ratings import RatingForm
from transfers.queries.hiring import get_asking_role
from transfers.queries.pools import find_candidates
from transfers.queries.ratings import get_own_rating
from transfers.sight.actor import Person
from transfers.web import do_or_redraw, form_keys, person_page, read_drawn

_PURPOSE = "rate"


@require_http_methods(["GET", "HEAD", "POST"])
@person_page
def rate(request: HttpRequest, viewer: Person, public_id: uuid.UUID, candidate: uuid.UUID) -> HttpResponse:
    """One rating, which only rounds read."""
    at = database_clock()
    asking = get_asking_role(viewer, public_id, at)
    role = asking.role
    found = find_candidates(viewer, role, [candidate], at)
    if not found:
        raise NotVisible()
    person = found[0].person
    rating, version = get_own_rating(viewer, role, person)
    form = RatingForm(request.POST if request.method == "POST" else None, initial={"rating": rating})

    def draw() -> HttpResponse:
        shown = {
            "role": role,
            "asked": asking.asked,
            "person": person,
            "candidate": candidate,
            "form": form,
            "keys": form_keys(viewer, _PURPOSE, candidate, version=version, at=at),
        }
        return render(request, "hiring/rate.html", shown, status=400 if form.errors else 200)

    if request.method != "POST" or not form.is_valid():
        return draw()

    def work() -> str:
        drawn = read_drawn(request, viewer, _PURPOSE, candidate, at=database_clock())
        rate_candidate(role, found[0].candidacy, form.cleaned_data["rating"], seen_version=drawn.version, by=viewer)
        return reverse("transfers:hiring_profile", args=[public_id, candidate])

    return do_or_redraw(request, viewer, form, work, _("Your rating is kept. Only rounds read it."), draw)
