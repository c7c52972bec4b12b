"""Everything so far and everything next, of the viewer only."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from transfers.clock import database_clock
from transfers.downloads import table_asked_for
from transfers.queries.timeline_figures import get_timeline_figures
from transfers.queries.timelines import get_timeline
from transfers.sight.actor import Person
from transfers.web import person_page


@require_safe
@person_page
def timeline(request: HttpRequest, viewer: Person) -> HttpResponse:
    at = database_clock()
    steps = get_timeline(viewer, at)
    figures = get_timeline_figures(steps, at, viewer.zone)
    shown = {"steps": steps, "figures": figures}
    return table_asked_for(request, figures) or render(request, "timelines/timeline.html", shown)
