"""The field that asks what prompted a decision, wherever something is changed that holds for everybody."""

from django import forms
from django.utils.translation import gettext_lazy as _

from transfers.admin.verb_forms import VerbForm
from transfers.models.decision import LONGEST_PROMPT


def prompt_field() -> forms.CharField:
    """What prompted it, in the words of who decides."""
    return forms.CharField(
        label=_("What prompted this"),
        max_length=LONGEST_PROMPT,
        help_text=_("It stands in the log of decisions. Name nobody, and nobody’s choice or affairs."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class PromptForm(VerbForm):
    """Nothing but what prompted it."""

    prompted_by = prompt_field()
