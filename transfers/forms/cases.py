"""What an HR partner fills in about one person."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from transfers.actions.reasons import LONGEST_REASON
from transfers.forms.sought import SoughtForm
from transfers.queries.cases import CANCELLATION, CLAIM, FINDING, LATE_FILING, OTHER, PLACEMENT, READING, UNPLACED

_PURPOSES = [
    (CLAIM, gettext_lazy("An offer: make one in place of a hiring manager, or withdraw it")),
    (PLACEMENT, gettext_lazy("A move that was accepted")),
    (LATE_FILING, gettext_lazy("Late filing: the person could not file in time")),
    (CANCELLATION, gettext_lazy("Cancelling a move")),
    (UNPLACED, gettext_lazy("The regular review of somebody who is not placed yet")),
    (READING, gettext_lazy("Reading what the person filed, once, for a reason that you give next")),
    (FINDING, gettext_lazy("The review of a hiring manager’s finding about a role")),
    (OTHER, gettext_lazy("Another matter")),
]
_OPTIONS = [("stay", gettext_lazy("Stay")), ("undraft", gettext_lazy("Undraft"))]
_LATE_REASONS = [
    ("", gettext_lazy("Choose a reason")),
    ("leave", gettext_lazy("Was on leave")),
    ("outage", gettext_lazy("The portal could not be reached")),
    ("lock_out", gettext_lazy("Could not sign in")),
    ("other", gettext_lazy("Another reason, told to HR")),
]


class OpenCaseForm(SoughtForm):
    """One person, by what identifies them exactly, and what for."""

    purpose = forms.ChoiceField(
        label=gettext_lazy("What do you open the case for?"),
        help_text=gettext_lazy("The person sees your name, the time and this purpose."),
        choices=_PURPOSES,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose what you open the case for."),
            "invalid_choice": gettext_lazy("Choose what you open the case for."),
        },
    )


class LateForm(forms.Form):
    """What the person asks HR to record. The two options weigh the same and neither is chosen beforehand."""

    option = forms.ChoiceField(
        label=gettext_lazy("What does the person ask you to record?"),
        choices=_OPTIONS,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose one of the two options."),
            "invalid_choice": gettext_lazy("Choose one of the two options."),
        },
    )
    late_reason = forms.ChoiceField(
        label=gettext_lazy("What kept the person from filing in time?"),
        choices=_LATE_REASONS,
        error_messages={
            "required": gettext_lazy("Choose what kept the person from filing in time."),
            "invalid_choice": gettext_lazy("Choose what kept the person from filing in time."),
        },
    )

    def clean_option(self) -> str:
        """Refuse a form that was sent with both: which one was meant is not for us to guess."""
        option: str = self.cleaned_data["option"]
        if isinstance(self.data, QueryDict) and len(self.data.getlist("option")) != 1:
            raise forms.ValidationError(_("Choose one of the two options, not both."), code="both")
        return option


@dataclass(frozen=True, slots=True)
class Option:
    """One of the two options, as components/radios.html draws it."""

    value: str
    label: str
    hint: str


def get_options(unit: str, *, undraft_first: bool) -> list[Option]:
    """Both options in words of one length, in the order that is this person's."""
    hints = {
        "stay": _("They go on working in %(unit)s, on the terms that are stated for it.") % {"unit": unit},
        "undraft": _("They leave %(unit)s, by the latest end day that is stated for it.") % {"unit": unit},
    }
    options = [Option(value, str(label), hints[value]) for value, label in _OPTIONS]
    return options[::-1] if undraft_first else options


class CancelForm(forms.Form):
    """On whose account a move is cancelled."""

    because = forms.ChoiceField(
        label=gettext_lazy("On whose account?"),
        choices=[
            ("person", gettext_lazy("The person asks for it. No reason and no approval is needed")),
            ("hr", gettext_lazy("HR cancels it, and gives the reason below")),
        ],
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose on whose account the move is cancelled."),
            "invalid_choice": gettext_lazy("Choose on whose account the move is cancelled."),
        },
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=format_lazy(
            gettext_lazy("Needed where HR cancels: the person reads it. At most {n} letters."), n=LONGEST_REASON
        ),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        """Where HR cancels, the reason is what the person is owed."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("because") == "hr" and not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Give the reason: the person reads it."))
        return cleaned


class RoleCodeForm(forms.Form):
    """A role, by its code."""

    code = forms.CharField(
        label=gettext_lazy("Code of the role"),
        help_text=gettext_lazy(
            "You can claim in place of its hiring manager only where that manager may not know of the person, or "
            "where the role has none."
        ),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Give the code of the role.")},
    )
