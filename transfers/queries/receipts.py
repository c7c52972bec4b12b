"""One's own receipts, closed; opened only when the person asks."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from transfers.errors import NotVisible
from transfers.models import Entitlement, Receipt
from transfers.queries.choices import open_choice
from transfers.sight.actor import Viewer
from transfers.sight.filters import receipts_visible_to


@dataclass(frozen=True, slots=True)
class OpenedReceipt:
    """What was filed ("" once its key was destroyed), and the latest end day that filing it set."""

    option: str
    latest_end_on: date | None


def get_own_receipt(viewer: Viewer, public_id: uuid.UUID, at: datetime) -> Receipt:
    """The viewer's receipt with its choice, assignment and campaign; NotVisible for everybody else."""
    related = ("choice__key", "choice__filed_by", "choice__assignment__campaign")
    receipt = receipts_visible_to(viewer, at).select_related(*related).filter(public_id=public_id).first()
    if receipt is None:
        raise NotVisible()
    return receipt


def open_receipt(receipt: Receipt) -> OpenedReceipt:
    """What the version says, at its person's own request; the caller got it through `get_own_receipt`."""
    opened = open_choice(receipt.choice)
    entitlement = None
    standing = Entitlement.objects.filter(assignment=receipt.choice.assignment).order_by("-pk").first()
    if standing is not None and standing.started_at == receipt.choice.filed_at:
        entitlement = standing
    return OpenedReceipt(
        option=opened.option,
        latest_end_on=entitlement.latest_end_on if entitlement is not None else None,
    )
