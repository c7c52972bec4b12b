"""Answers to an offer."""

from django import forms
from django.utils.translation import gettext_lazy as _


class DeclineForm(forms.Form):
    """The reason is optional and stays with the person."""

    reason = forms.CharField(
        label=_("Reason for declining"),
        help_text=_("Only you can read it. Declining costs you nothing, with or without a reason."),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
