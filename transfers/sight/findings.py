"""Who reads a finding: its person once it was confirmed, and HR who reviews it in the person's case."""

from datetime import datetime

from django.db.models import QuerySet

from transfers.models import Finding
from transfers.sight.actor import Portal, Viewer
from transfers.sight.hats import is_served_by, roles_managed_by


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
    """Those about people whom the viewer serves; never one's own, nor of a role that one hires for."""
    if isinstance(viewer, Portal):
        return Finding.objects.all()
    return (
        Finding.objects.filter(is_served_by(viewer, at, person="employee_id"))
        .exclude(proposed_by=viewer)
        .exclude(role_id__in=roles_managed_by(viewer, at))
    )
