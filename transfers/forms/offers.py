"""A claim: the terms line by line, the level, the first day; and taking one back."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from transfers.actions.reasons import LONGEST_REASON
from transfers.forms.days import DayInput
from transfers.forms.terms import TermsForm, initial_of
from transfers.queries.offers import OfferDraft, Sheet, get_role_terms


class OfferForm(TermsForm):
    """What a manager offers. The role's own terms are the start; each line may be changed.

    `typed`, where the form is drawn again to be filled in further, is what stood in it; `terms`, a set that the
    manager keeps, fills the lines that it names and no others.
    """

    def __init__(
        self,
        draft: OfferDraft,
        data: Mapping[str, Any] | None = None,
        *,
        typed: Mapping[str, Any] | None = None,
        terms: Sheet | None = None,
    ) -> None:
        role = draft.role
        initial = initial_of(get_role_terms(role))
        if role.level_min <= draft.person.level <= role.level_max:
            initial["level"] = draft.person.level
        super().__init__(data, initial=initial | dict((typed or {}).items()) | _lines(terms))
        levels = [
            (str(level), _("Level %(n)s") % {"n": level}) for level in range(role.level_min, role.level_max + 1)
        ]
        self.fields["level"] = forms.TypedChoiceField(
            label=_("Level"),
            help_text=_("%(name)s is at level %(n)s today. The terms say the level that you choose.")
            % {"name": draft.person.name, "n": draft.person.level},
            choices=[("", _("Choose a level")), *levels],
            coerce=int,
            error_messages={
                "required": _("Choose the level you offer."),
                "invalid_choice": _("The level lies between %(low)s and %(high)s.")
                % {"low": role.level_min, "high": role.level_max},
            },
        )
        self.fields["start_on"] = forms.DateField(
            label=_("First day"),
            help_text=_("If the time to undo and the notice period end later, the first day moves to then."),
            widget=DayInput(),
            input_formats=["%Y-%m-%d"],
            error_messages={
                "required": _("Give the first day."),
                "invalid": _("Give the first day as year-month-day, for example 2026-09-01."),
            },
        )
        self.fields["note"] = forms.CharField(
            label=_("A note to the person"),
            help_text=_("At most 1,000 letters. It is kept with the claim."),
            required=False,
            max_length=1_000,
            widget=forms.Textarea(attrs={"rows": 4}),
        )
        self.add_topics()


def _lines(terms: Sheet | None) -> dict[str, Any]:
    """What a set says. The level it may have named, when that was a line of its own, is no field any more."""
    return initial_of({topic: line for topic, line in (terms or {}).items() if topic != "level"})


class WithdrawForm(forms.Form):
    """Taking an offer back."""

    because = forms.CharField(
        label=gettext_lazy("Reason for withdrawing"),
        help_text=format_lazy(gettext_lazy("The person reads it. At most {n} letters."), n=LONGEST_REASON),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Give the reason: the person reads it.")},
    )
