"""Units: the tree, who leads, how many people are approved."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django import forms
from django.contrib.admin import display
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import Employee, Unit
from transfers.actions.reasons import LONGEST_REASON
from transfers.actions.unit_changes import close_unit, merge_unit
from transfers.actions.units import UnitFacts, change_unit
from transfers.admin.base import Desk, PortalAdmin, StandingForm, Verb, VerbForm
from transfers.forms.days import DayInput
from transfers.permissions.allowed import why_not
from transfers.permissions.units import check_can_close_unit
from transfers.queries.days import day_in_words
from transfers.queries.units import get_reach, standing_units, with_closing_day


class UnitForm(StandingForm):
    """Everything but the stable code."""

    name = forms.CharField(label=_("Name"), max_length=200)
    parent = forms.ModelChoiceField(label=_("Within"), queryset=Unit.objects.all(), required=False)
    lead = forms.ModelChoiceField(label=_("Lead"), queryset=Employee.objects.filter(is_active=True), required=False)
    approved_headcount = forms.IntegerField(label=_("Approved headcount"), min_value=0)
    is_at_risk = forms.BooleanField(
        label=_("At risk"),
        required=False,
        help_text=_("No claim is made for a unit at risk; people on their way there are told and may cancel."),
    )
    autocompletes = {"parent": (Unit, "parent"), "lead": (Unit, "lead")}

    @classmethod
    def initial_of(cls, thing: Unit, _desk: Desk) -> dict[str, Any]:
        return {
            "name": thing.name,
            "parent": thing.parent_id,
            "lead": thing.lead_id,
            "approved_headcount": thing.approved_headcount,
            "is_at_risk": thing.is_at_risk,
        }


class CloseForm(VerbForm):
    """From which day, and why."""

    on = forms.DateField(label=_("Day"), widget=DayInput())
    reason = forms.CharField(
        label=_("Reason"), max_length=LONGEST_REASON, help_text=_("The people concerned read it.")
    )


class MergeForm(CloseForm):
    """Into which unit, from which day, and why."""

    into = forms.ModelChoiceField(label=_("Merge into"), queryset=Unit.objects.filter(merged_into=None))
    autocompletes = {"into": (Unit, "merged_into")}
    field_order = ("into", "on", "reason")


def _is_merged(unit: Unit, _desk: Desk) -> bool:
    return unit.merged_into_id is not None


def _closed_on(unit: Unit) -> date | None:
    """The day on which it was closed, as the list reads it."""
    return getattr(unit, "closed_on", None)


def _reach(unit: Unit, _desk: Desk) -> dict[str, Any]:
    return {"reach": get_reach(unit).count()}


def _before_closing(unit: Unit, desk: Desk) -> dict[str, Any]:
    """What hangs on it, and what keeps it from being closed now."""
    return _reach(unit, desk) | {"blocked": why_not(check_can_close_unit, desk.viewer, unit, desk.at)}


def _merge(unit: Unit, cleaned: dict[str, Any], desk: Desk) -> None:
    merge_unit(unit, by=desk.viewer, **cleaned)


def _close(unit: Unit, cleaned: dict[str, Any], desk: Desk) -> None:
    close_unit(unit, by=desk.viewer, **cleaned)


def _change(unit: Unit, cleaned: dict[str, Any], desk: Desk) -> Unit:
    return change_unit(unit, UnitFacts(**cleaned, delegates=list(unit.delegates.all())), by=desk.viewer)


class UnitAdmin(PortalAdmin):
    """The tree of units."""

    noun = Unit
    list_display = ("name", "code", "parent", "lead", "approved_headcount", "is_at_risk", "is_pool", "stands")
    list_filter = ("is_at_risk", "is_pool")
    list_select_related = ("parent", "lead")
    search_fields = ("name", "sort_name", "code")
    fields = (
        "code",
        "name",
        "parent",
        "lead",
        "delegates",
        "approved_headcount",
        "is_at_risk",
        "is_pool",
        "stands",
    )
    readonly_fields = ("stands",)
    verbs = (
        Verb("edit", _("Change"), _change, UnitForm, offered=lambda unit, desk: not _is_merged(unit, desk)),
        Verb(
            "merge",
            _("Merge into another unit"),
            _merge,
            MergeForm,
            _("Everything below follows, with the headcount, and cannot be taken back. Published figures stay."),
            offered=lambda unit, desk: desk.is_admin and not _is_merged(unit, desk),
            context=_reach,
            template="admin/unit_change.html",
        ),
        Verb(
            "close",
            _("Close"),
            _close,
            CloseForm,
            _(
                "A unit can be closed once nobody works in it. Whoever has a right to return goes to their "
                "campaign’s pool instead."
            ),
            offered=lambda unit, desk: (
                desk.is_admin and not (_is_merged(unit, desk) or _closed_on(unit) or unit.is_pool)
            ),
            context=_before_closing,
            template="admin/unit_change.html",
        ),
    )

    def rows_for(self, rows: QuerySet[Unit], desk: Desk) -> QuerySet[Unit]:  # noqa: ARG002
        return with_closing_day(rows.select_related("merged_into"))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Unit], search_term: str
    ) -> tuple[QuerySet[Unit], bool]:
        """A form offers units that stand; the list finds every one, and a form keeps what its record names."""
        if request.resolver_match is not None and request.resolver_match.url_name == "autocomplete":
            queryset = standing_units(queryset)
        return super().get_search_results(request, queryset, search_term)

    def left_out_of(self, thing: Model | None) -> Collection[str]:
        """How many are approved, where its people are another unit's by now."""
        return ("approved_headcount",) if isinstance(thing, Unit) and thing.merged_into_id is not None else ()

    @display(description=_("state"))
    def stands(self, unit: Unit) -> str:
        """Whether anybody can work there still."""
        if unit.merged_into is not None and unit.merged_on is not None:
            words = {"unit": unit.merged_into, "day": day_in_words(unit.merged_on)}
            return str(_("merged into %(unit)s on %(day)s") % words)
        if (day := _closed_on(unit)) is not None:
            return str(_("closed on %(day)s") % {"day": day_in_words(day)})
        return str(_("active"))
