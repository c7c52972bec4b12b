"""Roles for you: the same page for every employee, ranked; and each role with everything that is known of it."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from transfers.clock import database_clock
from transfers.downloads import table_asked_for
from transfers.forms.roles import RoleSearchForm
from transfers.queries.candidacies import get_drafted_ids
from transfers.queries.public_facts import get_sites, get_staffing_units, is_weighted
from transfers.queries.ranked_roles import RoleFilter, get_ranked_roles, get_reader, get_unlisted_roles
from transfers.queries.role_figures import get_role_figures
from transfers.queries.roles import get_listed_card, get_role_page, get_unlisted_card
from transfers.queries.saved_searches import to_address
from transfers.sight.actor import Person
from transfers.web import form_keys, paginate, person_page

ADD = "add_role"


@require_safe
@person_page
def roles(request: HttpRequest, viewer: Person) -> HttpResponse:
    """The listed roles, most short-staffed band first."""
    return _list(request, viewer, is_listed=True)


@require_safe
@person_page
def other_roles(request: HttpRequest, viewer: Person) -> HttpResponse:
    """The roles that are not listed for the viewer, each with the nearest reason."""
    return _list(request, viewer, is_listed=False)


def _list(request: HttpRequest, viewer: Person, *, is_listed: bool) -> HttpResponse:
    at = database_clock()
    reader = get_reader(viewer, at)
    form = RoleSearchForm(request.GET)
    left = form.get_filter() if form.is_valid() else RoleFilter()
    page = paginate(request, get_ranked_roles(reader, left) if is_listed else get_unlisted_roles(reader, left))
    drafted = get_drafted_ids(viewer)
    card = get_listed_card if is_listed else get_unlisted_card
    public = reader.public
    figures = get_role_figures(reader, list(page)) if is_listed and page.number == 1 and left == RoleFilter() else []
    table = table_asked_for(request, figures)
    if table is not None:
        return table
    shown: dict[str, Any] = {
        "form": form,
        "is_listed": is_listed,
        "is_filtered": left != RoleFilter(),
        "asked": to_address(left),
        "page": page,
        "cards": [{"role": card(reader, row), "is_drafted": row.role_id in drafted} for row in page],
        "units": get_staffing_units(public, left.unit),
        "sites": get_sites(public),
        "figures": figures,
        "is_weighted": is_weighted(public),
        "as_of": public.at,
        "add_keys": form_keys(viewer, ADD, viewer.public_id, version=0, at=at),
    }
    return render(request, "roles/list.html", shown, status=200 if form.is_valid() else 400)


@require_safe
@person_page
def role(request: HttpRequest, viewer: Person, public_id: UUID) -> HttpResponse:
    """Everything that is known of one role, and why it stands where it does or is not listed."""
    at = database_clock()
    reader = get_reader(viewer, at)
    page = get_role_page(viewer, reader, public_id)
    return render(
        request,
        "roles/role.html",
        {
            "role": page,
            "is_drafted": page.card.role_id in get_drafted_ids(viewer),
            "is_weighted": is_weighted(reader.public),
            "as_of": reader.public.at,
            "add_keys": form_keys(viewer, ADD, viewer.public_id, version=0, at=at),
        },
    )
