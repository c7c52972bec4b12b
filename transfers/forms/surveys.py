"""The two questions of a survey; each may be left out."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from transfers.queries.surveys import QUESTION_WORDS

_ANSWERS = [
    (1, gettext_lazy("Disagree strongly")),
    (2, gettext_lazy("Disagree")),
    (3, gettext_lazy("Neither agree nor disagree")),
    (4, gettext_lazy("Agree")),
    (5, gettext_lazy("Agree strongly")),
]


def _question(name: str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=QUESTION_WORDS[name],
        choices=_ANSWERS,
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": gettext_lazy("Choose one of the five answers, or none.")},
    )


class SurveyForm(forms.Form):
    """Nothing is chosen beforehand; what is left empty is no answer."""

    free = _question("free")
    informed = _question("informed")

    def clean(self) -> dict[str, Any]:
        """One answer at least: an empty form says nothing."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and cleaned.get("free") is None and cleaned.get("informed") is None:
            self.add_error("free", _("Answer one of the two, or leave the page: then nothing is sent."))
        return cleaned
