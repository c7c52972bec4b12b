"""Policies: read by every desk, published by admins as new versions."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib.admin import display
from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from transfers.actions.policies import policy_fields, publish_policy
from transfers.admin.base import Desk, PortalAdmin, Verb, VerbForm
from transfers.forms.days import MomentInput
from transfers.models import Policy
from transfers.queries.policy_names import POLICY_NAMES

_HELP = {
    "pay_protection_months": _(
        "For how long somebody who takes a role below their level keeps their full pay, from the first day. "
        "Empty: not stated, and pages say so."
    ),
    "band_bp": _("100 is one point."),
}
_PERCENT = _("100 is one percent.")


def _number_fields() -> dict[str, forms.Field]:
    fields = {}
    for column in Policy._meta.concrete_fields:
        help_text = _HELP.get(column.name, _PERCENT if column.name.endswith("_bp") else "")
        label = capfirst(POLICY_NAMES[column.name]) if column.name in POLICY_NAMES else None
        field = column.formfield(help_text=help_text, label=label) if column.name in policy_fields() else None
        if field is not None:
            fields[column.name] = field
    return fields


class _Words(VerbForm):
    effective_at = forms.DateTimeField(
        label=_("Takes effect (UTC)"),
        widget=MomentInput(),
        help_text=_("Pages then say it in the time zone of who reads them."),
    )
    note = forms.CharField(
        label=_("What changes, and why"), max_length=5_000, widget=forms.Textarea(attrs={"rows": 3})
    )

    @classmethod
    def initial_of(cls, _thing: Any, _desk: Desk) -> dict[str, Any]:
        latest = Policy.objects.order_by("-version").first()
        return {name: getattr(latest, name) for name in policy_fields()} if latest is not None else {}


PolicyForm: type[VerbForm] = type("PolicyForm", (_Words,), _number_fields())


def _publish(_thing: None, cleaned: dict[str, Any], desk: Desk) -> Policy:
    effective_at: datetime = cleaned.pop("effective_at")
    note: str = cleaned.pop("note")
    return publish_policy(cleaned, effective_at=effective_at.replace(tzinfo=UTC), note=note, by=desk.viewer)


def _share_column(name: str) -> Any:
    """A number that is kept in hundredths, with what it is in whole ones beside it."""

    def column(policy: Policy) -> str:
        hundredths: int = getattr(policy, name)
        whole = number_format(Decimal(hundredths) / 100, decimal_pos=2 if hundredths % 100 else 0)
        words = (
            gettext("%(hundredths)s (%(whole)s points)") if name == "band_bp" else "%(hundredths)s (%(whole)s\xa0%%)"
        )
        return words % {"hundredths": hundredths, "whole": whole}

    column.__name__ = name
    return display(description=POLICY_NAMES[name])(column)


_SHARES: dict[str, Any] = {name: _share_column(name) for name in policy_fields() if name.endswith("_bp")}


class PolicyAdmin(PortalAdmin):
    """Every version ever published; none changes."""

    noun = Policy
    list_display = ("version", "published_at", "published_by", "effective_at", "order")
    list_select_related = ("published_by",)
    fields = tuple(_SHARES.get(each.name, each.name) for each in Policy._meta.concrete_fields if not each.primary_key)
    readonly_fields = tuple(_SHARES.values())
    ordering = ("-version",)
    verbs = (
        Verb(
            "publish",
            _("Publish a new version"),
            _publish,
            PolicyForm,
            _("A version never changes and takes effect in the future. What is not changed here stays as it is."),
            is_new=True,
            offered=lambda _thing, desk: desk.is_admin,
        ),
    )
