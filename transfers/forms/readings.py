"""For what an HR partner reads one choice."""

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

LONGEST_NOTE = 300
_OTHER = "other"
_PURPOSES = [
    ("asked", gettext_lazy("The person asked for it")),
    ("dispute", gettext_lazy("A dispute about what was filed, or when")),
    ("terms", gettext_lazy("Terms that depend on it, such as pay, leave or a visa")),
    ("next_step", gettext_lazy("Arranging what comes next")),
    ("duty", gettext_lazy("A duty by law or agreement")),
    (_OTHER, gettext_lazy("Another purpose, told below")),
]
_MISSING = gettext_lazy("Choose what you read it for.")


class ReadingForm(forms.Form):
    """A purpose, and where it is another one, which."""

    purpose = forms.ChoiceField(
        label=gettext_lazy("What do you read it for?"),
        help_text=gettext_lazy(
            "The person reads your name, the time and this purpose, at once. Nobody checks it first; where you say "
            "that they asked for it, they read that you say so, and whom to tell if they did not."
        ),
        choices=_PURPOSES,
        widget=forms.RadioSelect,
        error_messages={"required": _MISSING, "invalid_choice": _MISSING},
    )
    note = forms.CharField(
        label=gettext_lazy("In your words"),
        help_text=format_lazy(
            gettext_lazy("Needed for another purpose. The person reads it. At most {n} letters."), n=LONGEST_NOTE
        ),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        """Another purpose is no purpose until it is named."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("purpose") == _OTHER and not cleaned.get("note") and "note" not in self.errors:
            self.add_error("note", _("Say what you read it for: the person reads it."))
        return cleaned
