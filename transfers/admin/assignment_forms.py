"""The terms of today's job as one plain form, a line a topic."""

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from transfers.actions.reasons import LONGEST_REASON
from transfers.actions.terms_records import record_terms
from transfers.admin.base import Desk, VerbForm
from transfers.models import Assignment
from transfers.models.terms import LONGEST_LINE, ROLE_TOPICS, TermsSheet
from transfers.queries.offers import STATEMENTS, TOPICS, make_terms
from transfers.queries.terms_records import get_standing_terms, get_terms_version


class _Terms(VerbForm):
    """Why, the version that was seen, and the lines. A line that is left open is not recorded."""

    because = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The person reads it."),
    )
    seen_version = forms.IntegerField(widget=forms.HiddenInput)
    fieldsets = (
        (
            _("Terms of today’s job"),
            tuple(tuple(f"{topic}_{part}" for part in ("statement", "text", "ask")) for topic in ROLE_TOPICS),
        ),
        ("", ("because",)),
    )

    @classmethod
    def initial_of(cls, thing: Assignment, _desk: Desk) -> dict[str, Any]:
        initial: dict[str, Any] = {"seen_version": get_terms_version(thing)}
        for topic, line in get_standing_terms(thing).items():
            initial |= {f"{topic}_{part}": value for part, value in line.items()}
        return initial

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for topic in ROLE_TOPICS:
            statement = cleaned.get(f"{topic}_statement")
            if statement == "stated" and not cleaned.get(f"{topic}_text"):
                self.add_error(f"{topic}_text", _("Write what you state."))
            if statement == "not_stated" and not cleaned.get(f"{topic}_ask"):
                self.add_error(f"{topic}_ask", _("Say whom to ask."))
            self.refuse_unseen_words(topic)
        return cleaned


def _fields() -> dict[str, forms.Field]:
    fields: dict[str, forms.Field] = {}
    for topic, name in TOPICS:
        fields[f"{topic}_statement"] = forms.ChoiceField(
            label=format_lazy("{}", name), choices=[("", _("not recorded")), *STATEMENTS], required=False
        )
        fields[f"{topic}_text"] = forms.CharField(label=_("In words"), max_length=LONGEST_LINE, required=False)
        fields[f"{topic}_ask"] = forms.CharField(label=_("Whom to ask"), max_length=LONGEST_LINE, required=False)
    return fields


TermsForm: type[VerbForm] = type("TermsForm", (_Terms,), _fields())


def record(assignment: Assignment, cleaned: dict[str, Any], desk: Desk) -> None:
    """Record the form's sheet as the next version."""
    terms: TermsSheet = make_terms(
        {
            topic: (cleaned[f"{topic}_statement"], cleaned[f"{topic}_text"], cleaned[f"{topic}_ask"])
            for topic in ROLE_TOPICS
            if cleaned[f"{topic}_statement"]
        }
    )
    record_terms(assignment, terms, because=cleaned["because"], seen_version=cleaned["seen_version"], by=desk.viewer)
