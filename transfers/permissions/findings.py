"""Who finds that somebody is not qualified for a role, who reviews that, and who answers it."""

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import Employee
from transfers.errors import NotAllowed, NotVisible
from transfers.models import Claim, Finding, Role
from transfers.models.finding import STANDING
from transfers.permissions.claims import is_managed_by
from transfers.queries.cases import FINDING, get_open_case
from transfers.sight.actor import Actor, Person, Portal
from transfers.sight.candidates import candidates_visible_to
from transfers.sight.findings import findings_about, findings_reviewed_by
from transfers.states import ClaimStatus, FindingStatus


def check_can_propose_finding(actor: Actor, role: Role, person: Employee, at: datetime) -> None:
    """The role's hiring manager, about whom they may see for it, and to whom nothing is offered for it."""
    if isinstance(actor, Portal) or not is_managed_by(actor, role, at):
        raise NotVisible()
    if not candidates_visible_to(actor, role, at).filter(employee=person).exists():
        raise NotVisible()
    if Finding.objects.filter(role=role, employee=person, status__in=STANDING).exists():
        raise NotAllowed(_("A finding about this person stands for this role already."))
    if Claim.objects.filter(role=role, employee=person, status=ClaimStatus.OFFERED).exists():
        raise NotAllowed(_("This person holds an offer for this role. No finding can be proposed while it stands."))


def check_can_review_finding(actor: Actor, finding: Finding, at: datetime) -> Person:
    """An HR partner with the person's case open for it: never who proposed it, hires for the role or is open to it.

    Returns who acts.
    """
    get_open_case(actor, finding.employee.public_id, at, purpose=FINDING)
    if isinstance(actor, Portal) or not findings_reviewed_by(actor, at).filter(pk=finding.pk).exists():
        raise NotVisible()
    return actor


def check_can_decide_finding(actor: Actor, finding: Finding, at: datetime) -> None:
    """As reviewing, while nobody has decided."""
    check_can_review_finding(actor, finding, at)
    if finding.status != FindingStatus.PROPOSED:
        raise NotAllowed(_("Somebody has decided on it already."))


def check_can_withdraw_finding(actor: Actor, finding: Finding, at: datetime) -> None:
    """As reviewing, while it counts."""
    check_can_review_finding(actor, finding, at)
    if finding.status != FindingStatus.CONFIRMED:
        raise NotAllowed(_("It does not count any more."))


def check_can_uphold_finding(actor: Actor, finding: Finding, at: datetime) -> Person:
    """As reviewing, once, while it counts and was answered. Returns who acts."""
    person = check_can_review_finding(actor, finding, at)
    if finding.status != FindingStatus.CONFIRMED or finding.answered_at is None or finding.upheld_at is not None:
        raise NotAllowed(_("No answer waits to be read."))
    return person


def check_can_answer_finding(actor: Actor, finding: Finding) -> Person:
    """Its person, once, while it counts."""
    if isinstance(actor, Portal) or not findings_about(actor).filter(pk=finding.pk).exists():
        raise NotVisible()
    if finding.status != FindingStatus.CONFIRMED:
        raise NotAllowed(_("It was withdrawn, and counts no more."))
    if finding.answered_at is not None:
        raise NotAllowed(_("You have answered it. Your HR partner reads the answer."))
    return actor
