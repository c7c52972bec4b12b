"""What an admin fills in to propose break-glass."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from transfers.forms.sought import SoughtForm

LONGEST_NOTE = 300
_MISSING = gettext_lazy("Choose why nothing else will do.")
_REASONS = [
    ("duty", gettext_lazy("A duty by law or agreement, such as a court’s order")),
    ("safety", gettext_lazy("Somebody’s safety")),
    ("dispute", gettext_lazy("A dispute in which the HR partner cannot act")),
    ("fault", gettext_lazy("A fault of the portal that cannot be mended without it")),
]


class BreakGlassForm(SoughtForm):
    """About whom, of which campaign, and why."""

    campaign = forms.ChoiceField(
        label=gettext_lazy("Campaign"),
        error_messages={
            "required": gettext_lazy("Choose a campaign."),
            "invalid_choice": gettext_lazy("Choose a campaign."),
        },
    )
    reason = forms.ChoiceField(
        label=gettext_lazy("Why will nothing else do?"),
        choices=_REASONS,
        widget=forms.RadioSelect,
        error_messages={"required": _MISSING, "invalid_choice": _MISSING},
    )
    note = forms.CharField(
        label=gettext_lazy("In your words"),
        help_text=format_lazy(
            gettext_lazy("A second person decides by it, and the person reads it. At most {n} letters."),
            n=LONGEST_NOTE,
        ),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Say why nothing else will do.")},
    )

    def __init__(self, *args: Any, campaigns: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        campaign = self.fields["campaign"]
        if isinstance(campaign, forms.ChoiceField):
            campaign.choices = [("", gettext_lazy("Choose a campaign")), *campaigns]
