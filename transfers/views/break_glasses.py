"""Break-glass: one admin proposes to read one choice, a second person confirms, and it is shown once.

What was filed is in the answer to the last form and at no address.
"""

import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from transfers.actions.break_glasses import (
    confirm_break_glass,
    propose_break_glass,
    refuse_break_glass,
    use_break_glass,
)
from transfers.clock import database_clock
from transfers.forms.break_glasses import BreakGlassForm
from transfers.forms.choices import LABELS
from transfers.permissions.allowed import allowed
from transfers.permissions.break_glasses import (
    check_can_use_break_glass,
    check_may_confirm,
    check_may_join,
    check_may_propose,
    check_may_refuse,
)
from transfers.queries.break_glasses import (
    HOURS_TO_DECIDE,
    MINUTES_OPEN,
    find_assignment,
    get_break_glass,
    get_break_glasses,
    get_campaigns,
)
from transfers.queries.readings import READING_WORDS, show_reading
from transfers.sight.actor import Person
from transfers.web import answer_form, do_and_say, do_or_redraw, form_keys, paginate, person_page, read_drawn

_PROPOSE, _DECIDE = "break_glass_propose", "break_glass"


@require_safe
@person_page
def break_glasses(request: HttpRequest, viewer: Person) -> HttpResponse:
    """Those that wait and those that were: of people outside the viewer's own chain."""
    at = database_clock()
    check_may_join(viewer, at)
    page = paginate(request, get_break_glasses(viewer, at))
    return render(
        request, "break_glasses/list.html", {"page": page, "may_propose": allowed(check_may_propose, viewer, at)}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@person_page
def propose(request: HttpRequest, viewer: Person) -> HttpResponse:
    """Say about whom and why. Who cannot be found and who may not be asked about are answered alike."""
    at = database_clock()
    check_may_propose(viewer, at)
    form = BreakGlassForm(request.POST if request.method == "POST" else None, campaigns=get_campaigns())

    def draw() -> HttpResponse:
        keys = form_keys(viewer, _PROPOSE, viewer.public_id, version=0, at=at)
        context = {"form": form, "keys": keys, "hours": HOURS_TO_DECIDE, "minutes": MINUTES_OPEN}
        return render(request, "break_glasses/propose.html", context, status=400 if form.is_bound else 200)

    if not form.is_valid():
        return draw()
    said = form.cleaned_data
    found = find_assignment(viewer, said["sought"].strip(), said["campaign"], at)
    if found is None:
        form.add_error("sought", _("There is nobody of this campaign about whom you may ask. Check it for a slip."))
        return draw()

    def work() -> str:
        read_drawn(request, viewer, _PROPOSE, viewer.public_id, at=database_clock())
        glass = propose_break_glass(found, said["reason"], said["note"], by=viewer)
        return reverse("transfers:break_glass", args=[glass.public_id])

    done = _("It is proposed. A second person has %(n)d hours.") % {"n": HOURS_TO_DECIDE}
    return do_or_redraw(request, viewer, form, work, done, draw)


@require_safe
@person_page
def break_glass(request: HttpRequest, viewer: Person, public_id: uuid.UUID) -> HttpResponse:
    """Who proposed it, why, who decided; and what the viewer can do now."""
    at = database_clock()
    glass = get_break_glass(viewer, public_id, at)
    context = {
        "glass": glass,
        "reason": READING_WORDS[glass.reason],
        "may_confirm": allowed(check_may_confirm, viewer, glass, at),
        "may_refuse": allowed(check_may_refuse, viewer, glass, at),
        "may_read": allowed(check_can_use_break_glass, viewer, glass, at),
        "hours": HOURS_TO_DECIDE,
        "minutes": MINUTES_OPEN,
        "is_own": glass.proposed_by == viewer,
        "keys": form_keys(viewer, _DECIDE, public_id, version=0, at=at),
    }
    return render(request, "break_glasses/break_glass.html", context)


@require_POST
@person_page
def confirm(request: HttpRequest, viewer: Person, public_id: uuid.UUID) -> HttpResponse:
    """Open it to who proposed it, for a short time."""
    work = _deciding(request, viewer, public_id, confirm_break_glass)
    done = _("It is confirmed, and open for %(n)d minutes. The person was told.") % {"n": MINUTES_OPEN}
    return do_and_say(request, viewer, work, done)


@require_POST
@person_page
def refuse(request: HttpRequest, viewer: Person, public_id: uuid.UUID) -> HttpResponse:
    """Refuse it, or take one's own back."""
    work = _deciding(request, viewer, public_id, refuse_break_glass)
    return do_and_say(request, viewer, work, _("It is refused. Nothing was opened."))


@require_POST
@sensitive_post_parameters()
@person_page
def read(request: HttpRequest, viewer: Person, public_id: uuid.UUID) -> HttpResponse:
    """Show what was filed, once, in this answer."""

    def work() -> str:
        now = database_clock()
        glass = get_break_glass(viewer, public_id, now)
        read_drawn(request, viewer, _DECIDE, public_id, at=now)
        return str(use_break_glass(glass, by=viewer).public_id)

    get_break_glass(viewer, public_id, database_clock())
    shown = show_reading(viewer, uuid.UUID(answer_form(request, viewer, work)), database_clock())
    label = LABELS.get(shown.opened.option) if shown.opened is not None else None
    assignment = shown.reading.assignment
    context = {"person": assignment.employee, "assignment": assignment, "opened": shown.opened, "label": label}
    return render(request, "break_glasses/shown.html", context)


def _deciding(
    request: HttpRequest, viewer: Person, public_id: uuid.UUID, action: Callable[..., object]
) -> Callable[[], str]:
    get_break_glass(viewer, public_id, database_clock())

    def work() -> str:
        now = database_clock()
        glass = get_break_glass(viewer, public_id, now)
        read_drawn(request, viewer, _DECIDE, public_id, at=now)
        action(glass, by=viewer)
        return reverse("transfers:break_glass", args=[public_id])

    return work
