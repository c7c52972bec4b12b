"""Where a viewer may go: decided by what they are granted or lead, never by what they filed."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import Employee
from transfers.models import Notice
from transfers.models.grant import ADMIN, HIRING_MANAGER, HR_PARTNER
from transfers.models.notice import INBOX
from transfers.queries.statements import Statement
from transfers.sight.hats import grants_in_force
from transfers.sight.leads import leads_a_unit

# Beside the kinds of grants: to lead a unit or deputise for one opens a page too.
LEAD = "lead"
# For everybody alike, members of a campaign or not: the bar tells nobody which of them somebody is.
EVERYBODY = ("home", "roles", "preferences", "visibility", "claims", "timeline")
# Destinations that a grant opens, or leading a unit.
# HR partner and admin both open the administration, with different rights.
BY_GRANT = {
    "hiring_roles": {HIRING_MANAGER},
    "hiring_claims": {HIRING_MANAGER},
    "lead": {LEAD},
    "cases": {HR_PARTNER},
    "admin": {HR_PARTNER, ADMIN},
}


@dataclass(frozen=True, slots=True)
class Navigation:
    """Destinations in the order of the bar, as names the composition root gives words and addresses."""

    destinations: tuple[str, ...]
    unread: int
    zone: str


def get_navigation(viewer: Employee, at: datetime) -> Navigation:
    """Everything the bar shows, in one query: it stands on every page."""
    [(kinds, leads, unread, zone)] = _BAR.ask(viewer=viewer.pk, at=at)
    worn = {*kinds, LEAD} if leads else set(kinds)
    granted = (name for name, opening in BY_GRANT.items() if opening & worn)
    return Navigation(destinations=(*EVERYBODY, *granted), unread=unread, zone=viewer.time_zone or zone)


def _bar(viewer: int, at: datetime) -> QuerySet[Employee, tuple[list[str], bool, int, str]]:
    grants = grants_in_force(at).filter(employee=OuterRef("pk")).order_by().values("kind").distinct()
    unread = (
        Notice.objects.filter(recipient=OuterRef("pk"), channel=INBOX, read_at__isnull=True, due_at__lte=at)
        .order_by()
        .values(of=F("recipient"))
        .annotate(number=Count("*"))
        .values("number")
    )
    row = Employee.objects.filter(pk=viewer).order_by()
    row = row.annotate(kinds=ArraySubquery(grants), leads=leads_a_unit(), unread=Coalesce(Subquery(unread), 0))
    return row.values_list("kinds", "leads", "unread", "site__time_zone")


_BAR = Statement(_bar, viewer=int, at=datetime)
