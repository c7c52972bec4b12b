"""A copy of everything about oneself, after signing in afresh: a file for programs or a page to read or print."""

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from transfers.actions.record_copies import copy_record
from transfers.canonical import JSON
from transfers.forms.record_copies import AS_FILE, CopyForm
from transfers.queries.record_copies import Row, as_document
from transfers.sight.actor import Person
from transfers.web import fresh_page


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
    at, record = copy_record(viewer, opens=form.cleaned_data["opens"], by=viewer)
    if form.cleaned_data["kind"] == AS_FILE:
        text = json.dumps(as_document(at, record), ensure_ascii=False, indent=1)
        headers = {"Content-Disposition": 'attachment; filename="my-record.json"'}
        return HttpResponse(text, content_type="application/json; charset=utf-8", headers=headers)
    sections = [{"name": name, "rows": [_in_words(row) for row in rows]} for name, rows in record.items()]
    return render(request, "records/copy.html", {"at": at, "sections": sections})


def _in_words(row: Row) -> list[dict[str, str]]:
    return [{"name": name, "value": _text_of(value)} for name, value in row.items()]


def _text_of(value: JSON) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return "\n".join(map(str, value)) if isinstance(value, list) else str(value)
