"""Who qualifies for a role."""

from collections.abc import Iterable
from datetime import datetime

from accounts.models import Employee
from transfers.models import Role


def get_eligible(people: Iterable[Employee], role: Role, at: datetime) -> set[int]:
    """Ids of those among `people` who qualify for `role` by its lasting facts."""
    return {person.pk for person in people if person.is_active and role.open_at is not None and role.open_at <= at}
