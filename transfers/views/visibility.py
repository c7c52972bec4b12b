"""Who can see me: nothing preset, what it implies said before saving, and exactly which managers it is about."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from transfers.actions.candidacies import close_candidacy, save_availability, save_visibility
from transfers.clock import database_clock
from transfers.forms.visibility import LABELS, AvailabilityForm, VisibilityForm
from transfers.queries.candidacies import OwnCandidacy, get_own_candidacy
from transfers.queries.visibility import Onlookers, get_onlookers
from transfers.sight.actor import Person
from transfers.web import do_and_say, do_or_redraw, form_keys, paginate, person_page, read_drawn

# More would make a page heavier than every other; the numbers above the list count all of them.
PER_PAGE = 40
_PAGES = frozenset(str(number) for number in range(2, 1_000))
SEE, CLOSE, AVAILABLE = "visibility", "close_candidacy", "availability"


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@person_page
def visibility(request: HttpRequest, viewer: Person) -> HttpResponse:
    """Draw the question with the list of managers, and save the answer."""
    at = database_clock()
    if request.method != "POST":
        return _page(request, viewer, at)
    drawn = read_drawn(request, viewer, SEE, viewer.public_id, at=at)
    form = VisibilityForm(request.POST)
    if not form.is_valid():
        return _page(request, viewer, at, form)

    def work() -> str:
        save_visibility(
            viewer,
            form.cleaned_data["visibility"],
            excluded=form.cleaned_data["excluded"],
            seen_at=drawn.at,
            seen_version=drawn.version,
            by=viewer,
        )
        number = request.GET.get("page", "")
        return reverse("transfers:visibility") + (f"?page={number}" if number in _PAGES else "")

    said = _("Saved. The list below says who sees you now.")
    return do_or_redraw(request, viewer, form, work, said, lambda: _page(request, viewer, at, form))


@require_POST
@person_page
def close(request: HttpRequest, viewer: Person) -> HttpResponse:
    """Stop being open to a move."""

    def work() -> str:
        drawn = read_drawn(request, viewer, CLOSE, viewer.public_id, at=database_clock())
        close_candidacy(viewer, seen_version=drawn.version, by=viewer)
        return reverse("transfers:visibility")

    said = _("You are not open to a move any more, and nobody sees you as a candidate.")
    return do_and_say(request, viewer, work, said)


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@person_page
def availability(request: HttpRequest, viewer: Person) -> HttpResponse:
    """From when, how far, and a note."""
    at = database_clock()
    candidacy = get_own_candidacy(viewer)
    if request.method != "POST":
        kept = {name: getattr(candidacy, name) for name in ("available_from", "relocation", "note")}
        return _availability(request, viewer, candidacy, AvailabilityForm(initial=kept), at)
    drawn = read_drawn(request, viewer, AVAILABLE, viewer.public_id, at=at)
    form = AvailabilityForm(request.POST)
    if not form.is_valid():
        return _availability(request, viewer, candidacy, form, at)

    def work() -> str:
        save_availability(viewer, **form.values(), seen_version=drawn.version, by=viewer)
        return reverse("transfers:visibility")

    said = _("Saved. Your list of roles follows what you said.")
    return do_or_redraw(
        request, viewer, form, work, said, lambda: _availability(request, viewer, candidacy, form, at)
    )


def _availability(
    request: HttpRequest, viewer: Person, candidacy: OwnCandidacy, form: AvailabilityForm, at: datetime
) -> HttpResponse:
    keys = form_keys(viewer, AVAILABLE, viewer.public_id, version=candidacy.version, at=at)
    return render(
        request,
        "visibility/availability.html",
        {"form": form, "keys": keys},
        status=400 if form.is_bound else 200,
    )


def _page(request: HttpRequest, viewer: Person, at: datetime, form: VisibilityForm | None = None) -> HttpResponse:
    onlookers = get_onlookers(viewer, at)
    candidacy = onlookers.candidacy
    drawn = form or VisibilityForm(initial={"visibility": candidacy.visibility})
    hidden_from = _hidden_from(onlookers, form)
    # Who joins by this very answer stands on every page of a long list: nobody is let in unread.
    joining = [manager for manager in onlookers.managers if manager.joins_at is not None]
    settled = [manager for manager in onlookers.managers if manager.joins_at is None]
    page = paginate(request, settled, per_page=PER_PAGE)
    on_other_pages = {str(manager.public_id) for manager in settled} - {str(manager.public_id) for manager in page}
    shown: dict[str, Any] = {
        "form": drawn,
        "options": _options(onlookers),
        "candidacy": candidacy,
        "onlookers": onlookers,
        "page": page,
        "managers": [*joining, *page],
        "hidden_from": hidden_from,
        "hidden_on_other_pages": sorted(hidden_from & on_other_pages),
        "seen_by": sum(manager.sees_now for manager in onlookers.managers),
        "keys": form_keys(viewer, SEE, viewer.public_id, version=candidacy.version, at=at),
        "close_keys": form_keys(viewer, CLOSE, viewer.public_id, version=candidacy.version, at=at),
    }
    return render(request, "visibility/choose.html", shown, status=200 if form is None else 400)


def _hidden_from(onlookers: Onlookers, form: VisibilityForm | None) -> set[str]:
    """The ticked managers: those that were sent, else those that stand."""
    if form is not None:
        return set(form["excluded"].value() or [])
    standing = {str(manager.public_id) for manager in onlookers.managers if manager.is_excluded}
    return standing | {str(public_id) for public_id, _name in onlookers.excluded_elsewhere}


def _options(onlookers: Onlookers) -> list[dict[str, str]]:
    hints = {
        "none": _("No manager can look at you or offer you a role, and you take part in no round."),
        "rounds": _("You take part in rounds with the list you submitted. No manager can look at you in between."),
        "ranked": _counted(onlookers, "ranked") + " " + _("Only the list that you submitted counts."),
        "qualifying": _counted(onlookers, "qualifying"),
    }
    return [{"value": value, "label": str(label), "hint": hints[value]} for value, label in LABELS.items()]


def _counted(onlookers: Onlookers, value: str) -> str:
    managers, roles = onlookers.count(value)
    for_roles = ngettext("for %(n)d role", "for %(n)d roles", roles) % {"n": roles}
    if onlookers.is_placed:
        said = ngettext(
            "If that move is undone or cancelled: %(n)d manager, %(roles)s.",
            "If that move is undone or cancelled: %(n)d managers, %(roles)s.",
            managers,
        )
    else:
        said = ngettext("Today %(n)d manager, %(roles)s.", "Today %(n)d managers, %(roles)s.", managers)
    return said % {"n": managers, "roles": for_roles} + " " + _("You take part in rounds too.")
