"""Requests of leads to fill seats that announced moves leave empty; who moves is not shown."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from transfers.actions.backfills import answer_backfill, decline_backfill
from transfers.actions.reasons import LONGEST_REASON
from transfers.admin.base import Desk, PortalAdmin, Verb, VerbForm
from transfers.models import Backfill, Role
from transfers.permissions.allowed import allowed
from transfers.permissions.backfills import check_can_answer_backfill
from transfers.sight.leads import backfills_answered_by
from transfers.states import RoleStatus


class OpenedForm(VerbForm):
    """Which role was opened for the seat."""

    role = forms.ModelChoiceField(
        label=_("Role"),
        queryset=Role.objects.none(),
        help_text=_("Roles of the unit that are open. Where there is none, open one first."),
    )

    def fit(self, thing: Backfill) -> None:
        role = self.fields["role"]
        if isinstance(role, forms.ModelChoiceField):
            opened = Role.objects.filter(unit__in=[thing.unit_id, thing.unit.merged_into_id])
            role.queryset = opened.filter(status__in=(RoleStatus.OPEN, RoleStatus.PAUSED)).order_by(
                "sort_title", "pk"
            )


class DeclinedForm(VerbForm):
    """Why no role is opened."""

    because = forms.CharField(
        label=_("Reason"),
        help_text=_("The lead who asked reads it."),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def _may_answer(backfill: Backfill, desk: Desk) -> bool:
    return allowed(check_can_answer_backfill, desk.viewer, backfill, desk.at)


def _opened(backfill: Backfill, cleaned: dict[str, Any], desk: Desk) -> None:
    answer_backfill(backfill, cleaned["role"], by=desk.viewer)


def _declined(backfill: Backfill, cleaned: dict[str, Any], desk: Desk) -> None:
    decline_backfill(backfill, because=cleaned["because"], by=desk.viewer)


class BackfillAdmin(PortalAdmin):
    """One line a request."""

    noun = Backfill
    about = _("Leads ask for seats that announced moves leave empty. Name the role that was opened, or decline.")
    list_display = ("unit", "left_on", "status", "requested_at")
    list_filter = ("status",)
    list_select_related = ("unit",)
    fields = ("unit", "left_on", "note", "status", "requested_at", "role", "declined_because")
    verbs = (
        Verb(
            "open",
            _("Name the role that was opened"),
            _opened,
            OpenedForm,
            _("The lead who asked is told, and sees the role as everybody does."),
            offered=_may_answer,
        ),
        Verb(
            "decline",
            _("Decline"),
            _declined,
            DeclinedForm,
            _("The lead who asked is told, with the reason. The seat can be asked for again."),
            offered=_may_answer,
        ),
    )

    def rows_for(self, rows: QuerySet[Backfill], desk: Desk) -> QuerySet[Backfill]:
        return rows.filter(pk__in=backfills_answered_by(desk.viewer, desk.at).values("pk")).select_related("unit")
