"""Many roles opened at once: those of some units, or those named by their codes."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from transfers.actions.roles import open_roles
from transfers.admin.base import Desk, VerbForm
from transfers.models import Role
from transfers.queries.days import instant_in_words
from transfers.queries.policies import get_policies_until
from transfers.queries.role_openings import Openings, get_lacking, get_openings, get_ready


class OpenManyForm(VerbForm):
    """Which of the roles in preparation; the page lists first what some of them lack."""

    every_unit = forms.BooleanField(label=_("Every role that is ready"), required=False)
    units = forms.MultipleChoiceField(
        label=_("Or those ready in"), required=False, widget=forms.CheckboxSelectMultiple
    )
    codes = forms.CharField(
        label=_("Or these roles"),
        required=False,
        max_length=1_000_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("One code a line. Unless each of them can open, none does."),
    )
    openings: Openings

    def narrow(self, desk: Desk) -> None:  # noqa: ARG002  (every desk sees every role)
        self.openings = get_openings()
        units = self.fields["units"]
        if isinstance(units, forms.MultipleChoiceField):
            units.choices = [(unit.unit_id, _say(unit.name, unit.ready)) for unit in self.openings.units]

    def clean_codes(self) -> list[str]:
        codes = list(dict.fromkeys(self.cleaned_data["codes"].split()))
        lacking = get_lacking(codes)
        if lacking:
            raise forms.ValidationError(lacking)
        return codes

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and not any(cleaned.get(name) for name in ("every_unit", "units", "codes")):
            raise forms.ValidationError(_("Say which roles to open."))
        return cleaned


def open_many(_thing: None, cleaned: dict[str, Any], desk: Desk) -> None:
    """Open what is ready among the chosen; the rest stays in preparation."""
    chosen = Q() if cleaned["every_unit"] else Q(unit__in=cleaned["units"]) | Q(code__in=cleaned["codes"])
    open_roles(get_ready(Role.objects.filter(chosen)), by=desk.viewer)


def before_opening(thing: Role | None, desk: Desk) -> dict[str, Any]:
    """How long it is open to people with priority alone: till the end that it was given, else by the policy."""
    until = thing.clearance_until_at if thing is not None else None
    if until is not None:  # it runs once, from the first opening
        words = gettext("Until %(instant)s it is open only to people with priority placement.")
        return {"said": [words % {"instant": instant_in_words(until, desk.viewer.zone)}]} if until > desk.at else {}
    policy = get_policies_until(desk.at).first()
    days = policy.clearance_working_days if policy is not None else 0
    if not days:
        return {
            "said": [
                gettext("On the day on which a role is opened it is open only to people with priority placement.")
            ]
        }
    words = ngettext(
        "For its first working day a role is open only to people with priority placement.",
        "For its first %(n)s working days a role is open only to people with priority placement.",
        days,
    )
    return {"said": [words % {"n": days}]}


def _say(unit: str, ready: int) -> str:
    return ngettext("%(unit)s: %(n)s role", "%(unit)s: %(n)s roles", ready) % {"unit": unit, "n": ready}
