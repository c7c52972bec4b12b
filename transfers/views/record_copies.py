"""A copy of everything about oneself, after signing in afresh: a file for programs or to print, or a page to read."""

import json
from collections.abc import Sequence

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from transfers.actions.record_copies import copy_record
from transfers.canonical import JSON
from transfers.formats.pdf import Field, Section
from transfers.forms.record_copies import AS_FILE, AS_PAPER, CopyForm
from transfers.queries.record_copies import Row, as_document
from transfers.sight.actor import Person
from transfers.web import as_pdf, fresh_page, instant_in_words


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@fresh_page
def copy(request: HttpRequest, viewer: Person) -> HttpResponse:
    """What to take along is asked first; what was filed comes along only where its box is ticked."""
    if request.method != "POST":
        return render(request, "records/ask_copy.html", {"form": CopyForm()})
    form = CopyForm(request.POST)
    if not form.is_valid():
        return render(request, "records/ask_copy.html", {"form": form}, status=400)
    is_file = form.cleaned_data["kind"] == AS_FILE
    # a file is read by programs: the same words whoever takes it
    with translation.override(settings.LANGUAGE_CODE if is_file else translation.get_language()):
        at, record = copy_record(viewer, opens=form.cleaned_data["opens"], by=viewer)
    if is_file:
        text = json.dumps(as_document(at, record), ensure_ascii=False, indent=1)
        headers = {"Content-Disposition": 'attachment; filename="my-record.json"'}
        return HttpResponse(text, content_type="application/json; charset=utf-8", headers=headers)
    if form.cleaned_data["kind"] == AS_PAPER:
        lead = _("As of %(instant)s") % {"instant": instant_in_words(at, viewer.zone)}
        papers = [_on_paper(name, rows) for name, rows in record.items()]
        return as_pdf("my-record.pdf", _("A copy of my record"), papers, lead=lead, made_at=at)
    sections = [{"name": name, "rows": [_in_words(row) for row in rows]} for name, rows in record.items()]
    return render(request, "records/copy.html", {"at": at, "sections": sections})


def _on_paper(name: str, rows: Sequence[Row]) -> Section:
    """A section and its rows, by names in the reader's language."""
    fields = [
        [Field(capfirst(_(key)), _text_of(value) or _("Nothing")) for key, value in row.items()] for row in rows
    ]
    return Section(capfirst(_(name)), "" if rows else _("Nothing is recorded."), fields)


def _in_words(row: Row) -> list[dict[str, str]]:
    return [{"name": name, "value": _text_of(value)} for name, value in row.items()]


def _text_of(value: JSON) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return "\n".join(map(str, value)) if isinstance(value, list) else str(value)
