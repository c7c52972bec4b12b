"""The move itself: where a person belongs from now on."""

from datetime import datetime

from accounts.models import Employee, Unit
from transfers.models import Role
from transfers.queries.managers import get_hiring_manager


def move_person(
    person: Employee, unit: Unit, *, role: Role | None = None, level: int | None = None, at: datetime
) -> None:
    """Join a transaction that holds the person: write their new place. Tenure and joining date stay.

    Into a role, the person reports to its hiring manager, else to the unit's lead; job family and, unless remote
    work is allowed, site follow the role. Without a role they keep family, level and site.
    """
    manager = (get_hiring_manager(role, at) if role is not None else None) or unit.lead
    changes: dict[str, object] = {"unit": unit}
    changes["manager"] = manager if manager is not None and manager.pk != person.pk else None
    if level is not None:
        changes["level"] = level
    if role is not None:
        changes["job_family"] = role.job_family
        if not role.is_remote_allowed:
            changes["site"] = role.site
    for name, value in changes.items():
        setattr(person, name, value)
    person.save(update_fields=[*changes])
