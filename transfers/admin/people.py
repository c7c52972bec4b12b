"""People as HR knows them. What a person chose, ranked or was offered is on no page of the admin."""

from typing import Any

from django import forms
from django.contrib.admin import display
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import Employee, EmployeeSkill
from accounts.names import sort_name_of
from transfers.actions.departures import readmit, record_departure
from transfers.actions.people import change_manager, record_leave, send_sign_in_reset
from transfers.actions.reasons import LONGEST_REASON
from transfers.admin.base import Desk, PortalAdmin, StandingForm, Verb, VerbForm
from transfers.admin.widgets import ReadOnlyInline
from transfers.forms.days import DayInput


class SkillInline(ReadOnlyInline):
    """How well the person has which skill: loaded by file."""

    model = EmployeeSkill
    fields = ("skill", "proficiency")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("skill")


class ManagerForm(StandingForm):
    """The new manager and the reason that the person reads."""

    manager = forms.ModelChoiceField(
        label=_("Manager"), queryset=Employee.objects.filter(is_active=True), required=False
    )
    reason = forms.CharField(label=_("Reason"), max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 3}))
    autocompletes = {"manager": (Employee, "manager")}

    @classmethod
    def initial_of(cls, thing: Employee, _desk: Desk) -> dict[str, Any]:
        return {"manager": thing.manager_id}


class LeaveForm(StandingForm):
    """First and last day; no reason is asked."""

    first_on = forms.DateField(
        label=_("First day"),
        required=False,
        widget=DayInput(),
        help_text=_("Leave it empty to take back a leave that is recorded."),
    )
    last_on = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=DayInput(),
        help_text=_("Leave it empty while the return is not known."),
    )
    leave_email = forms.EmailField(label=_("Reminders go to"), required=False)

    @classmethod
    def initial_of(cls, thing: Employee, _desk: Desk) -> dict[str, Any]:
        return {
            "first_on": thing.on_leave_from,
            "last_on": thing.on_leave_until,
            "leave_email": thing.leave_email,
        }


class DayForm(VerbForm):
    """One day."""

    day = forms.DateField(label=_("Day"), widget=DayInput())


def _is_here(person: Employee, desk: Desk) -> bool:
    """Nobody changes their own record."""
    return person.is_active and person != desk.viewer


def _has_left(person: Employee, _desk: Desk) -> bool:
    return not person.is_active


class EmployeeAdmin(PortalAdmin):
    """Everybody who works or worked here."""

    noun = Employee
    list_display = ("name", "hr_id", "unit", "job_family", "level", "site", "is_active")
    list_filter = ("is_active", "site", "job_family")
    list_select_related = ("unit", "job_family", "site")
    search_fields = ("sort_name", "hr_id", "email")
    fields = (
        "hr_id",
        "name",
        "sign_in_name",
        "email",
        "unit",
        "manager",
        "job_family",
        "level",
        "site",
        "time_zone",
        "hired_on",
        "rights_to_work",
        "on_leave_from",
        "on_leave_until",
        "is_active",
        "left_on",
    )
    readonly_fields = ("rights_to_work",)
    inlines = (SkillInline,)
    verbs = (
        Verb(
            "manager",
            _("Change manager"),
            lambda person, cleaned, desk: (
                change_manager(person, cleaned["manager"], reason=cleaned["reason"], by=desk.viewer).employee
            ),
            ManagerForm,
            _("Managers come with the HR file. Changed by hand, the person is told and reads the reason."),
            offered=_is_here,
        ),
        Verb(
            "leave",
            _("Record leave"),
            lambda person, cleaned, desk: record_leave(person, **cleaned, by=desk.viewer),
            LeaveForm,
            _("A leave in an open window gives the person ten working days after the return."),
            offered=_is_here,
        ),
        Verb(
            "reset",
            _("Send sign-in reset"),
            lambda person, _cleaned, desk: send_sign_in_reset(person, by=desk.viewer),
            explain=_("The person is asked by mail to set a new password. Nobody else ever sees one."),
            offered=_is_here,
        ),
        Verb(
            "departure",
            _("Record departure"),
            lambda person, cleaned, desk: record_departure(person, cleaned["day"], by=desk.viewer),
            DayForm,
            _(
                "Ends everything of this person’s at once: offers, placement, priority, grants and sessions. It "
                "cannot be taken back: no priority returns with somebody who is readmitted."
            ),
            offered=_is_here,
        ),
        Verb(
            "readmit",
            _("Record return to the company"),
            lambda person, cleaned, desk: readmit(person, cleaned["day"], by=desk.viewer),
            DayForm,
            _("The joining date, as the HR file says it. Nothing old returns."),
            offered=_has_left,
        ),
    )

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Employee], search_term: str
    ) -> tuple[QuerySet[Employee], bool]:
        """Without marks, as names are kept for sorting: so one column of names is read, not two."""
        return super().get_search_results(request, queryset, sort_name_of(search_term))

    @display(description=_("right to work"))
    def rights_to_work(self, person: Employee) -> str:
        return ", ".join(person.right_to_work)
