"""Tables as files to take along, and the numbers of a picture among them: for pages and for the administration."""

from collections.abc import Iterable, Sequence

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from transfers.errors import NotVisible
from transfers.formats.figures import Cell, Figure
from transfers.formats.tables import write_table


def csv_file(name: str, headers: Sequence[str], rows: Iterable[Sequence[Cell]]) -> HttpResponse:
    """A table for a spreadsheet, in which no name is a formula."""
    return HttpResponse(
        write_table(headers, rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


def table_asked_for(request: HttpRequest, figures: Sequence[Figure]) -> HttpResponse | None:
    """The numbers of the picture that ?table= names, as a file; None where the page itself is asked for.

    Raises NotVisible where the page has no such picture.
    """
    name = request.GET.get("table")
    if name is None:
        return None
    for figure in figures:
        if figure.name == name:
            hidden = _("not shown")
            rows = ([hidden if cell is None else cell for cell in row] for row in figure.rows)
            return csv_file(name, figure.headers, rows)
    raise NotVisible()
