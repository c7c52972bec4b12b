"""A finding proposed, reviewed by somebody else, given to the person in writing, answered, withdrawn."""

from django.utils.translation import gettext as _

from accounts.models import Skill
from transfers import atomic, ledger, transition
from transfers.actions.locks import lock_person, lock_role
from transfers.clock import Clock, database_clock
from transfers.errors import Invalid
from transfers.ledger import Owed
from transfers.models import Candidacy, Finding, Role, RoleSkill
from transfers.models.finding import LEVEL, SKILL
from transfers.permissions.findings import (
    check_can_answer_finding,
    check_can_decide_finding,
    check_can_propose_finding,
    check_can_uphold_finding,
    check_can_withdraw_finding,
)
from transfers.queries.findings import get_reviewers
from transfers.sight.actor import Actor
from transfers.states import FindingStatus

LONGEST_REASONS, LONGEST_ANSWER = 4_000, 4_000


@atomic.write
def propose_finding(
    role: Role,
    candidacy: Candidacy,
    *,
    skill: Skill | None,
    reasons: str,
    by: Actor,
    clock: Clock = database_clock,
) -> Finding:
    """Say that somebody does not meet a criterion that the role had when it opened; it counts once confirmed.

    `skill` is one of the role's required ones, None for its level band. Raises NotVisible, NotAllowed, Invalid.
    Locks: the person, then the role.
    """
    person = lock_person(candidacy.employee_id)
    role = lock_role(role.pk)
    at = clock()
    check_can_propose_finding(by, role, person, at)
    if skill is not None and not RoleSkill.objects.filter(role=role, skill=skill, is_required=True).exists():
        raise Invalid(_("Choose one of the criteria that the role has published."), field="criterion")
    reasons = reasons.strip()
    if not reasons or len(reasons) > LONGEST_REASONS:
        raise Invalid(
            _("Give job-related reasons, at most 4,000 characters: the person reads them."), field="reasons"
        )
    finding = Finding(
        role=role, employee=person, criterion=LEVEL if skill is None else SKILL, skill=skill, reasons=reasons
    )
    event = transition.start(finding, FindingStatus.PROPOSED, by=by, at=at)
    told = get_reviewers(finding, at)
    ledger.owe_all([Owed(event, pk, "finding.proposed") for pk in told], at=at)
    return finding


@atomic.write
def confirm_finding(finding: Finding, *, by: Actor, clock: Clock = database_clock) -> Finding:
    """Have it count, as an independent second person; the person is given it in writing. Locks: the person."""
    finding = _hold(finding)
    at = clock()
    check_can_decide_finding(by, finding, at)
    event = transition.move(finding, FindingStatus.CONFIRMED, by=by, at=at, subject=finding.employee)
    refs = {"finding": str(finding.public_id)}
    ledger.owe(event, finding.employee, "finding.confirmed", at=at, refs=refs)
    ledger.owe(event, finding.proposed_by, "finding.decided", at=at, refs=refs)
    return finding


@atomic.write
def refuse_finding(finding: Finding, *, by: Actor, clock: Clock = database_clock) -> Finding:
    """Let it not count. The person never hears of it. Locks: the person."""
    finding = _hold(finding)
    at = clock()
    check_can_decide_finding(by, finding, at)
    event = transition.move(finding, FindingStatus.REFUSED, by=by, at=at)
    ledger.owe(event, finding.proposed_by, "finding.decided", at=at, refs={"finding": str(finding.public_id)})
    return finding


@atomic.write
def answer_finding(finding: Finding, answer: str, *, by: Actor, clock: Clock = database_clock) -> Finding:
    """The person's answer, which who reviews it reads. Locks: the person."""
    finding = _hold(finding)
    at = clock()
    check_can_answer_finding(by, finding)
    answer = answer.strip()
    if not answer or len(answer) > LONGEST_ANSWER:
        raise Invalid(_("Write an answer, at most 4,000 characters."), field="answer")
    finding.answer, finding.answered_at = answer, at
    finding.save(update_fields=["answer", "answered_at"])
    event = ledger.record("finding.answered", finding, by=by, at=at, subject=finding.employee)
    ledger.owe_all([Owed(event, pk, "finding.answered") for pk in get_reviewers(finding, at)], at=at)
    return finding


@atomic.write
def uphold_finding(finding: Finding, *, by: Actor, clock: Clock = database_clock) -> Finding:
    """Have it stand after its answer was read; the person is told. Locks: the person."""
    finding = _hold(finding)
    at = clock()
    finding.upheld_by = check_can_uphold_finding(by, finding, at)
    finding.upheld_at = at
    finding.save(update_fields=["upheld_at", "upheld_by"])
    event = ledger.record("finding.upheld", finding, by=by, at=at, subject=finding.employee)
    ledger.owe(event, finding.employee, "finding.upheld", at=at, refs={"finding": str(finding.public_id)})
    return finding


@atomic.write
def withdraw_finding(finding: Finding, *, by: Actor, clock: Clock = database_clock) -> Finding:
    """Have it count no more, from now on; the person and the manager are told. Locks: the person."""
    finding = _hold(finding)
    at = clock()
    check_can_withdraw_finding(by, finding, at)
    event = transition.move(finding, FindingStatus.WITHDRAWN, by=by, at=at, subject=finding.employee)
    refs = {"finding": str(finding.public_id)}
    ledger.owe(event, finding.employee, "finding.withdrawn", at=at, refs=refs)
    ledger.owe(event, finding.proposed_by, "finding.decided", at=at, refs=refs)
    return finding


def _hold(finding: Finding) -> Finding:
    lock_person(finding.employee_id)
    related = ("employee__pseudonym", "role", "proposed_by")
    return Finding.objects.select_related(*related).get(pk=finding.pk)
