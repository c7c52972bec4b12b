"""The choice: question, check, filing. What was chosen travels in the body of a form only, never in an address."""

import uuid
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from transfers.actions.choices import file_choice
from transfers.clock import database_clock
from transfers.formats.ics import write_deadline
from transfers.forms.choices import LABELS, ChoiceForm, get_options
from transfers.permissions.choices import STAY, UNDRAFT, check_can_file
from transfers.queries.choices import get_own_choice
from transfers.queries.consequences import get_consequences
from transfers.queries.memberships import Membership, get_membership, get_own_assignment
from transfers.queries.questions import (
    count_open_roles,
    get_commitments,
    get_questions,
    get_whom_to_ask,
    puts_undraft_first,
)
from transfers.queries.tasks import get_waiting
from transfers.sight.actor import Person
from transfers.web import FormKeys, do_once, form_keys, person_page, read_drawn

_PURPOSE = "choose"


@require_safe
@person_page
def choice(request: HttpRequest, viewer: Person, public_id: uuid.UUID) -> HttpResponse:
    """The question, with the memo and what each option means; or why there is none to answer."""
    at = database_clock()
    return _question(request, viewer, get_membership(viewer, public_id, at), ChoiceForm(), at)


@require_safe
@person_page
def deadline(request: HttpRequest, viewer: Person, public_id: uuid.UUID) -> HttpResponse:
    """The deadline for a calendar: the same file for every member, and it says nothing to who sees the calendar."""
    at = database_clock()
    membership = get_membership(viewer, public_id, at)
    calendar = write_deadline(
        uid=f"{public_id}@undraft",
        deadline=membership.deadline_at,
        made_at=at,
        title=_("Undraft: a deadline"),
        url=request.build_absolute_uri("/"),
    )
    headers = {"Content-Disposition": 'attachment; filename="deadline.ics"'}
    return HttpResponse(calendar, content_type="text/calendar; charset=utf-8", headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@person_page
def check(request: HttpRequest, viewer: Person, public_id: uuid.UUID) -> HttpResponse:
    """The answer once more, with what follows from it, before it is filed. Writes nothing."""
    at = database_clock()
    membership = get_membership(viewer, public_id, at)
    if request.method != "POST":
        return redirect("transfers:choice", public_id)
    drawn = read_drawn(request, viewer, _PURPOSE, public_id, at=at)
    form = ChoiceForm(request.POST)
    if not form.is_valid():
        return _question(request, viewer, membership, form, at)
    option = form.cleaned_data["option"]
    latest, waiting = get_own_choice(viewer, membership.assignment, at), get_waiting(viewer, at)
    check_can_file(
        viewer,
        membership.assignment,
        option,
        latest=latest,
        latest_option=latest.option if latest is not None else "",
        has_pending=waiting.placement is not None,
        opened_at=drawn.at,
        at=at,
    )
    ask = get_whom_to_ask(membership.assignment.campaign, viewer, at)
    shown = {
        "membership": membership,
        "option": option,
        "answer": LABELS[option],
        "rows": get_consequences(
            membership,
            undrafts=option == UNDRAFT,
            turns_back=latest is not None and latest.option == UNDRAFT and option == STAY,
            live_offers=waiting.live_offers,
            ask=ask,
            at=at,
        ),
        "commitments": get_commitments(membership, ask=ask, undraft_first=puts_undraft_first(membership)),
        # What the question was drawn from stays: the grace after the deadline is for forms opened before it.
        "keys": FormKeys(form_key=str(uuid.uuid4()), drawn=request.POST["drawn"]),
    }
    return render(request, "choices/check.html", shown)


@require_POST
@sensitive_post_parameters()
@person_page
def file(request: HttpRequest, viewer: Person, public_id: uuid.UUID) -> HttpResponse:
    """File the checked answer, once, and lead to its receipt."""
    assignment = get_own_assignment(viewer, public_id)
    form = ChoiceForm(request.POST)
    if not form.is_valid():
        at = database_clock()
        return _question(request, viewer, get_membership(viewer, public_id, at), form, at)

    def work() -> str:
        drawn = read_drawn(request, viewer, _PURPOSE, public_id, at=database_clock())
        receipt = file_choice(
            assignment,
            form.cleaned_data["option"],
            seen_version=drawn.version,
            opened_at=drawn.at,
            by=viewer,
        )
        return reverse("transfers:receipt", args=[receipt.public_id])

    return do_once(request, viewer, work)


def _question(
    request: HttpRequest, viewer: Person, membership: Membership, form: ChoiceForm, at: datetime
) -> HttpResponse:
    assignment = membership.assignment
    ask = get_whom_to_ask(assignment.campaign, viewer, at)
    undraft_first = puts_undraft_first(membership)
    shown: dict[str, Any] = {
        "membership": membership,
        "window": membership.window.name,
        "ask": ask,
        "form": form,
        "options": get_options(assignment.assigned_unit.name, undraft_first=undraft_first),
        "groups": get_questions(
            membership, ask=ask, open_roles=count_open_roles(viewer, at), undraft_first=undraft_first
        ),
        "keys": form_keys(viewer, _PURPOSE, assignment.public_id, version=membership.version, at=at),
    }
    return render(request, "choices/choice.html", shown, status=400 if form.is_bound else 200)
