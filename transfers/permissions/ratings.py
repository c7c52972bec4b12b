"""Who rates whom for rounds."""

from datetime import datetime

from accounts.models import Employee
from transfers.errors import NotVisible
from transfers.models import Role
from transfers.permissions.claims import is_managed_by
from transfers.sight.actor import Actor, Person, Portal
from transfers.sight.candidates import candidates_visible_to


def check_can_rate(actor: Actor, role: Role, person: Employee, at: datetime) -> Person:
    """The role's hiring manager, whom they may see for it. Returns who rates."""
    if isinstance(actor, Portal) or not is_managed_by(actor, role, at):
        raise NotVisible()
    if not candidates_visible_to(actor, role, at).filter(employee=person).exists():
        raise NotVisible()
    return actor
