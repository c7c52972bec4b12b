"""The question: one of two options that weigh the same."""

from dataclasses import dataclass

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from transfers.permissions.choices import STAY, UNDRAFT

LABELS = {STAY: gettext_lazy("Stay"), UNDRAFT: gettext_lazy("Undraft")}


@dataclass(frozen=True, slots=True)
class Option:
    """One of the two, as components/radios.html draws it."""

    value: str
    label: str
    hint: str


class ChoiceForm(forms.Form):
    """Exactly one of the two options; nothing is chosen beforehand."""

    option = forms.ChoiceField(
        label=gettext_lazy("What do you choose?"),
        choices=list(LABELS.items()),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose one of the two options."),
            "invalid_choice": gettext_lazy("Choose one of the two options."),
        },
    )

    def clean_option(self) -> str:
        """Refuse a form that was sent with both: which one the person meant is not for us to guess."""
        option: str = self.cleaned_data["option"]
        if isinstance(self.data, QueryDict) and len(self.data.getlist("option")) != 1:
            raise forms.ValidationError(_("Choose one of the two options, not both."), code="both")
        return option


def get_options(unit: str, *, undraft_first: bool) -> list[Option]:
    """Both options in words of one length, in the order that is this person's."""
    stay = Option(
        STAY,
        str(LABELS[STAY]),
        _(
            "You go on working in %(unit)s, on the terms stated for it. You can look at roles elsewhere and be "
            "offered one, at your own request."
        )
        % {"unit": unit},
    )
    undraft = Option(
        UNDRAFT,
        str(LABELS[UNDRAFT]),
        _(
            "You leave %(unit)s, by the latest end day stated for it. You can look at roles elsewhere and be "
            "offered one, with priority."
        )
        % {"unit": unit},
    )
    return [undraft, stay] if undraft_first else [stay, undraft]
