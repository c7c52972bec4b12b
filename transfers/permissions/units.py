"""Who merges and closes units, and which."""

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import Employee, Unit
from transfers.errors import Invalid, NotAllowed, NotVisible
from transfers.models import Role
from transfers.permissions.chains import check_moves_no_own_unit
from transfers.queries.units import get_reach
from transfers.sight.actor import Actor, Portal
from transfers.sight.hats import is_admin
from transfers.states import AssignmentStatus, RoleStatus


def check_can_merge_unit(actor: Actor, unit: Unit, into: Unit, at: datetime) -> None:
    """An admin whom it puts into nobody's chain, takes out of none and moves nowhere; the portal for a file."""
    _check_is_admin(actor, at)
    for each in (unit, into):
        check_moves_no_own_unit(actor, each)
    _check_stands(unit)
    if into.pk == unit.pk:
        raise Invalid(_("A unit does not merge into itself."), field="into")
    if into.merged_into_id is not None:
        raise Invalid(_("This unit was merged away itself: name the one that stands."), field="into")
    if unit.is_pool != into.is_pool:
        raise Invalid(_("A pool merges into a pool, and every other unit into one that is no pool."), field="into")
    if get_reach(unit).between(into):
        raise Invalid(
            _("People were reassigned from one of these units to the other: they would have no unit to return to."),
            field="into",
        )


def check_can_close_unit(actor: Actor, unit: Unit, at: datetime) -> None:
    """An admin, once nobody works or is sought there; people who came from it need a pool to return to."""
    _check_is_admin(actor, at)
    check_moves_no_own_unit(actor, unit)
    _check_stands(unit)
    if unit.is_pool:
        raise NotAllowed(_("A pool is not closed: people return to it. Merge it into another pool."))
    if Employee.objects.filter(unit=unit, is_active=True).exists():
        raise NotAllowed(_("People work in this unit. Move them first, or merge it into another."))
    if unit.children.filter(merged_into=None).exists():
        raise NotAllowed(_("Other units lie within this one. Close or move them first."))
    if Role.objects.filter(unit=unit).exclude(status=RoleStatus.CLOSED).exists():
        raise NotAllowed(_("Roles of this unit are not closed. Close them first."))
    standing = get_reach(unit).assignments
    if standing.filter(assigned_unit=unit, status=AssignmentStatus.ACTIVE).exists():
        raise NotAllowed(_("People are assigned to this unit. Move them first, or merge it into another."))
    if standing.filter(origin_unit=unit, campaign__pool=None).exists():
        raise NotAllowed(_("People may return to this unit, and their campaign names no pool. Merge it instead."))


def _check_is_admin(actor: Actor, at: datetime) -> None:
    if not isinstance(actor, Portal) and not is_admin(actor, at):
        raise NotVisible()


def _check_stands(unit: Unit) -> None:
    if unit.merged_into_id is not None:
        raise NotAllowed(_("This unit was merged into another already."))
