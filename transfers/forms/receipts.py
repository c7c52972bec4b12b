"""A receipt that somebody holds and wants to check."""

from django import forms
from django.utils.translation import gettext_lazy

LONGEST = 4_000


class ReceiptForm(forms.Form):
    """The code alone, or the lines of a receipt: statement, signature and, where its person gave it, opening."""

    receipt = forms.CharField(
        label=gettext_lazy("The receipt"),
        help_text=gettext_lazy(
            "Its code, or its statement and signature as two lines. With the opening as a third line it shows what "
            "was filed."
        ),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6, "autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "required": gettext_lazy("Paste a receipt."),
            "max_length": gettext_lazy("This is too long for a receipt. Paste its code, or its two or three lines."),
        },
    )
