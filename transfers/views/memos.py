"""The company's memo, verbatim, for the members of its campaign."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from transfers.clock import database_clock
from transfers.queries.memberships import get_membership_in
from transfers.sight.actor import Person
from transfers.web import person_page


@require_safe
@person_page
def memo(request: HttpRequest, viewer: Person, public_id: uuid.UUID) -> HttpResponse:
    membership = get_membership_in(viewer, public_id, database_clock())
    campaign = membership.assignment.campaign
    return render(request, "memos/memo.html", {"campaign": campaign, "membership": membership})
