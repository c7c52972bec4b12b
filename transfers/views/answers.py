"""What everybody asks about a reassignment: one page, the same for everybody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from transfers.clock import database_clock
from transfers.downloads import table_asked_for
from transfers.queries.answers import get_answers
from transfers.queries.moves_made import get_flow_figures
from transfers.sight.actor import Person
from transfers.web import person_page


@require_safe
@person_page
def answers(request: HttpRequest, viewer: Person) -> HttpResponse:
    """Each question with its answer or with whom to ask, and since when that stands."""
    found = get_answers(viewer, database_clock())
    figures = get_flow_figures(found.moves)
    shown = {"answers": found, "figures": figures}
    return table_asked_for(request, figures) or render(request, "answers/list.html", shown)
