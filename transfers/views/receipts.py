"""Receipts: proof that something was filed and when. What was filed is shown only when its person asks."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from transfers.clock import database_clock
from transfers.forms.choices import LABELS
from transfers.queries.deadlines import get_deadline
from transfers.queries.receipts import OpenedReceipt, get_own_receipt, open_receipt
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
        "opened": _in_words(open_receipt(found)) if opens else None,
    }
    return render(request, "receipts/receipt.html", shown)


def _in_words(opened: OpenedReceipt) -> list[dict[str, object]]:
    label = LABELS.get(opened.option)
    end: dict[str, object] = {"name": _("Latest end day set by it"), "value": _("None")}
    if opened.latest_end_on is not None:
        end = {"name": _("Latest end day set by it"), "day": opened.latest_end_on}
    filed = label if label is not None else _("Its key was destroyed: nobody can read it any more.")
    return [{"name": _("What you filed"), "value": filed}, end]
