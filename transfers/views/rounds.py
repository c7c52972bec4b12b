"""Rounds: what was run when, and one's own part in it."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from transfers.actions.round_documents import open_document
from transfers.clock import database_clock
from transfers.permissions.allowed import allowed
from transfers.permissions.rounds import check_can_open_document
from transfers.queries.own_rounds import (
    Got,
    get_offers_until,
    get_own_reason,
    get_own_round,
    get_own_round_ids,
    get_round,
    get_rounds,
)
from transfers.queries.round_words import say_changes, say_discarded, say_line
from transfers.sight.actor import Person
from transfers.web import fresh_page, paginate, person_page


@require_safe
@person_page
def rounds(request: HttpRequest, viewer: Person) -> HttpResponse:
    """Every round that was frozen, and in which of them one takes part."""
    page = paginate(request, get_rounds(database_clock()))
    return render(request, "rounds/list.html", {"page": page, "own": get_own_round_ids(viewer)})


@require_safe
@person_page
def round_page(request: HttpRequest, viewer: Person, public_id: uuid.UUID) -> HttpResponse:
    """One round: what it was bound to, for everybody alike, and one's own part in it."""
    at = database_clock()
    of = get_round(public_id, at)
    own = get_own_round(viewer, of)
    until = get_offers_until(of)
    is_over = until is not None and until <= at
    shown = {
        "of": of,
        "own": own,
        "lines": [(line, say_line(line, is_over=is_over)) for line in own.lines] if own is not None else [],
        "discarded_because": say_discarded(of),
        "is_offered": own is not None and any(line.got is Got.OFFERED for line in own.lines),
        "offers_until": until,
        "is_over": is_over,
        "may_open_document": allowed(check_can_open_document, viewer, of, at),
    }
    return render(request, "rounds/round.html", shown)


@require_safe
@person_page
def document(request: HttpRequest, viewer: Person, public_id: uuid.UUID) -> HttpResponse:
    """The document by which a third party checks the round, for HR once two people released it; on record."""
    at = database_clock()
    of = get_round(public_id, at)
    check_can_open_document(viewer, of, at)  # before a fresh sign-in is asked for: to others it does not exist
    return _document(request, public_id)


@fresh_page
def _document(_request: HttpRequest, viewer: Person, public_id: uuid.UUID) -> HttpResponse:
    headers = {"Content-Disposition": 'attachment; filename="ROUND.json"'}
    of = get_round(public_id, database_clock())
    return HttpResponse(open_document(of, by=viewer), content_type="application/json", headers=headers)


@require_safe
@person_page
def reason(request: HttpRequest, viewer: Person, public_id: uuid.UUID, role: uuid.UUID) -> HttpResponse:
    """Why not one role, and what would have changed it; each change was tried in a run."""
    of = get_round(public_id, database_clock())
    found = get_own_reason(viewer, of, role)
    shown = {
        "of": of,
        "role": found.line.role,
        "why": say_line(found.line, is_over=False),
        "changes": say_changes(found.changes, is_few=found.line.is_few),
    }
    return render(request, "rounds/reason.html", shown)
