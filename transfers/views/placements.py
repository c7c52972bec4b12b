"""After accepting: undo, announcement day, cancelling a move into a unit at risk, returning in trial."""

import uuid
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from transfers.actions.acceptance import undo_acceptance
from transfers.actions.placements import cancel_placement, choose_announcement, return_in_trial
from transfers.calendars import local_date, start_of_day
from transfers.clock import database_clock
from transfers.forms.placements import AnnouncementForm
from transfers.permissions.allowed import allowed
from transfers.permissions.handovers import check_has_handover
from transfers.permissions.placements import (
    check_can_cancel,
    check_can_choose_announcement,
    check_can_return,
    check_can_undo,
)
from transfers.queries.claims import TERM_NAMES, say_location
from transfers.queries.days import weekday_in_words
from transfers.queries.offers import get_protection_rows, say_level
from transfers.queries.placements import get_own_placement, to_version, was_taken_back
from transfers.queries.returns import get_priorities_ended_by, get_unit_to_return_to
from transfers.sight.actor import Person
from transfers.web import Drawn, do_and_say, form_keys, person_page, read_drawn

_WORDS = {
    "pending": gettext_lazy("Accepted, not moved yet"),
    "finalised": gettext_lazy("Moved, in trial"),
    "settled": gettext_lazy("Moved, trial over"),
    "returned": gettext_lazy("Returned"),
    "cancelled": gettext_lazy("Cancelled"),
    "undone": gettext_lazy("Taken back by you"),
}
AT_RISK = "unit_at_risk"
# A day that is today: the announcement comes soon, but not before the form can be sent.
_SOON = timedelta(minutes=5)


@require_safe
@person_page
def placement(request: HttpRequest, viewer: Person, public_id: uuid.UUID) -> HttpResponse:
    return _page(request, viewer, public_id, None, database_clock())


@require_POST
@person_page
def undo(request: HttpRequest, viewer: Person, public_id: uuid.UUID) -> HttpResponse:
    """Take the acceptance back."""
    found = get_own_placement(viewer, public_id)
    said = _("You took your acceptance back. Your managers learn of none of it.")
    return _do(request, viewer, "undo", public_id, lambda _drawn: undo_acceptance(found, by=viewer), said)


@require_POST
@person_page
def cancel(request: HttpRequest, viewer: Person, public_id: uuid.UUID) -> HttpResponse:
    """Cancel, because the unit is at risk by now."""
    found = get_own_placement(viewer, public_id)
    return _do(
        request,
        viewer,
        "cancel",
        public_id,
        lambda _drawn: cancel_placement(found, because=AT_RISK, by=viewer),
        _("The move is cancelled. You stay where you are."),
    )


@require_POST
@person_page
def announce(request: HttpRequest, viewer: Person, public_id: uuid.UUID) -> HttpResponse:
    """Choose the day on which the chain may know."""
    at = database_clock()
    found = get_own_placement(viewer, public_id)
    first_on, last_on = _days(found, viewer, at)
    form = AnnouncementForm(request.POST, first_on=first_on, last_on=last_on)
    if not form.is_valid():
        return _page(request, viewer, public_id, form, at)

    def act(drawn: Drawn) -> None:
        announce_at = _moment(found, viewer, form.cleaned_data["announce_on"], database_clock())
        choose_announcement(found, announce_at=announce_at, seen_version=drawn.version, by=viewer)

    said = _("Your managers may know from %(day)s.") % {"day": weekday_in_words(form.cleaned_data["announce_on"])}
    return _do(request, viewer, "announce", public_id, act, said)


@require_http_methods(["GET", "HEAD", "POST"])
@person_page
def give_back(request: HttpRequest, viewer: Person, public_id: uuid.UUID) -> HttpResponse:
    """Return in trial: a page that says what it means, then one button."""
    at = database_clock()
    found = get_own_placement(viewer, public_id)
    if request.method == "POST":
        said = _("You have returned. The trial is over, and your manager in it is told.")
        return _do(request, viewer, "return", public_id, lambda _drawn: return_in_trial(found, by=viewer), said)
    check_can_return(viewer, found, at)
    unit = get_unit_to_return_to(found, get_priorities_ended_by(found))
    shown = {
        "placement": found,
        "label": _("Return to %(unit)s") % {"unit": unit.name} if unit is not None else _("Return"),
        "keys": form_keys(viewer, "return", public_id, version=0, at=at),
        "points": [
            *_say_return(unit, viewer),
            _("If you had priority for open roles, it counts again with its old start."),
            _("You move as soon as you confirm, and your present manager is told."),
        ],
    }
    return render(request, "placements/return.html", shown)


def _say_return(unit: Any, viewer: Person) -> list[str]:
    """The unit (None: closed), the manager and the level that returning leads to, as far as they are known."""
    if unit is None:
        return [_("The unit to return to is closed. Your HR partner names another: ask them to record it.")]
    named = {"unit": unit.name, "level": viewer.level, "site": viewer.site.name}
    if unit.is_pool:
        words = _("You go to %(unit)s, a pool: people without a role of their own work there until they have one.")
    else:
        words = _("You go back to %(unit)s.")
    has_lead = unit.lead is not None and unit.lead != viewer
    reports = _("You report to %(name)s there.") % {"name": unit.lead.name} if unit.lead and has_lead else ""
    kept = _("You keep level %(level)s and your site, %(site)s.")
    asked = reports or _("Whom you report to there is not recorded yet: ask your HR partner.")
    return [f"{words % named} {asked}", kept % named]


def _do(
    request: HttpRequest,
    viewer: Person,
    purpose: str,
    public_id: uuid.UUID,
    act: Callable[[Drawn], object],
    said: str,
) -> HttpResponse:
    def work() -> str:
        act(read_drawn(request, viewer, purpose, public_id, at=database_clock()))
        return reverse("transfers:placement", args=[public_id])

    return do_and_say(request, viewer, work, said)


def _days(found: Any, viewer: Person, at: datetime) -> tuple[date, date]:
    """The first and the last day that may be chosen, in the person's own calendar."""
    first = max(found.undo_until_at, at + _SOON)
    return local_date(first, viewer.zone), local_date(found.latest_announce_at, viewer.zone)


def _moment(found: Any, viewer: Person, day: date, at: datetime) -> datetime:
    """The instant a day stands for: its beginning, not before the end of undo nor after the last moment."""
    earliest = max(start_of_day(day, viewer.zone), found.undo_until_at, at + _SOON)
    last: datetime = found.latest_announce_at
    return last if last < earliest else earliest


def _page(
    request: HttpRequest, viewer: Person, public_id: uuid.UUID, form: AnnouncementForm | None, at: datetime
) -> HttpResponse:
    found = get_own_placement(viewer, public_id)
    is_pending, is_undone = found.status == "pending", was_taken_back(found)
    is_announced = found.announced_at is not None or found.announce_at <= at
    first_on, last_on = _days(found, viewer, at)
    may_announce = allowed(check_can_choose_announcement, viewer, found, found.latest_announce_at, at)
    day = {"announce_on": local_date(found.announce_at, viewer.zone)}
    shown = {
        "placement": found,
        "word": _WORDS["undone" if is_undone else found.status],
        "is_undone": is_undone,
        "rows": _rows(found, at),
        "terms": _terms(found),
        "is_pending": is_pending,
        "may_undo": allowed(check_can_undo, viewer, found, at),
        "may_announce": may_announce and first_on < last_on,
        "has_no_day": is_pending and not is_announced and found.undo_until_at == found.latest_announce_at,
        "may_cancel": allowed(check_can_cancel, viewer, found, AT_RISK, at),
        "has_handover": allowed(check_has_handover, found),
        "may_return": allowed(check_can_return, viewer, found, at),
        "form": form or AnnouncementForm(initial=day, first_on=first_on, last_on=last_on),
        "keys": {
            "undo": form_keys(viewer, "undo", public_id, version=0, at=at),
            "announce": form_keys(viewer, "announce", public_id, version=to_version(found.announce_at), at=at),
            "cancel": form_keys(viewer, "cancel", public_id, version=0, at=at),
        },
    }
    return render(request, "placements/placement.html", shown, status=400 if form is not None else 200)


def _rows(found: Any, at: datetime) -> list[dict[str, object]]:
    return [
        {"name": _("Role"), "value": found.role.title},
        {"name": _("Unit"), "value": found.role.unit.name},
        {"name": _("From"), "value": found.from_unit.name},
        *_dates(found, at),
    ]


def _dates(found: Any, at: datetime) -> list[dict[str, object]]:
    """What still lies ahead only where it does; of a move that is over, when it was what."""
    accepted = {"name": _("Accepted"), "due": found.pending_at}
    moved = {"name": _("Moved"), "day": found.effective_on}
    if found.status == "cancelled":
        name = _("Taken back") if was_taken_back(found) else _("Cancelled")
        return [accepted, {"name": name, "due": found.cancelled_at}]
    if found.status == "returned":
        return [accepted, moved, {"name": _("Returned"), "due": found.returned_at}]
    if found.status == "settled":
        return [accepted, moved, {"name": _("Trial ended"), "day": found.trial_ends_on}]
    trial = {"name": _("Trial and right of return until"), "day": found.trial_ends_on}
    if found.status == "finalised":
        return [accepted, moved, trial]
    return [
        {"name": _("Undo until") if at < found.undo_until_at else _("Undo time ended"), "due": found.undo_until_at},
        {"name": _("Your managers may know from"), "due": found.announced_at or found.announce_at},
        {"name": _("Effective day"), "day": found.effective_on},
        trial,
    ]


def _terms(found: Any) -> list[dict[str, object]]:
    """The terms the person accepted, as they stood in the offer."""
    rows: list[dict[str, object]] = [
        {"name": _("Level"), "value": say_level(found.claim.level)},
        *get_protection_rows(found.claim),
        {"name": _("Location"), "value": say_location(found.claim)},
    ]
    for topic, name in TERM_NAMES.items():
        line = found.claim.terms.get(topic, {"statement": "", "text": "", "ask": ""})
        same = line["statement"] == "no_change"
        rows.append({"name": name, "same": same, "value": line["text"], "ask": line["ask"]})
    return rows
