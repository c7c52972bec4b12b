"""Findings as their person, their proposer and their reviewer read them."""

from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from accounts.models import Employee, Skill
from transfers.errors import NotVisible
from transfers.models import Finding, Role
from transfers.models.grant import HR_PARTNER
from transfers.queries.statements import Statement, person_by_id
from transfers.sight.actor import Viewer
from transfers.sight.findings import findings_about, findings_reviewed_by
from transfers.sight.hats import grants_in_force, people_served_by
from transfers.states import FindingStatus

_RELATED = ("role__unit", "skill", "employee", "proposed_by", "confirmed_by")
# what a list names
_NAMED = ("role__unit", "employee")


def get_own_findings(viewer: Employee) -> list[Finding]:
    """Every finding that the viewer was given, newest first."""
    return list(findings_about(viewer).select_related(*_RELATED).order_by("-confirmed_at", "-pk"))


def get_own_finding(viewer: Employee, public_id: UUID) -> Finding:
    """One of them. Raises NotVisible."""
    found = findings_about(viewer).filter(public_id=public_id).select_related(*_RELATED).first()
    if found is None:
        raise NotVisible()
    return found


def findings_to_review(viewer: Viewer, at: datetime) -> QuerySet[Finding]:
    """Those that wait for the viewer: undecided, or answered and not looked at again; with `waits_since`."""
    is_answered = Q(status=FindingStatus.CONFIRMED, answered_at__isnull=False, upheld_at__isnull=True)
    found = findings_reviewed_by(viewer, at).filter(Q(status=FindingStatus.PROPOSED) | is_answered)
    return found.annotate(waits_since=Coalesce("answered_at", "proposed_at"))


def get_findings_to_review(viewer: Employee, at: datetime) -> list[Finding]:
    """The same with their people and roles, the oldest first."""
    return _TO_REVIEW.ask(viewer=viewer.pk, at=at)


def _to_review(viewer: int, at: datetime) -> QuerySet[Finding]:
    return findings_to_review(person_by_id(viewer), at).select_related(*_NAMED).order_by("pk")


_TO_REVIEW = Statement(_to_review, viewer=int, at=datetime)


def find_finding(viewer: Viewer, person: Employee, public_id: UUID, at: datetime) -> Finding:
    """One about a person whose case is open. Raises NotVisible."""
    found = findings_reviewed_by(viewer, at).filter(employee=person, public_id=public_id)
    finding = found.select_related(*_RELATED).first()
    if finding is None:
        raise NotVisible()
    return finding


def get_findings_in_case(viewer: Viewer, person: Employee, at: datetime) -> list[Finding]:
    """Those about one person."""
    found = findings_reviewed_by(viewer, at).filter(employee=person).select_related(*_RELATED)
    return list(found.order_by("-pk"))


def get_reviewers(finding: Finding, at: datetime) -> list[int]:
    """Ids of the HR partners who may review it."""
    partners = grants_in_force(at).filter(kind=HR_PARTNER).order_by().values("employee_id").distinct()
    people = Employee.objects.filter(pk__in=partners).order_by("pk")
    return [
        partner.pk
        for partner in people
        if people_served_by(partner, at).filter(pk=finding.employee_id).exists()
        and findings_reviewed_by(partner, at).filter(pk=finding.pk).exists()
    ]


def get_required_skills(role: Role) -> list[Skill]:
    """What the role required when it opened."""
    asked = role.role_skills.filter(skill=OuterRef("pk"), is_required=True)
    return list(Skill.objects.filter(Exists(asked)).order_by("name", "pk"))
