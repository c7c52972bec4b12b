"""Findings at every stage, brought there by their actions."""

from datetime import datetime

from accounts.models import Employee, Skill
from tests import factories as f
from transfers.actions.cases import open_case
from transfers.actions.findings import confirm_finding, propose_finding, refuse_finding, withdraw_finding
from transfers.models import Candidacy, Finding, Role

REASONS = "The work samples show no use of the language."


def proposed(role: Role, candidacy: Candidacy, *, at: datetime = f.NOW) -> Finding:
    """By the role's manager, on its required skill."""
    skill = Skill.objects.get(pk=role.role_skills.get().skill_id)
    return propose_finding(role, candidacy, skill=skill, reasons=REASONS, by=f.manager_of(role), clock=f.clock_at(at))


def reviewer(finding: Finding, *, at: datetime = f.NOW) -> Employee:
    """An HR partner who serves the person and has their case open for it."""
    member = finding.employee.assignments.select_related("campaign").first()
    campaign = member.campaign if member is not None else f.campaign(code=f"f-{finding.pk}", opened_at=at - f.DAY)
    partner = f.hr_partner(campaign)
    open_case(finding.employee, "finding", by=partner, clock=f.clock_at(at))
    return partner


def confirmed(role: Role, candidacy: Candidacy, *, at: datetime = f.NOW) -> Finding:
    made = proposed(role, candidacy, at=at)
    return confirm_finding(made, by=reviewer(made, at=at), clock=f.clock_at(at))


def refused(role: Role, candidacy: Candidacy, *, at: datetime = f.NOW) -> Finding:
    made = proposed(role, candidacy, at=at)
    return refuse_finding(made, by=reviewer(made, at=at), clock=f.clock_at(at))


def withdrawn(role: Role, candidacy: Candidacy, *, at: datetime = f.NOW) -> Finding:
    made = confirmed(role, candidacy, at=at)
    return withdraw_finding(made, by=made.confirmed_by, clock=f.clock_at(at))
