"""Filing a choice, by the person or late through HR, and the person's own opening of it."""

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from transfers import atomic, ledger
from transfers.actions.candidacies import close_open_candidacy
from transfers.actions.claims import lock_live_claims, supersede_claims
from transfers.actions.entitlements import end_entitlements, forget_lapsed_entitlement, start_entitlement
from transfers.actions.locks import hold_people, lock_campaign_to_file
from transfers.canonical import JSON
from transfers.clock import Clock, database_clock
from transfers.errors import Invalid, Stale
from transfers.formats import commitments, receipts, signatures
from transfers.models import Assignment, Choice, ChoiceKey, Entitlement, Receipt
from transfers.models.choice import LATE_REASONS
from transfers.models.entitlement import CHOICE_CHANGED
from transfers.permissions.choices import STAY, UNDRAFT, check_can_file, check_can_file_late
from transfers.queries.choices import open_choice
from transfers.sight.actor import Actor, employee_of
from transfers.states import EntitlementStatus

OPTIONS = (STAY, UNDRAFT)


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
    assignment = _locked(assignment)
    live = lock_live_claims(assignment.employee)
    at = clock()
    latest = assignment.choices.order_by("-version").first()
    latest_option = open_choice(latest).option if latest is not None else ""
    check_can_file(by, assignment, option, latest=latest, latest_option=latest_option, opened_at=opened_at, at=at)
    version = latest.version if latest is not None else 0
    if version != seen_version:
        raise Stale(
            _(
                "You have filed version %(version)d since this page was drawn from version %(seen)d. "
                "Open the page again to see what stands now; nothing was changed."
            )
            % {"version": version, "seen": seen_version}
        )
    receipt = _file(assignment, option, version + 1, by=by, at=at)
    if latest_option == UNDRAFT and option == STAY:
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
    assignment = _locked(assignment)
    at = clock()
    latest = assignment.choices.order_by("-version").first()
    check_can_file_late(by, assignment, latest=latest, at=at)
    return _file(assignment, option, 1, by=by, at=at, late_reason=late_reason)


def _check_option(option: str) -> None:
    if option not in OPTIONS:
        raise Invalid(_("Choose one of the two options."), field="option")


def _locked(assignment: Assignment) -> Assignment:
    lock_campaign_to_file(assignment.campaign_id)
    hold_people([assignment.employee_id])
    related = ("campaign__policy", "employee__site", "employee__pseudonym")
    return Assignment.objects.select_related(*related).get(pk=assignment.pk)


def _file(
    assignment: Assignment, option: str, version: int, *, by: Actor, at: datetime, late_reason: str = ""
) -> Receipt:
    effect = _change_entitlement(assignment, option, by=by, at=at)
    key = commitments.make_key()
    content: dict[str, JSON] = {
        "option": option,
        "version": version,
        "entitlement": effect,
        "assignment": str(assignment.public_id),
    }
    choice = Choice.objects.create(
        assignment=assignment,
        version=version,
        filed_at=at,
        filed_by=employee_of(by) or assignment.employee,
        late_reason=late_reason,
        content=commitments.seal(content, key),
        commitment=commitments.commit(content, key),
    )
    ChoiceKey.objects.create(choice=choice, key=key)
    receipt = _sign(choice)
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
    return Receipt.objects.create(
        choice=choice,
        code=statement.code,
        statement=statement.to_json(),
        signature=signatures.sign(statement.to_json(), settings.RECEIPT_SIGNING_KEY),
    )


def _change_entitlement(assignment: Assignment, option: str, *, by: Actor, at: datetime) -> str:
    """What filing does to the priority, in one word for the committed body."""
    if option == STAY:
        forget_lapsed_entitlement(assignment)
        return "ended" if end_entitlements(assignment, because=CHOICE_CHANGED, by=by, at=at) else "none"
    if Entitlement.objects.filter(assignment=assignment).exclude(status=EntitlementStatus.ENDED).exists():
        return "kept"
    policy = assignment.campaign.policy
    if policy is None:
        raise AssertionError  # an opened campaign has one, by constraint
    start_entitlement(assignment, policy, by=by, at=at)
    return "started"
