"""The in-app inbox: every message, whether or not a mail went out."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from transfers.actions.notices import read_notice
from transfers.clock import database_clock
from transfers.queries.inbox import (
    describe_all,
    get_announced_move,
    get_inbox,
    get_message,
    get_reason,
    get_receipt,
)
from transfers.sight.actor import Person
from transfers.web import paginate, person_page


@require_safe
@person_page
def inbox(request: HttpRequest, viewer: Person) -> HttpResponse:
    at = database_clock()
    page = paginate(request, get_inbox(viewer, at), per_page=25)
    return render(request, "inbox/list.html", {"page": page, "notices": describe_all(viewer, page, at)})


@require_safe
@person_page
def notice(request: HttpRequest, viewer: Person, public_id: uuid.UUID) -> HttpResponse:
    """One message. Opening it reads it."""
    at = database_clock()
    row = read_notice(get_message(viewer, public_id, at), by=viewer)
    [described] = describe_all(viewer, [row], at)
    shown = {
        "notice": described,
        "reason": get_reason(row),
        "move": get_announced_move(viewer, row, at),
        "receipt": get_receipt(row),
    }
    return render(request, "inbox/message.html", shown)
