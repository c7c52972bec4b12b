"""A hiring manager's roles, and the candidates they may see for each."""

import uuid
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from transfers.actions.profiles import open_pool, open_profiles
from transfers.clock import database_clock
from transfers.errors import Invalid
from transfers.permissions.claims import get_obstacle
from transfers.permissions.profiles import MOST_COMPARED
from transfers.queries.clearance import is_in_clearance, is_in_round
from transfers.queries.hiring import get_asking_role, get_managed_role, get_managed_roles
from transfers.queries.pools import to_profiles
from transfers.sight.actor import Person
from transfers.web import paginate, person_page

PER_PAGE = 25
Row = dict[str, Any]


@require_safe
def start(_request: HttpRequest) -> HttpResponse:
    """The short address, which people remember."""
    return HttpResponseRedirect(reverse("transfers:hiring_roles"))


@require_safe
@person_page
def roles(request: HttpRequest, viewer: Person) -> HttpResponse:
    """My roles: seats, what is free, what is out."""
    return render(request, "hiring/roles.html", {"managed": get_managed_roles(viewer, database_clock())})


@require_safe
@person_page
def pool(request: HttpRequest, viewer: Person, public_id: uuid.UUID) -> HttpResponse:
    """One role and the candidates who made themselves visible for it. Reading the list is recorded."""
    at = database_clock()
    found = get_asking_role(viewer, public_id, at)
    role = found.role
    entries = open_pool(role, by=viewer)
    page = paginate(request, entries, per_page=PER_PAGE)
    shown = {
        "role": role,
        "free_seats": role.claimable_seats,
        "asked": found.asked,
        "page": page,
        "marked": _ids(request),
        "priority": [entry for entry in page if entry.has_priority],
        "own_request": [entry for entry in page if not entry.has_priority],
        "is_in_clearance": is_in_clearance(role, at),
        "is_in_round": is_in_round(role, at),
        "last_round": found.last_round,
    }
    return render(request, "hiring/pool.html", shown)


@require_safe
@person_page
def profile(request: HttpRequest, viewer: Person, public_id: uuid.UUID, candidate: uuid.UUID) -> HttpResponse:
    """One candidate's profile. Opening it is recorded, and the person sees that."""
    return _profiles(request, viewer, public_id, [candidate], "hiring/profile.html")


@require_safe
@person_page
def compare(request: HttpRequest, viewer: Person, public_id: uuid.UUID) -> HttpResponse:
    """A few profiles side by side. Each of them is opened, and recorded."""
    candidates = _ids(request)
    if len(candidates) > MOST_COMPARED:
        get_managed_role(viewer, public_id, database_clock())
        words = _("Compare at most %(most)s people at a time: you marked %(n)s. Your marks are kept; take some away.")
        messages.error(request, words % {"most": MOST_COMPARED, "n": len(candidates)})
        marked = [("candidate", str(candidate)) for candidate in candidates[:PER_PAGE]]
        kept = urlencode([("page", request.GET.get("page", "1")), *marked])
        return HttpResponseRedirect(f"{reverse('transfers:hiring_pool', args=[public_id])}?{kept}")
    return _profiles(request, viewer, public_id, candidates, "hiring/compare.html")


def _ids(request: HttpRequest) -> list[uuid.UUID]:
    """The candidates who are marked, each once."""
    try:
        return list(dict.fromkeys(uuid.UUID(candidate) for candidate in request.GET.getlist("candidate")))
    except ValueError as error:
        raise Invalid(_("The address is broken. Go back to the candidates and choose again.")) from error


def _profiles(
    request: HttpRequest, viewer: Person, public_id: uuid.UUID, candidates: list[uuid.UUID], template: str
) -> HttpResponse:
    at = database_clock()
    found = get_asking_role(viewer, public_id, at)
    role, asked = found.role, found.asked
    shown: dict[str, Any] = {"role": role, "asked": asked, "free_seats": role.claimable_seats}
    if candidates:
        entries = open_profiles(role, candidates, by=viewer)
        profiles: list[Row] = [
            {"entry": profile.entry, "others": profile.others, "obstacle": get_obstacle(role, profile.entry, at)}
            for profile in to_profiles(entries, asked)
        ]
        shown |= {"profiles": profiles, "profile": profiles[0]}
    return render(request, template, shown)
