"""Who reads a finding: its person once it was confirmed, and HR who reviews it in the person's case."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import Employee
from transfers.models import Candidacy, Finding, Preference
from transfers.models.candidacy import QUALIFYING, SUBMITTED
from transfers.sight.actor import Portal, Viewer
from transfers.sight.hats import is_served_by, roles_managed_by
from transfers.states import CandidacyStatus


def findings_about(viewer: Viewer) -> QuerySet[Finding]:
    """Those that the viewer was given in writing, withdrawn ones among them."""
    if isinstance(viewer, Portal):
        return Finding.objects.all()
    return Finding.objects.filter(employee=viewer, confirmed_at__isnull=False)


def findings_proposed_by(viewer: Viewer, at: datetime) -> QuerySet[Finding]:
    """Those that the viewer proposed for roles that they still hire for."""
    if isinstance(viewer, Portal):
        return Finding.objects.all()
    return Finding.objects.filter(proposed_by=viewer, role_id__in=roles_managed_by(viewer, at))


def findings_reviewed_by(viewer: Viewer, at: datetime) -> QuerySet[Finding]:
    """Those about people whom the viewer serves; never one's own, nor of a role that one hires for or is open to."""
    if isinstance(viewer, Portal):
        return Finding.objects.all()
    return (
        Finding.objects.filter(is_served_by(viewer, at, person="employee_id"))
        .exclude(proposed_by=viewer)
        .exclude(role_id__in=roles_managed_by(viewer, at))
        .exclude(_is_open_to(viewer, role="role_id"))
    )


def _is_open_to(viewer: Employee, *, role: str) -> Exists:
    """Whether the viewer wants the role that the column names too: a finding about another leaves them a seat."""
    ranked = Preference.objects.filter(candidacy=OuterRef("pk"), stage=SUBMITTED, role_id=OuterRef(OuterRef(role)))
    candidacies = Candidacy.objects.filter(employee=viewer, status=CandidacyStatus.OPEN)
    return Exists(candidacies.filter(Q(visibility=QUALIFYING) | Exists(ranked)))
