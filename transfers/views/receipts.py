"""Receipts: proof that something was filed and when. What was filed is shown only when its person asks.

Whoever holds a receipt may check it, signed in or not. What is checked is posted: no code is in an address or a log.
"""

import uuid
from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from transfers.clock import database_clock
from transfers.formats.pdf import Field, Section
from transfers.formats.signatures import Malformed, Signed, public_key_pem
from transfers.forms.choices import LABELS
from transfers.forms.receipts import ReceiptForm
from transfers.queries.days import weekday_in_words
from transfers.queries.deadlines import get_deadline
from transfers.queries.receipts import (
    OpenedReceipt,
    check_receipt,
    describe_receipt,
    get_own_receipt,
    get_public_keys,
    open_receipt,
)
from transfers.sight.actor import Person
from transfers.web import as_pdf, instant_in_words, person_page


@require_safe
@person_page
def receipt(request: HttpRequest, viewer: Person, public_id: uuid.UUID) -> HttpResponse:
    return _page(request, viewer, public_id, opens=False)


@require_POST
@sensitive_post_parameters()
@person_page
def show(request: HttpRequest, viewer: Person, public_id: uuid.UUID) -> HttpResponse:
    """The same page with what was filed: asked for by a button, at an address that does not say so."""
    return _page(request, viewer, public_id, opens=True)


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@person_page
def paper(request: HttpRequest, viewer: Person, public_id: uuid.UUID) -> HttpResponse:
    """The receipt as a PDF: closed by its address, with what was filed only where a button asked for it."""
    at = database_clock()
    found = get_own_receipt(viewer, public_id, at)
    zone = viewer.zone
    sections = [Section(_("Your choice is filed"), rows=[_as_fields(describe_receipt(found, viewer), zone)])]
    rest = ""
    if request.method == "POST":
        opened = open_receipt(found)
        rest = opened.opening
        sections.append(Section(_("What you filed"), rows=[_as_fields(_in_words(opened), zone)]))
    lines = Signed(found.statement, bytes(found.signature), rest)
    sections += [
        Section(_("It may not be the last"), _("A later version may exist: the last one you file counts.")),
        Section(
            _("The signed statement, for checking without this portal"),
            _("Signed with Ed25519 over exactly this text. The lines are attached to this file as receipt.txt."),
            [[Field(name, line, is_code=True) for name, line in _lines(lines)]],
        ),
    ]
    lead = _("This receipt proves that you filed and when, not what.")
    attached = ("receipt.txt", lines.to_file())
    return as_pdf("receipt.pdf", _("Receipt"), sections, lead=lead, made_at=found.choice.filed_at, attached=attached)


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
def verify(request: HttpRequest) -> HttpResponse:
    """Check a receipt that somebody was given: the same page for everybody."""
    if request.method != "POST":
        return render(request, "receipts/verify.html", {"form": ReceiptForm()})
    form = ReceiptForm(request.POST)
    if not form.is_valid():
        return render(request, "receipts/verify.html", {"form": form}, status=400)
    try:
        checked = check_receipt(form.cleaned_data["receipt"])
    except Malformed:
        form.add_error("receipt", _("This is no receipt. Paste its code, or its lines exactly as they were printed."))
        return render(request, "receipts/verify.html", {"form": form}, status=400)
    rows: list[dict[str, object]] = []
    if checked is not None:
        rows = [
            {"name": _("Version"), "value": str(checked.version)},
            {"name": _("Filed"), "due": checked.filed_at},
            {"name": _("Code"), "value": checked.code},
        ]
        if checked.option:
            rows.append({"name": _("What was filed"), "value": LABELS.get(checked.option, checked.option)})
    return render(request, "receipts/verify.html", {"form": ReceiptForm(), "is_checked": True, "rows": rows})


@require_safe
def public_keys(_request: HttpRequest) -> HttpResponse:
    """The keys that receipts are checked with where this portal is not: today's first, then retired ones."""
    return HttpResponse("".join(map(public_key_pem, get_public_keys())), content_type="application/x-pem-file")


def _page(request: HttpRequest, viewer: Person, public_id: uuid.UUID, *, opens: bool) -> HttpResponse:
    at = database_clock()
    found = get_own_receipt(viewer, public_id, at)
    filed = found.choice
    deadline_at = get_deadline(filed.assignment)
    shown = {
        "receipt": found,
        "signature": bytes(found.signature).hex(),
        "rows": describe_receipt(found, viewer),
        "is_deadline_ahead": deadline_at is not None and at < deadline_at,
        "opened": None,
    }
    if opens:
        opened = open_receipt(found)
        shown |= {"opened": _in_words(opened), "opening": opened.opening}
    return render(request, "receipts/receipt.html", shown)


def _in_words(opened: OpenedReceipt) -> list[dict[str, object]]:
    label = LABELS.get(opened.option)
    end: dict[str, object] = {"name": _("Latest end day set by it"), "value": _("None")}
    if opened.end_on is not None:
        name = _("End day, by the lottery") if opened.is_by_lottery else _("Latest end day set by it")
        end = {"name": name, "day": opened.end_on}
    filed = (
        label if label is not None else _("What was filed can no longer be read by anyone: its key was destroyed.")
    )
    return [{"name": _("What you filed"), "value": filed}, end]


def _as_fields(rows: list[dict[str, object]], zone: str) -> list[Field]:
    return [Field(str(row["name"]), _value_of(row, zone)) for row in rows]


def _value_of(row: dict[str, object], zone: str) -> str:
    due, day = row.get("due"), row.get("day")
    if isinstance(due, datetime):
        return instant_in_words(due, zone)
    return weekday_in_words(day) if isinstance(day, date) else str(row["value"])


def _lines(signed: Signed) -> list[tuple[str, str]]:
    lines = [(_("Statement"), signed.text), (_("Signature"), signed.signature.hex())]
    opening = [(_("The opening: the line that proves to others what you filed"), signed.rest)]
    return lines + (opening if signed.rest else [])
