"""Who was drafted from where to where; nothing here tells whether anybody filed."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib.admin import SimpleListFilter, display
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from transfers.actions.assignments import void_assignment
from transfers.actions.own_deadlines import set_own_deadline
from transfers.actions.reasons import LONGEST_REASON
from transfers.admin.assignment_forms import TermsForm, record
from transfers.admin.base import Desk, PortalAdmin, Verb, VerbForm, open_desk
from transfers.admin.columns import say_whether
from transfers.calendars import CalendarRefused, get_zone, local_deadline
from transfers.forms.days import MomentInput
from transfers.models import Assignment
from transfers.permissions.assignments import OWN_DEADLINE_REASONS
from transfers.queries.terms_records import say_terms
from transfers.sight.hats import assignments_served_by, campaigns_on_desk_of
from transfers.states import AssignmentStatus, CampaignStatus


class VoidForm(VerbForm):
    """Why it was a mistake."""

    because = forms.CharField(label=_("Reason"), max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 3}))


class OwnDeadlineForm(VerbForm):
    """Until when, in which zone, and the class of the reason."""

    deadline = forms.DateTimeField(label=_("Until"), widget=MomentInput())
    zone = forms.CharField(label=_("Time zone"), max_length=64)
    because = forms.ChoiceField(label=_("Because"), choices=[("", "–"), *OWN_DEADLINE_REASONS.items()])

    @classmethod
    def initial_of(cls, thing: Assignment, _desk: Desk) -> dict[str, Any]:
        return {"zone": thing.employee.zone}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        typed: datetime | None = cleaned.get("deadline")
        if typed is not None and cleaned.get("zone"):
            try:
                get_zone(cleaned["zone"])
            except CalendarRefused as refusal:
                self.add_error("zone", refusal.message)
                return cleaned
            try:
                cleaned["deadline"] = local_deadline(typed.replace(tzinfo=None), cleaned["zone"])
            except CalendarRefused as refusal:
                self.add_error("deadline", refusal.message)
        return cleaned


def _is_active(assignment: Assignment, _desk: Desk) -> bool:
    return assignment.status == AssignmentStatus.ACTIVE


def _has_opened(assignment: Assignment, _desk: Desk) -> bool:
    is_prepared = assignment.campaign.status == CampaignStatus.PREPARING
    return assignment.status == AssignmentStatus.ACTIVE and not is_prepared


class _Campaign(SimpleListFilter):
    """By the campaign: an HR partner reads of those they serve alone, here as in the list of campaigns."""

    title = _("campaign")
    parameter_name = "campaign__id__exact"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:  # noqa: ARG002
        desk = open_desk(request)
        campaigns = campaigns_on_desk_of(desk.viewer, desk.at, is_admin=desk.is_admin).order_by("-pk")
        return [(str(pk), f"{name} · {code}") for pk, name, code in campaigns.values_list("pk", "name", "code")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Assignment]) -> QuerySet[Assignment]:  # noqa: ARG002
        asked = self.value()
        if asked is None:
            return queryset
        return queryset.filter(campaign=int(asked)) if asked in dict(self.lookup_choices) else queryset.none()


class AssignmentAdmin(PortalAdmin):
    """The drafted, for their HR partners and for admins."""

    noun = Assignment
    empty = _("Assignments stand here once a file with them was applied.")
    list_display = ("employee", "campaign", "origin_unit", "assigned_unit", "assigned_on", "offered", "status")
    list_filter = (_Campaign, "status", "choice_offered")
    list_select_related = ("employee", "campaign", "origin_unit", "assigned_unit")
    search_fields = ("employee__name", "employee__sort_name", "employee__hr_id")
    fields = (
        "employee",
        "campaign",
        "origin_unit",
        "origin_manager",
        "assigned_unit",
        "assigned_on",
        "authority",
        "reason",
        "recorded",
        "offered",
        "not_offered_because",
        "own_deadline_at",
        "status",
        "voided_because",
    )
    readonly_fields = ("recorded", "offered")
    verbs = (
        Verb(
            "deadline",
            _("Give longer"),
            lambda assignment, cleaned, desk: set_own_deadline(
                assignment, cleaned["deadline"], because=cleaned["because"], by=desk.viewer
            ),
            OwnDeadlineForm,
            _("A later deadline for this person alone; it holds even when the campaign has closed."),
            offered=_is_active,
        ),
        Verb(
            "terms",
            _("Record other terms"),
            record,
            TermsForm,
            _("A new version of the terms of today’s job. The person is told; every earlier version stays."),
            offered=_has_opened,
        ),
        Verb(
            "void",
            _("Void: assigned by mistake"),
            lambda assignment, cleaned, desk: void_assignment(assignment, because=cleaned["because"], by=desk.viewer),
            VoidForm,
            _(
                "Nobody files a choice by it any more, and any priority that it gave ends. Offers and moves stand. "
                "The person is told and reads the reason. It cannot be taken back."
            ),
            offered=_is_active,
        ),
    )

    @display(description=_("terms of today’s job"))
    def recorded(self, assignment: Assignment) -> str:
        """What counts now, a line a topic."""
        return say_terms(assignment)

    @display(description=_("choice offered"), ordering="choice_offered")
    def offered(self, assignment: Assignment) -> str:
        """In words: a tick beside an assignment that was voided would say that there still is one."""
        if assignment.status == AssignmentStatus.VOIDED:
            return gettext("no longer: voided")
        return say_whether(assignment.choice_offered)

    def rows_for(self, rows: QuerySet[Assignment], desk: Desk) -> QuerySet[Assignment]:
        if desk.is_admin:
            return rows
        return rows.filter(pk__in=assignments_served_by(desk.viewer, desk.at).values("pk"))
