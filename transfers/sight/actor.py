"""Who looks and who acts."""

from dataclasses import dataclass

from accounts.models import Employee


@dataclass(frozen=True, slots=True)
class Portal:
    """The portal itself: the viewer and actor of workers. It sees all.

    Only actions, tasks, delivery and commands may pass it.
    """


PORTAL = Portal()

Person = Employee  # the name by which floors that import no model know whom they serve
Actor = Employee | Portal
Viewer = Employee | Portal


def employee_of(actor: Actor) -> Employee | None:
    """The person who acts, or None for the portal: what a `_by` column holds."""
    return actor if isinstance(actor, Employee) else None
