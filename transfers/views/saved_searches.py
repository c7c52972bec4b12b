"""Searches of the open roles that one keeps: alike for every employee."""

import uuid
from dataclasses import asdict

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from transfers.actions.saved_searches import delete_search, save_search
from transfers.clock import database_clock
from transfers.errors import Invalid
from transfers.forms.roles import RoleSearchForm
from transfers.forms.saved_searches import SaveSearchForm
from transfers.queries.public_facts import get_public_facts
from transfers.queries.ranked_roles import RoleFilter
from transfers.queries.saved_searches import get_saved_searches, say_filter
from transfers.sight.actor import Person
from transfers.web import do_and_say, do_or_redraw, form_keys, person_page, read_drawn

_SAVE, _DELETE = "save_search", "delete_search"


@require_http_methods(["GET", "HEAD", "POST"])
@person_page
def searches(request: HttpRequest, viewer: Person) -> HttpResponse:
    """What is kept; and, where the address holds a search, a form that keeps it."""
    at = database_clock()
    is_sent = request.method == "POST"
    search = RoleSearchForm(request.POST if is_sent else request.GET)
    asked = search.get_filter() if search.is_valid() else RoleFilter()
    form = SaveSearchForm(request.POST) if is_sent else SaveSearchForm(initial=asdict(asked))

    def draw() -> HttpResponse:
        public = get_public_facts(at)
        shown = {
            "kept": [
                (form_keys(viewer, _DELETE, one.public_id, version=0, at=at), one)
                for one in get_saved_searches(viewer, public)
            ],
            "asked": say_filter(asked, public),
            "form": form,
            "keys": form_keys(viewer, _SAVE, viewer.public_id, version=0, at=at),
        }
        return render(request, "saved_searches/list.html", shown, status=400 if form.is_bound else 200)

    if not form.is_valid():
        return draw()

    def work() -> str:
        read_drawn(request, viewer, _SAVE, viewer.public_id, at=database_clock())
        save_search(viewer, form.cleaned_data["name"], asked, by=viewer)
        return reverse("transfers:saved_searches")

    return do_or_redraw(request, viewer, form, work, _("The search is saved."), draw)


@require_POST
@person_page
def delete(request: HttpRequest, viewer: Person) -> HttpResponse:
    """Let go of one."""
    try:
        public_id = uuid.UUID(request.POST.get("search", ""))
    except ValueError as error:
        raise Invalid(_("Choose a search from your list."), field="search") from error

    def work() -> str:
        read_drawn(request, viewer, _DELETE, public_id, at=database_clock())
        delete_search(viewer, public_id, by=viewer)
        return reverse("transfers:saved_searches")

    return do_and_say(request, viewer, work, _("The search is deleted."))
