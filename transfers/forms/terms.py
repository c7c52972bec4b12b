"""The terms of a role line by line: what is stated of it, in words, or whom to ask."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from transfers.actions.terms_templates import LONGEST_NAME
from transfers.queries.offers import STATEMENTS, TOPICS, Sheet, make_terms

LONGEST_LINE = 1_000
_WORDS = dict(STATEMENTS)
# the level is no line to fill in: it follows from the level that a claim offers
_TOPICS = tuple((topic, name) for topic, name in TOPICS if topic != "level")


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


def initial_of(sheet: Sheet) -> dict[str, Any]:
    """What the fields of a terms sheet hold when they are drawn."""
    return {f"{topic}_{part}": value for topic, line in sheet.items() for part, value in line.items()}


class TermsForm(forms.Form):
    """Three fields for each topic of a role's terms; who inherits adds them after its own.

    Where `left_out` holds words, a line may be left out, and is until somebody chooses.
    """

    left_out: Promise | None = None

    def add_topics(self) -> None:
        for topic, name in _TOPICS:
            self._add_topic(topic, str(name))

    def _add_topic(self, topic: str, name: str) -> None:
        names = {"name": name}
        self.fields[f"{topic}_statement"] = forms.ChoiceField(
            label=_("%(name)s: what you state") % names,
            choices=[*([("", self.left_out)] if self.left_out else []), *STATEMENTS],
            required=self.left_out is None,
            error_messages={
                "required": _("%(name)s: choose one of the three answers.") % names,
                "invalid_choice": _("%(name)s: choose one of the three answers.") % names,
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
            for topic, name in _TOPICS
        ]

    def _says(self, topic: str) -> str:
        statement, text = self[f"{topic}_statement"].value(), self[f"{topic}_text"].value()
        if statement == "stated":
            return str(text or "")[:80]
        return str(_WORDS.get(str(statement), self.left_out or ""))

    def clean(self) -> dict[str, Any]:
        """A line that is called stated says something, one that is not stated names whom to ask; no other line has
        words, which nobody would be shown."""
        cleaned = super().clean() or self.cleaned_data
        for topic, name in _TOPICS:
            statement = cleaned.get(f"{topic}_statement")
            if statement == "stated" and cleaned.get(f"{topic}_text") == "":
                self.add_error(f"{topic}_text", _("%(name)s: write what you state.") % {"name": name})
            if statement == "not_stated" and cleaned.get(f"{topic}_ask") == "":
                self.add_error(f"{topic}_ask", _("%(name)s: say whom to ask.") % {"name": name})
            if statement is not None and statement != "stated" and cleaned.get(f"{topic}_text"):
                chosen = _WORDS.get(statement, self.left_out)
                self.add_error(f"{topic}_text", say_words_beside(str(name), str(chosen)))
        return cleaned

    def get_terms(self) -> Sheet:
        """The terms sheet, without the lines that were left out."""
        said = self.cleaned_data
        return make_terms(
            {
                topic: (said[f"{topic}_statement"], said[f"{topic}_text"], said[f"{topic}_ask"])
                for topic, _name in _TOPICS
                if said[f"{topic}_statement"]
            }
        )


def say_words_beside(name: str, chosen: str) -> str:
    """Why a line that has words, and is not called stated, is refused."""
    words = _("%(name)s: you chose “%(chosen)s” and wrote words. Choose “%(stated)s”, or take the words out")
    return words % {"name": name, "chosen": chosen, "stated": _WORDS["stated"]}


class TemplateForm(TermsForm):
    """A set of terms and the name it is kept under. Nothing is in it that was not chosen."""

    left_out = gettext_lazy("Left out, stays as the role states it")
    name = forms.CharField(
        label=gettext_lazy("Name"),
        help_text=gettext_lazy("For you alone, such as “Evening shift”."),
        max_length=LONGEST_NAME,
        error_messages={"required": gettext_lazy("Give a name.")},
    )

    def __init__(self, data: Mapping[str, Any] | None, *, name: str = "", terms: Sheet | None = None) -> None:
        super().__init__(data, initial={"name": name, **initial_of(terms or {})})
        self.add_topics()

    def clean(self) -> dict[str, Any]:
        """A set names one line at least."""
        cleaned = super().clean()
        if not any(cleaned.get(f"{topic}_statement") for topic, _name in _TOPICS) and not self.errors:
            self.add_error(
                None, _("Choose what at least one line says: a claim is filled with the lines you choose.")
            )
        return cleaned
