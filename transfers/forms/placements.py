"""The day on which the person's managers may know."""

from datetime import date

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from transfers.forms.days import DayInput
from transfers.queries.days import weekday_in_words


class AnnouncementForm(forms.Form):
    """One day between the end of undo and the last day for the announcement."""

    announce_on = forms.DateField(
        label=_("Announcement day"),
        widget=DayInput(),
        input_formats=["%Y-%m-%d"],
        error_messages={"required": _("Choose a day."), "invalid": _("Enter a day such as 2026-05-31.")},
    )

    def __init__(self, *args: object, first_on: date, last_on: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own arguments, handed on
        self.first_on, self.last_on = first_on, last_on
        field = self.fields["announce_on"]
        field.widget.attrs |= {"min": first_on.isoformat(), "max": last_on.isoformat()}
        field.help_text = format_lazy(_("From {first} to {last}."), **self._in_words())

    def clean_announce_on(self) -> date:
        day: date = self.cleaned_data["announce_on"]
        if not self.first_on <= day <= self.last_on:
            raise forms.ValidationError(
                _("Choose a day from %(first)s to %(last)s."), params=self._in_words(), code="out_of_range"
            )
        return day

    def _in_words(self) -> dict[str, str]:
        return {"first": weekday_in_words(self.first_on), "last": weekday_in_words(self.last_on)}
