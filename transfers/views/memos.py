"""The company's memo, verbatim, for the members of its campaign."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from transfers.clock import database_clock
from transfers.queries.memberships import get_membership, get_membership_in
from transfers.queries.questions import get_commitments, get_whom_to_ask, puts_undraft_first
from transfers.sight.actor import Person
from transfers.web import person_page


@require_safe
@person_page
def commitments(request: HttpRequest, viewer: Person, public_id: uuid.UUID) -> HttpResponse:
    """What the company stated about both choices: the same page for every member, before and after filing."""
    at = database_clock()
    membership = get_membership(viewer, public_id, at)
    ask = get_whom_to_ask(membership.assignment.campaign, viewer, at)
    rows = get_commitments(membership, ask=ask, undraft_first=puts_undraft_first(membership))
    return render(request, "memos/commitments.html", {"membership": membership, "rows": rows})


@require_safe
@person_page
def memo(request: HttpRequest, viewer: Person, public_id: uuid.UUID) -> HttpResponse:
    membership = get_membership_in(viewer, public_id, database_clock())
    campaign = membership.assignment.campaign
    return render(request, "memos/memo.html", {"campaign": campaign, "membership": membership})
