"""Who may see one, and what they then read."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from transfers.actions.candidacies import LONGEST_NOTE
from transfers.forms.days import DayInput

LABELS = {
    "none": gettext_lazy("Nobody"),
    "rounds": gettext_lazy("Rounds only"),
    "ranked": gettext_lazy("Managers of roles I ranked"),
    "qualifying": gettext_lazy("Managers of every role I qualify for"),
}
RELOCATIONS = {
    "none": gettext_lazy("I would not move house"),
    "country": gettext_lazy("Within the country I work in"),
    "anywhere": gettext_lazy("Anywhere I have the right to work"),
}


class _UUIDs(forms.TypedMultipleChoiceField):
    """Any number of ids; whom they belong to is the action's part."""

    def valid_value(self, value: object) -> bool:
        try:
            UUID(str(value))
        except ValueError:
            return False
        return True


class VisibilityForm(forms.Form):
    """One of four, nothing chosen beforehand; and whom to hide from."""

    visibility = forms.ChoiceField(
        label=gettext_lazy("Who may see that you are open to a move?"),
        choices=list(LABELS.items()),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose who may see you."),
            "invalid_choice": gettext_lazy("Choose who may see you."),
        },
    )
    excluded = _UUIDs(
        label=gettext_lazy("Hide me from"),
        coerce=UUID,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": gettext_lazy("One of the people to hide from is not known here.")},
    )


class AvailabilityForm(forms.Form):
    """From when, how far, and a note."""

    available_from = forms.DateField(
        label=gettext_lazy("Available from"),
        help_text=gettext_lazy("Leave it empty if you could move at any time after the notice period."),
        required=False,
        widget=DayInput(),
        error_messages={"invalid": gettext_lazy("Give a day, such as 2027-02-01.")},
    )
    relocation = forms.ChoiceField(
        label=gettext_lazy("How far would you move for a role?"),
        choices=list(RELOCATIONS.items()),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose how far you would move."),
            "invalid_choice": gettext_lazy("Choose how far you would move."),
        },
    )
    note = forms.CharField(
        label=gettext_lazy("A note for managers who may see you"),
        help_text=format_lazy(
            gettext_lazy("At most {n} letters. Say nothing here that your own managers should not read."),
            n=LONGEST_NOTE,
        ),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea({"rows": 4}),
    )

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        return {name: self.cleaned_data[name] for name in ("available_from", "relocation", "note")}
