"""How one is told, and the page that a mail's own link leads to."""

from dataclasses import asdict
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from transfers.actions.notification_preferences import save_preferences, stop_mails
from transfers.clock import database_clock
from transfers.forms.notifications import NotificationsForm
from transfers.queries.days import place_in_words
from transfers.queries.mail_links import read_stop
from transfers.queries.notification_preferences import Preferences, get_preferences, may_have_digest
from transfers.sight.actor import Person
from transfers.web import do_or_redraw, form_keys, person_page, read_drawn

_PURPOSE = "notifications"


@require_http_methods(["GET", "HEAD", "POST"])
@person_page
def notifications(request: HttpRequest, viewer: Person) -> HttpResponse:
    """Reminders, quiet hours and, for hiring managers, a digest."""
    at = database_clock()
    standing = get_preferences(viewer)
    has_digest = may_have_digest(viewer, at)
    if request.method != "POST":
        form = NotificationsForm(initial=asdict(standing), may_have_digest=has_digest)
        return _page(request, viewer, standing, form, at)
    drawn = read_drawn(request, viewer, _PURPOSE, viewer.public_id, at=at)
    form = NotificationsForm(request.POST, may_have_digest=has_digest)
    if not form.is_valid():
        return _page(request, viewer, standing, form, at)

    def work() -> str:
        save_preferences(viewer, **form.values(), seen_version=drawn.version, by=viewer)
        return reverse("transfers:notifications")

    said = _("Saved. The inbox shows every message at once, as before.")
    return do_or_redraw(request, viewer, form, work, said, lambda: _page(request, viewer, standing, form, at))


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest) -> HttpResponse:
    """Where a mail's own link leads. A mailbox that sends what RFC 8058 names stops the mails at once: it has no
    cookie, and the signed link is the proof. Everybody else is asked on a page first."""
    if request.method == "POST" and request.POST.get("List-Unsubscribe") == "One-Click":
        return _stop(request, request.GET.get("of", ""))
    return _ask(request)


@csrf_protect
def _ask(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _stop(request, request.POST.get("of", ""))
    return render(request, "notifications/stop.html", {"of": request.GET.get("of", "")})


def _stop(request: HttpRequest, token: str) -> HttpResponse:
    person, kind = read_stop(token)
    stop_mails(person, kind, by=person)
    return render(request, "notifications/stop.html", {"is_done": True})


def _page(
    request: HttpRequest, viewer: Person, standing: Preferences, form: NotificationsForm, at: datetime
) -> HttpResponse:
    keys = form_keys(viewer, _PURPOSE, viewer.public_id, version=standing.version, at=at)
    shown = {"form": form, "keys": keys, "zone_name": place_in_words(viewer.zone)}
    return render(request, "notifications/notifications.html", shown, status=400 if form.is_bound else 200)
