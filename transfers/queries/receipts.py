"""One's own receipts, closed; opened only when the person asks. And what anybody may learn from one they hold."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from transfers.errors import NotVisible
from transfers.formats import receipts, signatures
from transfers.formats.receipts import Opening
from transfers.formats.signatures import Malformed, Signed
from transfers.models import Entitlement, Receipt
from transfers.queries.choices import read_content, read_key
from transfers.queries.statements import Statement, person_by_id
from transfers.sight.actor import Person
from transfers.sight.filters import receipts_visible_to

# what the page says of a receipt and what opens it; another column is asked for when it is read
_SHOWN = (
    *("public_id", "choice", "code", "statement", "signature"),
    *("choice__assignment", "choice__version", "choice__filed_at", "choice__filed_by", "choice__content"),
    *("choice__commitment", "choice__key__choice", "choice__key__key", "choice__filed_by__name"),
    *("choice__assignment__public_id", "choice__assignment__campaign", "choice__assignment__own_deadline_at"),
    *("choice__assignment__campaign__name", "choice__assignment__campaign__deadline_at"),
)


@dataclass(frozen=True, slots=True)
class OpenedReceipt:
    """What was filed ("" once its key was destroyed), the latest end day that filing it set, and the line that
    proves to others what was filed."""

    option: str
    end_on: date | None
    is_by_lottery: bool
    opening: str


@dataclass(frozen=True, slots=True)
class CheckedReceipt:
    """What a receipt proves: that this version was filed then; what, only where its opening was given too."""

    code: str
    version: int
    filed_at: datetime
    option: str


def get_own_receipt(viewer: Person, public_id: uuid.UUID, at: datetime) -> Receipt:
    """The viewer's receipt with its choice, assignment and campaign; NotVisible for everybody else."""
    found = _OWN.ask(viewer=viewer.pk, at=at, public_id=public_id)
    if not found:
        raise NotVisible()
    return found[0]


def _own(viewer: int, at: datetime, public_id: uuid.UUID) -> QuerySet[Receipt]:
    related = ("choice__key", "choice__filed_by", "choice__assignment__campaign")
    visible = receipts_visible_to(person_by_id(viewer), at).filter(public_id=public_id)
    return visible.select_related(*related).only(*_SHOWN)


_OWN = Statement(_own, viewer=int, at=datetime, public_id=uuid.UUID)


def describe_receipt(receipt: Receipt, viewer: Person) -> list[dict[str, object]]:
    """What the closed receipt says, by name: a text, or an instant that the page draws."""
    filed = receipt.choice
    return [
        {"name": _("About"), "value": filed.assignment.campaign.name},
        {"name": _("Filed"), "due": filed.filed_at},
        {"name": _("Version"), "value": str(filed.version)},
        {"name": _("Recorded by"), "value": _("You") if filed.filed_by == viewer else filed.filed_by.name},
    ]


def open_receipt(receipt: Receipt) -> OpenedReceipt:
    """What the version says, at its person's own request; the caller got it through `get_own_receipt`."""
    content = read_content(receipt.choice)
    entitlement = None
    standing = Entitlement.objects.filter(assignment=receipt.choice.assignment).order_by("-pk").first()
    if standing is not None and standing.started_at == receipt.choice.filed_at:
        entitlement = standing
    key = read_key(receipt.choice)
    return OpenedReceipt(
        option=str(content["option"]) if content is not None else "",
        end_on=entitlement.end_on if entitlement is not None else None,
        is_by_lottery=entitlement is not None and entitlement.ordered_end_on is not None,
        opening=Opening(key, content).to_json() if content is not None and key is not None else "",
    )


def get_public_keys() -> list[bytes]:
    """The portal's own public key, then those it signed with before."""
    return [signatures.public_key_of(settings.RECEIPT_SIGNING_KEY), *settings.RECEIPT_RETIRED_KEYS]


def check_receipt(text: str) -> CheckedReceipt | None:
    """What the lines of a receipt prove, or a receipt's code alone; None where no key of this portal signed it.

    Needs no right: whoever holds a receipt may check it. Raises Malformed for what is no receipt, or for an opening
    of something else. A later version may exist: that is not looked up, so that checking tells nothing new.
    """
    if receipts.is_code(text.strip().upper()):
        found = Receipt.objects.filter(code=text.strip().upper()).first()
        if found is None:
            return None
        signed = Signed(found.statement, bytes(found.signature))
    else:
        signed = signatures.read_signed(text)
    statement = receipts.read_statement(signed.text)
    if not signatures.is_signed_by_any(signed, get_public_keys()):
        return None
    option = ""
    if signed.rest:
        opening = receipts.read_opening(signed.rest)
        if not opening.opens(statement):
            raise Malformed("the opening is that of another receipt")
        option = str(opening.content.get("option", ""))
    return CheckedReceipt(statement.code, statement.version, statement.filed_at, option)
