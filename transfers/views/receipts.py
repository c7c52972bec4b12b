"""Receipts: proof that something was filed and when. What was filed is shown only when its person asks.

Whoever holds a receipt may check it, signed in or not. What is checked is posted: no code is in an address or a log.
"""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from transfers.clock import database_clock
from transfers.formats.signatures import Malformed, public_key_pem
from transfers.forms.choices import LABELS
from transfers.forms.receipts import ReceiptForm
from transfers.queries.deadlines import get_deadline
from transfers.queries.receipts import (
    OpenedReceipt,
    check_receipt,
    get_own_receipt,
    get_public_keys,
    open_receipt,
)
from transfers.sight.actor import Person
from transfers.web import person_page


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
        "rows": [
            {"name": _("About"), "value": filed.assignment.campaign.name},
            {"name": _("Filed"), "due": filed.filed_at},
            {"name": _("Version"), "value": str(filed.version)},
            {"name": _("Recorded by"), "value": _("you") if filed.filed_by == viewer else filed.filed_by.name},
        ],
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
