"""How well somebody meets the criteria that a role has published."""

from django import forms
from django.utils.translation import gettext_lazy as _

_CHOICES = [
    ("5", _("5: meets all of them, and several well above what is asked")),
    ("4", _("4: meets all of them, and some above what is asked")),
    ("3", _("3: meets all of them")),
    ("2", _("2: meets most of them; the rest can be learnt in the role")),
    ("1", _("1: meets few of them")),
]
_MISSING = _("Choose a rating.")


class RatingForm(forms.Form):
    """One number, absolute: never in comparison with others who apply."""

    rating = forms.TypedChoiceField(
        label=_("How well does this person meet the role’s published criteria?"),
        help_text=_(
            "The level, the required and the desired skills. Nothing else counts, and nobody else is compared."
        ),
        choices=_CHOICES,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _MISSING, "invalid_choice": _MISSING},
    )
