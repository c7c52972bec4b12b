"""A copy of everything about oneself, after signing in afresh: a file for programs or to print, or a page to read."""

import json
import re
from collections.abc import Sequence
from datetime import date, datetime

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
from transfers.queries.days import instant_in_words, weekday_in_words
from transfers.queries.record_copies import Row, as_document
from transfers.queries.record_words import say_event, say_status
from transfers.sight.actor import Person
from transfers.web import as_pdf, fresh_page

# as the record writes them; nobody types an instant to the second, and a day stands for itself alone
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")

# fields that hold words of the portal's own, which begin a line here
_WORDS = frozenset({"kind", "visibility", "relocation", "ended because", "filed late because", "hat", "what"})


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
        papers = [_on_paper(name, rows, viewer.zone) for name, rows in record.items()]
        return as_pdf("my-record.pdf", _("A copy of my record"), papers, lead=lead, made_at=at)
    sections = [
        {"name": name, "rows": [_in_words(name, row, viewer.zone) for row in rows]} for name, rows in record.items()
    ]
    return render(request, "records/copy.html", {"at": at, "sections": sections})


def _on_paper(name: str, rows: Sequence[Row], zone: str) -> Section:
    """A section and its rows, by names in the reader's language."""
    fields = [
        [
            Field(capfirst(_(field["name"])), field["value"] or _("Not recorded"))
            for field in _in_words(name, row, zone)
        ]
        for row in rows
    ]
    return Section(capfirst(_(name)), "" if rows else _("Nothing is recorded."), fields)


def _in_words(section: str, row: Row, zone: str) -> list[dict[str, str]]:
    """The fields of a row, by name; where the record keeps a code, what it stands for."""
    return [{"name": name, "value": _value_in_words(section, name, row[name], zone)} for name in row]


def _value_in_words(section: str, name: str, value: JSON, zone: str) -> str:
    if name == "status":
        return str(capfirst(say_status(str(value))))
    if (section, name) == ("events", "what"):
        return str(capfirst(say_event(str(value))))
    text = _text_of(value, zone)
    return str(capfirst(text)) if name in _WORDS else text


def _text_of(value: JSON, zone: str) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return "\n".join(_dated(str(one), zone) for one in (value if isinstance(value, list) else [value]))


def _dated(text: str, zone: str) -> str:
    """Instants and days as people read them; the file keeps them for programs."""
    try:
        if _DAY.fullmatch(text):
            return weekday_in_words(date.fromisoformat(text))
        return _INSTANT.sub(lambda found: instant_in_words(datetime.fromisoformat(found[0]), zone), text)
    except ValueError:  # what somebody typed looks like a day and is none
        return text
