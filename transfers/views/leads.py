"""What the lead of a unit reads, and the requests for seats that announced moves leave empty."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from transfers.actions.backfills import request_backfill, withdraw_backfill
from transfers.clock import database_clock
from transfers.downloads import table_asked_for
from transfers.errors import NotVisible
from transfers.formats.suppression import LEAST_ASSIGNED
from transfers.forms.leads import BackfillForm, SupposeForm
from transfers.queries.lead_figures import get_lead_figures
from transfers.queries.leads import get_lead_page, get_led_units, get_seat, suppose
from transfers.sight.actor import Person
from transfers.web import do_and_say, do_or_redraw, form_keys, paginate, person_page, read_drawn

_REQUEST, _WITHDRAW = "backfill", "backfill_withdraw"


@require_safe
@person_page
def units(request: HttpRequest, viewer: Person) -> HttpResponse:
    """The units that one leads, with everything under them."""
    page = paginate(request, get_led_units(viewer, database_clock()), per_page=50)
    return render(request, "leads/list.html", {"page": page})


@require_safe
@person_page
def unit(request: HttpRequest, viewer: Person, public_id: uuid.UUID) -> HttpResponse:
    """One of them: counts that were released, shortage, roles, minimums, seats, and what a typed number would do."""
    page = get_lead_page(viewer, public_id, database_clock())
    figures = get_lead_figures(page)
    form = SupposeForm(request.GET if "leave" in request.GET else None, there=page.unit.there)
    supposed = suppose(page, form.cleaned_data["leave"]) if form.is_valid() else None
    shown = {"lead": page, "figures": figures, "form": form, "supposed": supposed, "least_assigned": LEAST_ASSIGNED}
    status = 400 if form.errors else 200
    return table_asked_for(request, figures) or render(request, "leads/unit.html", shown, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@person_page
def seat(request: HttpRequest, viewer: Person, public_id: uuid.UUID) -> HttpResponse:
    """One seat that an announced move leaves empty: what became of it, and asking HR for a backfill."""
    at = database_clock()
    placement, found, of = get_seat(viewer, public_id, at)
    form = BackfillForm(request.POST if request.method == "POST" else None)

    def draw() -> HttpResponse:
        keys = form_keys(viewer, _REQUEST, public_id, version=0, at=at)
        withdrawing = form_keys(viewer, _WITHDRAW, public_id, version=0, at=at)
        shown = {"seat": found, "unit": of, "form": form, "keys": keys, "withdraw_keys": withdrawing}
        return render(request, "leads/seat.html", shown, status=400 if form.errors else 200)

    if not form.is_valid():
        return draw()

    def work() -> str:
        read_drawn(request, viewer, _REQUEST, public_id, at=database_clock())
        request_backfill(placement, note=form.cleaned_data["note"], by=viewer)
        return reverse("transfers:lead_seat", args=[public_id])

    return do_or_redraw(request, viewer, form, work, _("The backfill was requested. HR answers it."), draw)


@require_POST
@person_page
def withdraw(request: HttpRequest, viewer: Person, public_id: uuid.UUID) -> HttpResponse:
    """Take a request back."""
    backfill = get_seat(viewer, public_id, database_clock())[1].backfill
    if backfill is None:
        raise NotVisible()

    def work() -> str:
        read_drawn(request, viewer, _WITHDRAW, public_id, at=database_clock())
        withdraw_backfill(backfill, by=viewer)
        return reverse("transfers:lead_seat", args=[public_id])

    return do_and_say(request, viewer, work, _("The request was withdrawn."))
