"""A number of people to suppose gone, and a request for a backfill."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, ngettext

from transfers.actions.backfills import LONGEST_NOTE


class SupposeForm(forms.Form):
    """How many more people leave, typed; at most those who are there."""

    leave = forms.IntegerField(
        label=gettext_lazy("How many more people leave"),
        help_text=gettext_lazy("A number you type. What anybody filed is not looked at."),
        min_value=0,
        error_messages={
            "required": gettext_lazy("Type a number of people."),
            "invalid": gettext_lazy("Type a whole number of people."),
            "min_value": gettext_lazy("Type a number of people from 0."),
        },
    )

    def __init__(self, data: Mapping[str, Any] | None, *, there: int) -> None:
        super().__init__(data)
        self._there = there

    def clean_leave(self) -> int:
        leave: int = self.cleaned_data["leave"]
        if leave > self._there:
            there = max(0, self._there)
            words = ngettext("Only %(n)s person is there", "Only %(n)s people are there", there)
            raise forms.ValidationError(words % {"n": there})
        return leave


class BackfillForm(forms.Form):
    """What HR should know of the seat."""

    note = forms.CharField(
        label=gettext_lazy("What the seat needs"),
        help_text=gettext_lazy("Skills, level, from when. Name nobody: HR reads it about the seat."),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
