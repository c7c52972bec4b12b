"""Moves that files ask for. HR partners decide on those of the people they serve; admins see that they wait."""

from typing import Any

from django.contrib.admin import display
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from transfers.actions.held_moves import apply_held_move, drop_held_move
from transfers.admin.base import Desk, PortalAdmin, Verb
from transfers.models import HeldMove
from transfers.permissions.allowed import allowed
from transfers.permissions.held_moves import check_can_decide_held_move
from transfers.sight.hats import people_served_by


def _may_decide(held: HeldMove, desk: Desk) -> bool:
    return allowed(check_can_decide_held_move, desk.viewer, held, desk.at)


def _apply(held: HeldMove, _cleaned: dict[str, Any], desk: Desk) -> None:
    apply_held_move(held, by=desk.viewer)


def _drop(held: HeldMove, _cleaned: dict[str, Any], desk: Desk) -> None:
    drop_held_move(held, by=desk.viewer)


def _from_where_to_where(held: HeldMove, _desk: Desk) -> dict[str, Any]:
    words = {"from": held.employee.unit.name, "to": held.unit.name, "manager": _new_manager(held)}
    return {"said": [gettext("The file asks: from %(from)s to %(to)s. Manager: %(manager)s.") % words]}


def _new_manager(held: HeldMove) -> str:
    if not held.changes_manager:
        return gettext("as before")
    return held.manager.name if held.manager is not None else gettext("nobody")


class HeldMoveAdmin(PortalAdmin):
    """Everybody's moves wait alike, so that waiting tells nothing."""

    noun = HeldMove
    about = _("Moves of people that a file asks for. Nobody is moved by one before an HR partner decides.")
    list_display = ("employee", "from_unit", "unit", "new_manager", "at")
    list_select_related = ("employee__unit", "unit", "manager")
    search_fields = ("employee__name", "employee__sort_name", "employee__hr_id")
    fields = ("employee", "from_unit", "unit", "new_manager", "at", "next_step")
    readonly_fields = ("from_unit", "new_manager", "next_step")
    verbs = (
        Verb(
            "apply",
            _("Move the person"),
            _apply,
            explain=_(
                "Look at the person’s case first. If the file only repeats a move that was agreed here and is still "
                "to come, leave the person where they are."
            ),
            offered=_may_decide,
            context=_from_where_to_where,
        ),
        Verb(
            "drop",
            _("Leave the person where they are"),
            _drop,
            explain=_("The next file that says the same asks again: mend it where it comes from."),
            offered=_may_decide,
            context=_from_where_to_where,
        ),
    )

    def rows_for(self, rows: QuerySet[HeldMove], desk: Desk) -> QuerySet[HeldMove]:
        rows = rows.select_related(*self.list_select_related)
        return rows if desk.is_admin else rows.filter(employee__in=people_served_by(desk.viewer, desk.at))

    @display(description=_("from"))
    def from_unit(self, held: HeldMove) -> str:
        return held.employee.unit.name

    @display(description=_("manager"))
    def new_manager(self, held: HeldMove) -> str:
        return _new_manager(held)

    @display(description=_("what comes next"))
    def next_step(self, held: HeldMove) -> str:  # noqa: ARG002  (the same for everybody's)
        return gettext("An HR partner who serves the person moves them or leaves them where they are.")
