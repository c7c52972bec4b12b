"""The move itself: where a person belongs from now on."""

from accounts.models import Employee, Unit
from transfers.models import Role


def move_person(
    person: Employee,
    unit: Unit,
    *,
    role: Role | None = None,
    level: int | None = None,
    manager: Employee | None = None,
) -> None:
    """Join a transaction that holds the person: write their new place. Tenure and joining date stay.

    The person reports to `manager` (a role's hiring manager), else to the unit's lead; job family and, unless remote
    work is allowed, site follow the role. Without a role they keep family, level and site.
    """
    manager = manager or unit.lead
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
