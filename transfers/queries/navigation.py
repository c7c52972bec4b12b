"""Where a viewer may go: decided by what they are granted, never by what they filed."""

from dataclasses import dataclass
from datetime import datetime

from accounts.models import Employee
from transfers.models import Notice
from transfers.models.grant import ADMIN, HIRING_MANAGER, HR_PARTNER
from transfers.models.notice import INBOX
from transfers.sight.hats import grants_in_force

# For everybody alike, members of a campaign or not: the bar tells nobody which of them somebody is.
_EVERYBODY = ("home", "roles", "preferences", "visibility", "claims", "timeline")
_BY_GRANT = {HIRING_MANAGER: ("my_roles", "my_claims"), HR_PARTNER: ("cases",), ADMIN: ("admin",)}


@dataclass(frozen=True, slots=True)
class Navigation:
    """Destinations in the order of the bar, as names the composition root gives words and addresses."""

    destinations: tuple[str, ...]
    unread: int


def get_navigation(viewer: Employee, at: datetime) -> Navigation:
    kinds = set(grants_in_force(at).filter(employee=viewer).values_list("kind", flat=True))
    granted = [name for kind, names in _BY_GRANT.items() if kind in kinds for name in names]
    if HR_PARTNER in kinds and ADMIN not in kinds:
        granted.append("admin")  # both grants open it, with different rights
    unread = Notice.objects.filter(recipient=viewer, channel=INBOX, read_at__isnull=True, due_at__lte=at).count()
    return Navigation(destinations=(*_EVERYBODY, *granted), unread=unread)
