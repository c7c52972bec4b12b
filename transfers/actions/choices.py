"""Filing a choice, by the person or late through HR, and the person's own opening of it."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from transfers import atomic, ledger
from transfers.actions.candidacies import close_open_candidacy
from transfers.actions.claims import lock_live_claims, supersede_claims
from transfers.actions.entitlements import end_entitlements, forget_lapsed_entitlement, start_entitlement
from transfers.actions.locks import hold_campaign_to_file, hold_person
from transfers.canonical import JSON
from transfers.clock import Clock, database_clock
from transfers.errors import Invalid, Stale
from transfers.formats import commitments, receipts, signatures
from transfers.models import Assignment, Choice, Receipt
from transfers.models.choice import LATE_REASONS
from transfers.models.entitlement import CHOICE_CHANGED
from transfers.models.partly import mark_inserted
from transfers.permissions.choices import STAY, UNDRAFT, check_can_file, check_can_file_late
from transfers.prepared import ask
from transfers.queries.filings import Filing, read_filing
from transfers.sight.actor import Actor, employee_of

OPTIONS = (STAY, UNDRAFT)

_INSERT = """
WITH choice AS (
  INSERT INTO transfers_choice (assignment_id, version, filed_at, filed_by_id, late_reason, content, commitment)
  VALUES (%(assignment)s, %(version)s, %(filed_at)s, %(filed_by)s, %(late_reason)s, %(content)s, %(commitment)s)
  RETURNING id
), key AS (
  INSERT INTO transfers_choicekey (choice_id, key) SELECT id, %(key)s FROM choice
), receipt AS (
  INSERT INTO transfers_receipt (public_id, choice_id, code, statement, signature)
  SELECT %(public_id)s, id, %(code)s, %(statement)s, %(signature)s FROM choice
  RETURNING id
)
SELECT choice.id, receipt.id FROM choice, receipt
"""


@atomic.write
def file_choice(
    assignment: Assignment,
    option: str,
    *,
    seen_version: int,
    opened_at: datetime,
    by: Actor,
    clock: Clock = database_clock,
) -> Receipt:
    """File one more version of the person's choice; the highest version counts.

    `seen_version` is the version the form was drawn from (0: none), `opened_at` when it was drawn. Undraft starts
    the entitlement at once; turning from undraft to stay ends it, supersedes open offers and closes the candidacy.

    Raises NotVisible, NotAllowed, WindowClosed, Stale with both versions, Invalid for an unknown option.
    Locks: campaign (shared), person, roles of the person's live claims.
    """
    _check_option(option)
    filing = _read_locked(assignment)
    assignment = filing.assignment
    live = lock_live_claims(assignment.employee) if filing.has_offers else []
    at = clock()
    check_can_file(
        by,
        assignment,
        option,
        latest=filing.latest,
        latest_option=filing.latest_option,
        has_pending=filing.has_pending,
        opened_at=opened_at,
        at=at,
    )
    if filing.version != seen_version:
        raise Stale(
            _(
                "You have filed version %(version)d since this page was drawn from version %(seen)d. "
                "Open the page again to see what stands now; nothing was changed."
            )
            % {"version": filing.version, "seen": seen_version}
        )
    receipt = _file(filing, option, by=by, at=at)
    if filing.latest_option == UNDRAFT and option == STAY:
        supersede_claims(live, by=by, at=at)
        close_open_candidacy(assignment.employee, by=by, at=at)
    return receipt


@atomic.write
def file_late_choice(
    assignment: Assignment, option: str, *, late_reason: str, by: Actor, clock: Clock = database_clock
) -> Receipt:
    """Record, through HR, what a person who could not file in time asks for. Receipt and priority are the same.

    `late_reason` is a class, not a text. Raises NotVisible, NotAllowed, Invalid. Locks as `file_choice`.
    """
    _check_option(option)
    if late_reason not in dict(LATE_REASONS):
        raise Invalid(_("Choose what kept the person from filing in time."), field="late_reason")
    filing = _read_locked(assignment)
    at = clock()
    check_can_file_late(by, filing.assignment, latest=filing.latest, at=at)
    return _file(filing, option, by=by, at=at, late_reason=late_reason)


def _check_option(option: str) -> None:
    if option not in OPTIONS:
        raise Invalid(_("Choose one of the two options."), field="option")


def _read_locked(assignment: Assignment) -> Filing:
    campaign = hold_campaign_to_file(assignment.campaign_id)
    person = hold_person(assignment.employee_id)
    return read_filing(assignment.pk, campaign=campaign, person=person)


def _file(filing: Filing, option: str, *, by: Actor, at: datetime, late_reason: str = "") -> Receipt:
    assignment, version = filing.assignment, filing.version + 1
    effect = _change_entitlement(filing, option, by=by, at=at)
    key = commitments.make_key()
    content: dict[str, JSON] = {
        "option": option,
        "version": version,
        "entitlement": effect,
        "assignment": str(assignment.public_id),
    }
    choice = Choice(
        assignment=assignment,
        version=version,
        filed_at=at,
        filed_by=employee_of(by) or assignment.employee,
        late_reason=late_reason,
        content=commitments.seal(content, key),
        commitment=commitments.commit(content, key),
    )
    receipt = _sign(choice)
    _insert(choice, key, receipt)
    body = {"version": version, "commitment": bytes(choice.commitment).hex()}
    event = ledger.record("choice.filed", choice, by=by, at=at, subject=assignment.employee, body=body)
    ledger.owe(event, assignment.employee, "choice.filed", at=at, refs={"receipt": str(receipt.public_id)})
    return receipt


def _sign(choice: Choice) -> Receipt:
    assignment = choice.assignment
    statement = receipts.Statement(
        code=receipts.make_code(),
        campaign=str(assignment.campaign.public_id),
        assignment=str(assignment.public_id),
        version=choice.version,
        filed_at=choice.filed_at,
        commitment=bytes(choice.commitment),
    )
    return Receipt(
        code=statement.code,
        statement=statement.to_json(),
        signature=signatures.sign(statement.to_json(), settings.RECEIPT_SIGNING_KEY),
    )


def _insert(choice: Choice, key: bytes, receipt: Receipt) -> None:
    """Write the version, its key and its receipt in one statement, and give them their ids."""
    values: dict[str, Any] = {
        "assignment": choice.assignment_id,
        "version": choice.version,
        "filed_at": choice.filed_at,
        "filed_by": choice.filed_by_id,
        "late_reason": choice.late_reason,
        "content": choice.content,
        "commitment": choice.commitment,
        "key": key,
        "public_id": receipt.public_id,
        "code": receipt.code,
        "statement": receipt.statement,
        "signature": receipt.signature,
    }
    [(choice_id, receipt_id)] = ask(_INSERT, values)
    mark_inserted(choice, choice_id)
    mark_inserted(receipt, receipt_id)
    receipt.choice = choice


def _change_entitlement(filing: Filing, option: str, *, by: Actor, at: datetime) -> str:
    """What filing does to the priority, in one word for the committed body."""
    assignment = filing.assignment
    if option == STAY:
        if filing.owes_return:
            forget_lapsed_entitlement(assignment)
        if not filing.has_priority:
            return "none"
        end_entitlements(assignment, because=CHOICE_CHANGED, by=by, at=at)
        return "ended"
    if filing.has_priority:
        return "kept"
    policy = assignment.campaign.policy
    if policy is None:
        raise AssertionError  # an opened campaign has one, by constraint
    start_entitlement(assignment, policy, is_suspended=filing.has_pending, by=by, at=at)
    return "started"
