"""What a copy of one's own record is to hold, and its form."""

from django import forms
from django.utils.translation import gettext_lazy

AS_FILE, AS_PAGE, AS_PAPER = "json", "page", "pdf"


class CopyForm(forms.Form):
    """Nothing is ticked beforehand: a copy can be asked for by who should not know what was filed."""

    opens = forms.BooleanField(
        required=False,
        label=gettext_lazy("Include what I filed and the priority that follows from it"),
        help_text=gettext_lazy("Without it the copy says that you filed and when, like anybody’s."),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("How do you want it?"),
        choices=[
            (AS_PAGE, gettext_lazy("A page to read, print or save")),
            (AS_PAPER, gettext_lazy("A file to print or keep (PDF)")),
            (AS_FILE, gettext_lazy("A file for programs (JSON)")),
        ],
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose a page or a file."),
            "invalid_choice": gettext_lazy("Choose a page or a file."),
        },
    )
