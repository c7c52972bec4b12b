"""Reading what one person filed, from their case: asked for by a form, shown in its answer, at no address."""

import uuid
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from transfers.actions.readings import read_choice
from transfers.clock import database_clock
from transfers.forms.choices import LABELS
from transfers.forms.readings import ReadingForm
from transfers.permissions.readings import check_may_ask
from transfers.queries import cases
from transfers.queries.readings import show_reading
from transfers.sight.actor import Person
from transfers.web import answer_form, form_keys, person_page, read_drawn

_PURPOSE = "reading"


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@person_page
def read_in_case(request: HttpRequest, viewer: Person, public_id: uuid.UUID, assignment: uuid.UUID) -> HttpResponse:
    """Ask for what was filed about one assignment. The page is the same whatever was, and whether anything was."""

    def check(at: datetime) -> Any:
        opened = cases.get_open_case(viewer, public_id, at, purpose=cases.READING)
        found = cases.get_assignment_in_case(opened.person, assignment)
        check_may_ask(viewer, found, at)
        return found

    at = database_clock()
    found = check(at)
    form = ReadingForm(request.POST if request.method == "POST" else None)
    if form.is_valid():

        def work() -> str:
            now = database_clock()
            standing = check(now)
            read_drawn(request, viewer, _PURPOSE, assignment, at=now)
            reading = read_choice(standing, form.cleaned_data["purpose"], form.cleaned_data["note"], by=viewer)
            return str(reading.public_id)

        shown = show_reading(viewer, uuid.UUID(answer_form(request, viewer, work)), database_clock())
        label = LABELS.get(shown.opened.option) if shown.opened is not None else None
        context = {"person": found.employee, "assignment": found, "opened": shown.opened, "label": label}
        return render(request, "readings/shown.html", context)
    keys = form_keys(viewer, _PURPOSE, assignment, version=0, at=at)
    context = {"person": found.employee, "assignment": found, "form": form, "keys": keys}
    return render(request, "readings/ask.html", context, status=400 if form.is_bound else 200)
