"""The right to act: proposed by one, confirmed by another."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Employee
from transfers.actions.grants import confirm_grant, confirm_grant_batch, end_grant, propose_grant, refuse_grant
from transfers.admin.base import Desk, PortalAdmin, Verb, VerbForm
from transfers.forms.days import DayInput
from transfers.models import Campaign, Grant, Role
from transfers.models.grant import HIRING_MANAGER, KINDS
from transfers.queries.days import instant_in_words
from transfers.states import GrantStatus


class ProposalForm(VerbForm):
    """Which right, for whom, of what, until when."""

    kind = forms.ChoiceField(label=_("Right"), choices=[("", "–"), *KINDS])
    employee = forms.ModelChoiceField(label=_("For"), queryset=Employee.objects.filter(is_active=True))
    campaign = forms.ModelChoiceField(
        label=_("Campaign"), queryset=Campaign.objects.all(), required=False, help_text=_("Of an HR partner.")
    )
    role = forms.ModelChoiceField(
        label=_("Role"), queryset=Role.objects.all(), required=False, help_text=_("Of a hiring manager.")
    )
    ends_on = forms.DateField(label=_("Last day"), required=False, widget=DayInput())
    autocompletes = {
        "employee": (Grant, "employee"),
        "campaign": (Grant, "campaign"),
        "role": (Grant, "role"),
    }

    def narrow(self, desk: Desk) -> None:
        if desk.is_admin:
            return
        del self.fields["campaign"]
        kind = self.fields["kind"]
        if isinstance(kind, forms.ChoiceField):
            kind.choices = [(HIRING_MANAGER, dict(KINDS)[HIRING_MANAGER])]


def _propose(_thing: None, cleaned: dict[str, Any], desk: Desk) -> Grant:
    kind, employee = cleaned.pop("kind"), cleaned.pop("employee")
    return propose_grant(kind, employee, **cleaned, by=desk.viewer)


def _confirm_batch(grant: Grant, _cleaned: dict[str, Any], desk: Desk) -> None:
    if grant.batch is not None:
        confirm_grant_batch(grant.batch, by=desk.viewer)


def _is_proposed(grant: Grant, _desk: Desk) -> bool:
    return grant.status == GrantStatus.PROPOSED


def _waits_for(grant: Grant, desk: Desk) -> bool:
    """Whether the viewer may be the second person."""
    return _is_proposed(grant, desk) and desk.viewer.pk not in (grant.proposed_by_id, grant.employee_id)


class GrantAdmin(PortalAdmin):
    """Every right ever given."""

    noun = Grant
    list_display = ("employee", "kind", "campaign", "role", "ends_on", "status", "proposed_by", "confirmed_by")
    list_filter = ("kind", "status")
    list_select_related = ("employee", "campaign", "role", "proposed_by", "confirmed_by")
    search_fields = ("employee__name", "employee__sort_name", "employee__hr_id", "role__title", "role__code")
    fields = ("employee", "kind", "campaign", "role", "ends_on", "status", "history")
    readonly_fields = ("history",)
    verbs = (
        Verb("propose", _("Propose a right"), _propose, ProposalForm, _("Another person confirms it."), is_new=True),
        Verb(
            "confirm",
            _("Confirm"),
            lambda grant, _cleaned, desk: confirm_grant(grant, by=desk.viewer),
            explain=_("Another person confirms it: neither who proposed it nor who receives it."),
            offered=_waits_for,
        ),
        Verb(
            "batch",
            _("Confirm its whole batch"),
            _confirm_batch,
            explain=_("Confirms every right that this import proposed, but those about yourself."),
            offered=lambda grant, desk: _is_proposed(grant, desk) and grant.batch is not None,
            context=lambda grant, _desk: {
                "count": Grant.objects.filter(batch=grant.batch, status=GrantStatus.PROPOSED).count()
            },
            template="admin/batch.html",
        ),
        Verb(
            "refuse",
            _("Refuse"),
            lambda grant, _cleaned, desk: refuse_grant(grant, by=desk.viewer),
            offered=_is_proposed,
        ),
        Verb(
            "end",
            _("End"),
            lambda grant, _cleaned, desk: end_grant(grant, by=desk.viewer),
            explain=_("The right ends now; who held it is told."),
            offered=lambda grant, _desk: grant.status == GrantStatus.CONFIRMED,
        ),
    )

    def rows_for(self, rows: QuerySet[Grant], desk: Desk) -> QuerySet[Grant]:
        return rows if desk.is_admin else rows.filter(kind=HIRING_MANAGER)

    def history(self, grant: Grant) -> str:
        """Who did what, when."""
        steps = (
            (_("proposed"), grant.proposed_at, grant.proposed_by),
            (_("confirmed"), grant.confirmed_at, grant.confirmed_by),
            (_("refused"), grant.refused_at, grant.refused_by),
            (_("ended"), grant.ended_at, grant.ended_by),
        )
        return "\n".join(
            f"{word}: {instant_in_words(at, 'UTC')}, {by or _('the portal')}" for word, at, by in steps if at
        )
