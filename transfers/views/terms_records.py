"""The terms that HR recorded of one's own job."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from transfers.clock import database_clock
from transfers.queries.terms_records import get_own_versions
from transfers.sight.actor import Person
from transfers.web import person_page


@require_safe
@person_page
def terms(request: HttpRequest, viewer: Person) -> HttpResponse:
    """Every version, the one that counts first; the same address for everybody."""
    return render(request, "records/terms.html", {"versions": get_own_versions(viewer, database_clock())})
