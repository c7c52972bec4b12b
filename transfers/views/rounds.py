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
    ShownRound,
    get_own_reason,
    get_own_round,
    get_own_round_ids,
    get_round,
    get_rounds,
)
from transfers.queries.round_words import say_change, say_left_out, say_why
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
    lines = []
    for line in own.lines if own is not None else ():
        words = say_left_out(line.left_out) if line.left_out else say_why(line.refusal) if line.refusal else ""
        lines.append((line, words))
    shown = {
        "of": of,
        "own": own,
        "lines": lines,
        "may_open_document": of.document_released_at is not None and allowed(check_can_open_document, viewer, of, at),
    }
    return render(request, "rounds/round.html", shown)


@require_safe
@person_page
def document(request: HttpRequest, viewer: Person, public_id: uuid.UUID) -> HttpResponse:
    """The document by which a third party checks the round, for HR once two people released it; on record."""
    at = database_clock()
    of = get_round(public_id, at)
    check_can_open_document(viewer, of, at)  # before a fresh sign-in is asked for: to others it does not exist
    return _document(request, of)


@fresh_page
def _document(_request: HttpRequest, viewer: Person, of: ShownRound) -> HttpResponse:
    headers = {"Content-Disposition": 'attachment; filename="ROUND.json"'}
    return HttpResponse(open_document(of, by=viewer), content_type="application/json", headers=headers)


@require_safe
@person_page
def reason(request: HttpRequest, viewer: Person, public_id: uuid.UUID, role: uuid.UUID) -> HttpResponse:
    """Why not one role, and what would have changed it; each change was tried in a run."""
    found = get_own_reason(viewer, get_round(public_id, database_clock()), role)
    shown = {
        "of": found.round,
        "role": found.role,
        "why": say_why(found.refusal),
        "changes": [say_change(change) for change in found.changes],
    }
    return render(request, "rounds/reason.html", shown)
