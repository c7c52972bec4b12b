"""Who looked at one's own record."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from transfers.clock import database_clock
from transfers.queries.kept_until import get_kept
from transfers.queries.records import describe, get_looks
from transfers.sight.actor import Person
from transfers.web import paginate, person_page


@require_safe
@person_page
def record(request: HttpRequest, viewer: Person) -> HttpResponse:
    """Every look, newest first; alike for everybody."""
    at = database_clock()
    page = paginate(request, get_looks(viewer, at), per_page=25)
    return render(request, "records/record.html", {"page": page, "looks": describe(list(page), viewer, at)})


@require_safe
@person_page
def kept(request: HttpRequest, viewer: Person) -> HttpResponse:
    """What the portal keeps about the viewer, and until when."""
    return render(request, "records/kept.html", {"rows": get_kept(viewer, database_clock())})
