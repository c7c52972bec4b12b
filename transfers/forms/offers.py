"""A claim: the terms line by line, the level, the first day; and taking one back."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from transfers.actions.reasons import LONGEST_REASON
from transfers.queries.offers import STATEMENTS, TOPICS, OfferDraft, Sheet, get_role_terms, make_terms

LONGEST_LINE = 1_000
_WORDS = dict(STATEMENTS)


@dataclass(frozen=True, slots=True)
class Topic:
    """The three fields of one line of the terms, and what it says at the moment."""

    name: str
    says: str
    statement: BoundField
    text: BoundField
    ask: BoundField

    @property
    def has_errors(self) -> bool:
        return bool(self.statement.errors or self.text.errors or self.ask.errors)


class OfferForm(forms.Form):
    """What a manager offers. The role's own terms are the start; each line may be changed for this person."""

    def __init__(self, draft: OfferDraft, data: Mapping[str, Any] | None = None) -> None:
        role = draft.role
        standing = get_role_terms(role)
        initial: dict[str, Any] = {}
        for topic, line in standing.items():
            initial |= {f"{topic}_{part}": value for part, value in line.items()}
        if role.level_min <= draft.person.level <= role.level_max:
            initial["level"] = draft.person.level
        super().__init__(data, initial=initial)
        levels = [
            (str(level), _("Level %(n)s") % {"n": level}) for level in range(role.level_min, role.level_max + 1)
        ]
        self.fields["level"] = forms.TypedChoiceField(
            label=_("Level"),
            help_text=_("%(name)s is at level %(n)s today.") % {"name": draft.person.name, "n": draft.person.level},
            choices=[("", _("Choose a level")), *levels],
            coerce=int,
            error_messages={
                "required": _("Choose the level you offer"),
                "invalid_choice": _("The level lies between %(low)s and %(high)s")
                % {"low": role.level_min, "high": role.level_max},
            },
        )
        self.fields["start_on"] = forms.DateField(
            label=_("First day"),
            help_text=_("If the time to undo and the notice period end later, the first day moves to then."),
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            input_formats=["%Y-%m-%d"],
            error_messages={
                "required": _("Give the first day"),
                "invalid": _("Give the first day as year-month-day, for example 2026-09-01"),
            },
        )
        self.fields["note"] = forms.CharField(
            label=_("A note to the person"),
            help_text=_("At most 1,000 letters. It is kept with the claim."),
            required=False,
            max_length=1_000,
            widget=forms.Textarea(attrs={"rows": 4}),
        )
        for topic, name in TOPICS:
            self._add_topic(topic, str(name))

    def _add_topic(self, topic: str, name: str) -> None:
        names = {"name": name}
        self.fields[f"{topic}_statement"] = forms.ChoiceField(
            label=_("%(name)s: what you state") % names,
            choices=STATEMENTS,
            error_messages={
                "required": _("%(name)s: choose one of the three answers") % names,
                "invalid_choice": _("%(name)s: choose one of the three answers") % names,
            },
        )
        self.fields[f"{topic}_text"] = forms.CharField(
            label=_("%(name)s: in words") % names, required=False, max_length=LONGEST_LINE
        )
        self.fields[f"{topic}_ask"] = forms.CharField(
            label=_("%(name)s: whom to ask while it is not stated") % names, required=False, max_length=LONGEST_LINE
        )

    @property
    def topics(self) -> list[Topic]:
        """The terms, a line each."""
        return [
            Topic(
                name=str(name),
                says=self._says(topic),
                statement=self[f"{topic}_statement"],
                text=self[f"{topic}_text"],
                ask=self[f"{topic}_ask"],
            )
            for topic, name in TOPICS
        ]

    def _says(self, topic: str) -> str:
        statement, text = self[f"{topic}_statement"].value(), self[f"{topic}_text"].value()
        if statement == "stated":
            return str(text or "")[:80]
        return str(_WORDS.get(str(statement), ""))

    def clean(self) -> dict[str, Any]:
        """A line that is called stated says something; one that is not stated names whom to ask."""
        cleaned = super().clean() or self.cleaned_data
        for topic, name in TOPICS:
            statement = cleaned.get(f"{topic}_statement")
            if statement == "stated" and cleaned.get(f"{topic}_text") == "":
                self.add_error(f"{topic}_text", _("%(name)s: write what you state") % {"name": name})
            if statement == "not_stated" and cleaned.get(f"{topic}_ask") == "":
                self.add_error(f"{topic}_ask", _("%(name)s: say whom to ask") % {"name": name})
        return cleaned

    def get_terms(self) -> Sheet:
        """The terms sheet."""
        said = self.cleaned_data
        return make_terms(
            {
                topic: (said[f"{topic}_statement"], said[f"{topic}_text"], said[f"{topic}_ask"])
                for topic, _name in TOPICS
            }
        )


class WithdrawForm(forms.Form):
    """Taking an offer back."""

    because = forms.CharField(
        label=gettext_lazy("Reason for withdrawing"),
        help_text=format_lazy(gettext_lazy("The person reads it. At most {n} letters."), n=LONGEST_REASON),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Give the reason: the person reads it")},
    )
