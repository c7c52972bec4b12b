"""How a person wants to be told."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

_CLOCK = {"invalid": gettext_lazy("Give a time, such as 19:30.")}


def _time(label: Any, help_text: Any = "") -> forms.TimeField:
    widget = forms.TimeInput({"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, help_text=help_text, required=False, widget=widget, error_messages=_CLOCK)


class NotificationsForm(forms.Form):
    """Reminders by mail, quiet hours and, for hiring managers, the hour of a digest."""

    mails_reminders = forms.BooleanField(
        required=False,
        label=gettext_lazy("Remind me by mail"),
        help_text=gettext_lazy("Of the time to choose and of offers that end soon. The inbox reminds you anyway."),
    )
    quiet_from = _time(gettext_lazy("Quiet from"), gettext_lazy("By your own clock. Leave both empty for none."))
    quiet_until = _time(gettext_lazy("Quiet until"))
    digest_hour = forms.TypedChoiceField(
        label=gettext_lazy("A digest by mail"),
        help_text=gettext_lazy("How many candidates and answers are new for your roles; nothing about anyone."),
        choices=[("", gettext_lazy("None")), *((hour, f"{hour:02}:00") for hour in range(24))],
        coerce=int,
        empty_value=None,
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Choose an hour of the day, or none.")},
    )

    def __init__(self, *args: Any, may_have_digest: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_have_digest:
            del self.fields["digest_hour"]

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        names = ("mails_reminders", "quiet_from", "quiet_until", "digest_hour")
        return {name: self.cleaned_data.get(name) for name in names}
