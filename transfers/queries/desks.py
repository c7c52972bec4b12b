"""Which grants open the administration to a viewer: asked once a request, by every page of it."""

from datetime import datetime

from django.db.models import QuerySet

from accounts.models import Employee
from transfers.models import Grant
from transfers.queries.statements import Statement, person_by_id
from transfers.sight.hats import desk_grants


def get_desk_kinds(viewer: Employee, at: datetime) -> set[str]:
    """Which of the two the viewer holds: ADMIN, HR_PARTNER."""
    return {kind for (kind,) in _KINDS.ask(viewer=viewer.pk, at=at)}


def _kinds(viewer: int, at: datetime) -> QuerySet[Grant, tuple[str]]:
    return desk_grants(person_by_id(viewer), at).order_by().values_list("kind")


_KINDS = Statement(_kinds, viewer=int, at=datetime)
