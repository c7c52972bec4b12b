"""Sets of terms that somebody who makes claims keeps for themselves."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from transfers.actions.terms_templates import MOST, delete_template, edit_template, save_template
from transfers.clock import database_clock
from transfers.forms.terms import TemplateForm
from transfers.permissions.allowed import allowed
from transfers.permissions.terms_templates import check_can_change_template, check_can_keep_templates
from transfers.queries.terms_templates import get_template, get_templates
from transfers.sight.actor import Person
from transfers.sight.hats import is_hiring_manager
from transfers.web import do_and_say, do_or_redraw, form_keys, person_page, read_drawn

_SAVE, _EDIT, _DELETE = "terms", "terms_edit", "terms_delete"
_PART_OF = "transfers:hiring_roles"  # the entry of the bar that these pages belong to
_FORM = ["GET", "HEAD", "POST"]


@require_safe
@person_page
def templates(request: HttpRequest, viewer: Person) -> HttpResponse:
    """One's own, by name."""
    at = database_clock()
    may_keep = allowed(check_can_keep_templates, viewer, at)
    shown = {
        "templates": get_templates(viewer) if may_keep else [],
        "may_keep": may_keep,
        "has_roles": is_hiring_manager(viewer, at),
        "most": MOST,
        "part_of": reverse(_PART_OF),
    }
    return render(request, "terms_templates/list.html", shown)


@require_http_methods(_FORM)
@person_page
def new(request: HttpRequest, viewer: Person) -> HttpResponse:
    """Keep a set of terms under a name."""
    at = database_clock()
    check_can_keep_templates(viewer, at)
    form = TemplateForm(request.POST if request.method == "POST" else None)

    def draw() -> HttpResponse:
        keys = form_keys(viewer, _SAVE, viewer.public_id, version=0, at=at)
        shown = {"form": form, "keys": keys, "part_of": reverse(_PART_OF)}
        return render(request, "terms_templates/template.html", shown, status=400 if form.errors else 200)

    if not form.is_valid():
        return draw()

    def work() -> str:
        read_drawn(request, viewer, _SAVE, viewer.public_id, at=database_clock())
        save_template(form.cleaned_data["name"], form.get_terms(), by=viewer)
        return reverse("transfers:hiring_terms")

    return do_or_redraw(request, viewer, form, work, _("The terms are kept."), draw)


@require_http_methods(_FORM)
@person_page
def template(request: HttpRequest, viewer: Person, public_id: uuid.UUID) -> HttpResponse:
    """One of them, to be changed."""
    at = database_clock()
    found = get_template(viewer, public_id)
    check_can_change_template(viewer, found, at)
    sent = request.POST if request.method == "POST" else None
    form = TemplateForm(sent, name=found.name, terms=found.terms)

    def draw() -> HttpResponse:
        keys = form_keys(viewer, _EDIT, public_id, version=found.version, at=at)
        deleting = form_keys(viewer, _DELETE, public_id, version=found.version, at=at)
        shown = {"form": form, "keys": keys, "template": found, "delete_keys": deleting, "part_of": reverse(_PART_OF)}
        return render(request, "terms_templates/template.html", shown, status=400 if form.errors else 200)

    if not form.is_valid():
        return draw()

    def work() -> str:
        drawn = read_drawn(request, viewer, _EDIT, public_id, at=database_clock())
        name, terms = form.cleaned_data["name"], form.get_terms()
        edit_template(found, name, terms, seen_version=drawn.version, by=viewer)
        return reverse("transfers:hiring_terms")

    return do_or_redraw(request, viewer, form, work, _("The terms are kept."), draw)


@require_POST
@person_page
def delete(request: HttpRequest, viewer: Person, public_id: uuid.UUID) -> HttpResponse:
    """Keep one no longer."""
    found = get_template(viewer, public_id)

    def work() -> str:
        read_drawn(request, viewer, _DELETE, public_id, at=database_clock())
        delete_template(found, by=viewer)
        return reverse("transfers:hiring_terms")

    return do_and_say(request, viewer, work, _("The terms are no longer kept. Claims stand as they are."))
