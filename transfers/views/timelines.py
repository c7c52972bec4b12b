"""Everything so far and everything next, of the viewer only."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from transfers.clock import database_clock
from transfers.queries.timelines import get_timeline
from transfers.sight.actor import Person
from transfers.web import person_page


@require_safe
@person_page
def timeline(request: HttpRequest, viewer: Person) -> HttpResponse:
    return render(request, "timelines/timeline.html", {"steps": get_timeline(viewer, database_clock())})
