"""What came of a review, and when the next one is."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from transfers.forms.days import DayInput

_DONE = "done"
_OUTCOMES = [
    ("looking", gettext_lazy("Still looking: nothing stands in the way")),
    ("under_way", gettext_lazy("Something is under way, such as an offer")),
    ("helped", gettext_lazy("Others were asked to help")),
    (_DONE, gettext_lazy("No further review is needed")),
]
_MISSING = gettext_lazy("Choose what came of the review.")


class ReviewForm(forms.Form):
    """A class and a day: no text about anybody."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("What came of the review?"),
        help_text=gettext_lazy("The person reads it with your name."),
        choices=_OUTCOMES,
        widget=forms.RadioSelect,
        error_messages={"required": _MISSING, "invalid_choice": _MISSING},
    )
    next_on = forms.DateField(
        label=gettext_lazy("Next review"),
        help_text=gettext_lazy("Within the next 30 days. Leave it empty where none is needed."),
        required=False,
        widget=DayInput(),
    )

    def clean(self) -> dict[str, Any]:
        """A day, unless it was the last review."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("outcome", _DONE) != _DONE and not cleaned.get("next_on") and "next_on" not in self.errors:
            self.add_error("next_on", _("Give the day of the next review."))
        return cleaned
