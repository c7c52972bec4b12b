"""The move itself: where a person belongs from now on."""

from accounts.models import Employee, Unit
from transfers.models import Role


def move_person(
    person: Employee, unit: Unit, *, role: Role | None = None, level: int | None = None, manager_id: int | None = None
) -> None:
    """Join a transaction that holds the person: write their new place. Tenure and joining date stay.

    The person reports to `manager_id` (a role's hiring manager), else to the unit's lead; job family and, unless
    remote work is allowed, site follow the role. Without a role they keep family, level and site.
    """
    manager_id = manager_id or unit.lead_id
    changes = {"unit_id": unit.pk, "manager_id": manager_id if manager_id != person.pk else None}
    if level is not None:
        changes["level"] = level
    if role is not None:
        changes["job_family_id"] = role.job_family_id
        if not role.is_remote_allowed:
            changes["site_id"] = role.site_id
    for name, value in changes.items():
        setattr(person, name, value)
    Employee.objects.filter(pk=person.pk).update(**changes)
