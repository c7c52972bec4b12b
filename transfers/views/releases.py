"""The counts of choices that were published: the same page for everybody."""

from collections.abc import Iterator
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from transfers.clock import database_clock
from transfers.downloads import csv_file, table_asked_for
from transfers.formats.suppression import LEAST_ASSIGNED, ROUNDED_TO
from transfers.queries.release_figures import get_release_figures
from transfers.queries.releases import ReleasePage, get_release_page, get_releases
from transfers.sight.actor import Person
from transfers.web import person_page


@require_safe
@person_page
def releases(request: HttpRequest, viewer: Person) -> HttpResponse:
    """Every release, or why there is none yet."""
    return render(request, "releases/list.html", {"releases": get_releases(viewer, database_clock())})


@require_safe
@person_page
def release(request: HttpRequest, viewer: Person, public_id: UUID) -> HttpResponse:
    """One release with its tables and pictures."""
    page = get_release_page(viewer, public_id, database_clock())
    figures = get_release_figures(page)
    shown = {
        "release": page,
        "figures": figures,
        "least_assigned": LEAST_ASSIGNED,
        "rounded_to": ROUNDED_TO,
    }
    return table_asked_for(request, figures) or render(request, "releases/release.html", shown)


@require_safe
@person_page
def table(request: HttpRequest, viewer: Person, public_id: UUID) -> HttpResponse:  # noqa: ARG001
    """The same numbers for a spreadsheet."""
    page = get_release_page(viewer, public_id, database_clock())
    headers = (_("Of"), _("Unit"), _("Levels"), _("Assigned"), _("Undraft"), _("Stay"), _("No choice filed"))
    return csv_file("counts", headers, _rows(page))


def _rows(page: ReleasePage) -> Iterator[tuple[str | int, ...]]:
    hidden = _("not shown")
    lines = [(_("Whole campaign"), page.whole)] if page.whole is not None else []
    for of, line in [*lines, *((_("Unit"), unit) for unit in page.units)]:
        numbers = (hidden if number is None else number for number in (line.undraft, line.stay, line.none))
        yield of, line.name, "", line.assigned, *numbers
    for level in page.levels:
        yield _("Levels"), "", f"{level.lowest}–{level.highest}", level.assigned, level.undraft, "", ""
    for site in page.sites:
        yield _("Site"), site.name or _("Other sites"), "", site.assigned, site.undraft, "", ""
