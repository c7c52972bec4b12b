"""One person, by what identifies them exactly."""

from django import forms
from django.utils.translation import gettext_lazy

LONGEST_KEY = 254


class SoughtForm(forms.Form):
    """The first field of a form about somebody who is named and not chosen."""

    sought = forms.CharField(
        label=gettext_lazy("HR id or mail address"),
        help_text=gettext_lazy("The whole of it. There is no list of people and no search by name."),
        max_length=LONGEST_KEY,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Give an HR id or a mail address.")},
    )
