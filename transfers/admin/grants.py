"""The right to act: proposed by one, confirmed by another."""

from collections.abc import Collection
from datetime import UTC
from typing import Any

from django import forms
from django.contrib.admin import display
from django.db.models import Model, QuerySet, Value
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Employee
from transfers.actions.grants import confirm_grant, confirm_grant_batch, end_grant, propose_grant, refuse_grant
from transfers.admin.base import Desk, PortalAdmin, Verb, VerbForm, Words
from transfers.forms.days import DayInput
from transfers.models import Campaign, Grant, Role
from transfers.models.grant import HIRING_MANAGER, KINDS
from transfers.queries.days import day_in_words, instant_in_words
from transfers.states import GrantStatus


class ProposalForm(VerbForm):
    """Which right, for whom, of what, until when."""

    kind = forms.ChoiceField(label=_("Kind"), choices=[("", "–"), *KINDS])
    employee = forms.ModelChoiceField(label=_("For"), queryset=Employee.objects.filter(is_active=True))
    campaign = forms.ModelChoiceField(
        label=_("Campaign"), queryset=Campaign.objects.all(), required=False, help_text=_("Of an HR partner.")
    )
    role = forms.ModelChoiceField(
        label=_("Role"), queryset=Role.objects.all(), required=False, help_text=_("Of a hiring manager.")
    )
    ends_on = forms.DateField(
        label=_("Last day"), required=False, widget=DayInput(), help_text=_("Leave it empty for a grant that lasts.")
    )
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


def _before_refusing(grant: Grant, desk: Desk) -> Words:
    """Who proposed it takes it back; anybody else refuses it."""
    is_own = grant.proposed_by_id == desk.viewer.pk
    return _("Withdraw the proposal") if is_own else _("Refuse this proposal")


class GrantAdmin(PortalAdmin):
    """Every right ever given."""

    noun = Grant
    list_display = ("employee", "kind", "campaign", "of_role", "last_day", "status", "proposed_by", "confirmed_by")
    list_filter = ("kind", "status")
    list_select_related = ("employee", "campaign", "role", "proposed_by", "confirmed_by")
    search_fields = ("employee__name", "employee__sort_name", "employee__hr_id", "role__title", "role__code")
    fields = ("employee", "kind", "campaign", "role", "last_day", "status", "next_step", "history")
    readonly_fields = ("last_day", "next_step", "history")
    verbs = (
        Verb("propose", _("Propose a grant"), _propose, ProposalForm, _("Another person confirms it."), is_new=True),
        Verb(
            "confirm",
            _("Confirm"),
            lambda grant, _cleaned, desk: confirm_grant(grant, by=desk.viewer),
            explain=_(
                "You are the second person that it takes. The grant holds from then on, and who receives it is told."
            ),
            offered=_waits_for,
        ),
        Verb(
            "batch",
            _("Confirm its whole batch"),
            _confirm_batch,
            explain=_("Confirms every grant that this import proposed, except those about yourself."),
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
            explain=_("The grant is not given. It can be proposed again."),
            offered=_is_proposed,
            relabel=_before_refusing,
        ),
        Verb(
            "end",
            _("End"),
            lambda grant, _cleaned, desk: end_grant(grant, by=desk.viewer),
            explain=_("The grant ends now; who held it is told."),
            offered=lambda grant, _desk: grant.status == GrantStatus.CONFIRMED,
        ),
    )

    def rows_for(self, rows: QuerySet[Grant], desk: Desk) -> QuerySet[Grant]:
        rows = rows.annotate(read_in=Value(desk.viewer.zone))
        return rows if desk.is_admin else rows.filter(kind=HIRING_MANAGER)

    def left_out_of(self, thing: Model | None) -> Collection[str]:
        """What comes next, once nothing does."""
        is_waiting = isinstance(thing, Grant) and thing.status == GrantStatus.PROPOSED
        return () if is_waiting else ("next_step",)

    @display(description=_("role"), ordering="role")
    def of_role(self, grant: Grant) -> str:
        """With its code: many roles have one title."""
        return f"{grant.role.title}, {grant.role.code}" if grant.role is not None else "–"

    @display(description=_("last day"), ordering="ends_on")
    def last_day(self, grant: Grant) -> str:
        """The day on which it ended, and no later than the one that was proposed."""
        ended = [grant.ended_at.astimezone(UTC).date()] if grant.ended_at is not None else []
        days = [*ended, *([grant.ends_on] if grant.ends_on is not None else [])]
        return day_in_words(min(days)) if days else "–"

    @display(description=_("what comes next"))
    def next_step(self, grant: Grant) -> str:
        """Who may confirm a proposal."""
        if grant.kind == HIRING_MANAGER:
            return gettext("An admin or an HR partner confirms it: neither who proposed it nor who receives it.")
        return gettext("An admin confirms it: neither who proposed it nor who receives it.")

    def history(self, grant: Grant) -> str:
        """Who did what, when."""
        withdrawn = _("withdrawn")
        is_own = grant.refused_by_id is not None and grant.refused_by_id == grant.proposed_by_id
        steps = (
            (_("proposed"), grant.proposed_at, grant.proposed_by),
            (_("confirmed"), grant.confirmed_at, grant.confirmed_by),
            (withdrawn if is_own else _("refused"), grant.refused_at, grant.refused_by),
            (_("ended"), grant.ended_at, grant.ended_by),
        )
        zone = getattr(grant, "read_in", "UTC")
        return "\n".join(
            f"{word}: {instant_in_words(at, zone)}, {by or _('the portal')}" for word, at, by in steps if at
        )
