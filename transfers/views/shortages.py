"""How short of people each unit is: public figures of a day, and nothing about anyone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from transfers.clock import database_clock
from transfers.downloads import table_asked_for
from transfers.queries.public_facts import get_public_facts
from transfers.queries.shortage_figures import get_shortage_figures
from transfers.queries.shortages import get_shortage_page
from transfers.sight.actor import Person
from transfers.web import paginate, person_page


@require_safe
@person_page
def shortages(request: HttpRequest, _viewer: Person) -> HttpResponse:
    """The newest kept figures, most short-staffed unit first."""
    public = get_public_facts(database_clock())
    figures = get_shortage_page(public.around.tree, public.policy.band_bp)
    page = paginate(request, figures.rows if figures is not None else [], per_page=50)
    pictures = get_shortage_figures(figures)
    shown = {"figures": figures, "page": page, "pictures": pictures}
    return table_asked_for(request, pictures) or render(request, "shortages/list.html", shown)
