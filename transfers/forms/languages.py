"""The form by which anybody chooses the portal's language."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from transfers.queries.languages import get_languages


class LanguageForm(forms.Form):
    """One of the languages the portal speaks, each in its own words."""

    language = forms.ChoiceField(
        label=_("Which language shall the portal speak to you?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose one of the languages below."),
            "invalid_choice": _("Choose one of the languages below."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["language"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = get_languages()
