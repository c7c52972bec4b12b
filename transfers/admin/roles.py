"""Roles: opened, paused and closed by HR. How many seats are on offer or accepted is not shown."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from transfers.actions.roles import (
    SeatsTaken,
    change_seats,
    close_role,
    hold_seats,
    open_role,
    pause_role,
    record_refused_seats,
    withdraw_claims_of_closed_role,
)
from transfers.admin.base import Desk, PortalAdmin, Verb, VerbForm
from transfers.admin.role_forms import OpenManyForm, before_opening, open_many
from transfers.admin.widgets import ReadOnlyInline
from transfers.errors import TransferError
from transfers.models import Role, RoleSkill
from transfers.states import RoleStatus


class RoleSkillInline(ReadOnlyInline):
    """What the role asks for."""

    model = RoleSkill
    fields = ("skill", "proficiency", "is_required")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("skill")


class SeatsForm(VerbForm):
    """How many, and the version of the role that was seen."""

    seats = forms.IntegerField(label=_("Seats"), min_value=0)
    seen_version = forms.IntegerField(widget=forms.HiddenInput)

    @classmethod
    def initial_of(cls, thing: Role, _desk: Desk) -> dict[str, Any]:
        return {"seats": thing.seats, "seen_version": thing.version}


class HeldForm(VerbForm):
    """How many are held back, and the version of the role that was seen."""

    held_seats = forms.IntegerField(label=_("Held seats"), min_value=0)
    seen_version = forms.IntegerField(widget=forms.HiddenInput)

    @classmethod
    def initial_of(cls, thing: Role, _desk: Desk) -> dict[str, Any]:
        return {"held_seats": thing.held_seats, "seen_version": thing.version}


def _is(*statuses: RoleStatus) -> Any:
    return lambda role, _desk: role.status in statuses


def _keep_try(role: Role, refusal: TransferError, desk: Desk) -> None:
    if isinstance(refusal, SeatsTaken):
        record_refused_seats(role, by=desk.viewer)


class RoleAdmin(PortalAdmin):
    """Every role, also those in preparation: whoever has a desk here sees them all."""

    noun = Role
    empty = _("Roles stand here once a file with them was applied.")
    list_display = ("title", "code", "unit", "job_family", "site", "seats", "held_seats", "wanted_by_on", "status")
    list_filter = ("status", "job_family", "site", "is_trainable", "is_remote_allowed")
    list_select_related = ("unit", "job_family", "site")
    search_fields = ("title", "sort_title", "code", "unit__name", "unit__code")
    fields = (
        "code",
        "title",
        "unit",
        "summary",
        "job_family",
        "level_min",
        "level_max",
        "site",
        "is_remote_allowed",
        "is_trainable",
        "seats",
        "held_seats",
        "wanted_by_on",
        "clearance_until_at",
        "status",
    )
    inlines = (RoleSkillInline,)
    verbs = (
        Verb(
            "open-many",
            _("Open many roles"),
            open_many,
            OpenManyForm,
            is_new=True,
            context=before_opening,
            template="admin/open_roles.html",
        ),
        Verb(
            "open",
            _("Open"),
            lambda role, _cleaned, desk: open_role(role, by=desk.viewer),
            offered=_is(RoleStatus.PREPARING, RoleStatus.PAUSED),
            context=before_opening,
        ),
        Verb(
            "pause",
            _("Pause"),
            lambda role, _cleaned, desk: pause_role(role, by=desk.viewer),
            explain=_("It stays in lists; nobody new is claimed for it until it is opened again."),
            offered=_is(RoleStatus.OPEN),
        ),
        Verb(
            "seats",
            _("Change seats"),
            lambda role, cleaned, desk: change_seats(role, **cleaned, by=desk.viewer),
            SeatsForm,
            offered=_is(RoleStatus.PREPARING, RoleStatus.OPEN, RoleStatus.PAUSED),
            refused=_keep_try,
        ),
        Verb(
            "hold",
            _("Hold seats"),
            lambda role, cleaned, desk: hold_seats(
                role, cleaned["held_seats"], seen_version=cleaned["seen_version"], by=desk.viewer
            ),
            HeldForm,
            _("Held back by HR, for any reason; none is asked, so a held seat proves nothing."),
            offered=_is(RoleStatus.PREPARING, RoleStatus.OPEN, RoleStatus.PAUSED),
            refused=_keep_try,
        ),
        Verb(
            "close",
            _("Close"),
            lambda role, _cleaned, desk: close_role(role, by=desk.viewer),
            explain=_(
                "Open offers are withdrawn because the role is closed, and their people are told so; accepted "
                "ones stand."
            ),
            offered=_is(RoleStatus.OPEN, RoleStatus.PAUSED),
            after=withdraw_claims_of_closed_role,
        ),
    )
