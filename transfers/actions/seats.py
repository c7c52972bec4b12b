"""Seats of a role, counted by conditional UPDATE; the database's constraint stands behind it."""

from django.db.models import F
from django.utils.translation import gettext as _

from transfers.errors import TransferError
from transfers.models import Role


class RoleFull(TransferError):
    """No seat of the role is free."""

    def __init__(self) -> None:
        super().__init__(_("No seat of this role is free. A seat that is given back will show here at once."))


def take_seat(role: Role) -> None:
    """Count one more taken seat, or raise RoleFull."""
    free = Role.objects.filter(pk=role.pk, taken__lt=F("seats") - F("held_seats"))
    if free.update(taken=F("taken") + 1) != 1:
        raise RoleFull
    role.refresh_from_db(fields=["taken"])


def free_seat(role_id: int) -> None:
    """Count one taken seat less."""
    Role.objects.filter(pk=role_id).update(taken=F("taken") - 1)
