"""The admin's verbs, their forms, and the desk that they are filled in at."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from transfers.errors import TransferError
from transfers.models.terms import STATED
from transfers.sight.actor import Person

Words = str | Promise
_FIRST_YEAR, _LAST_YEAR = 1900, 2199


@dataclass(frozen=True, slots=True)
class Desk:
    """Who looks, with which of the two rights that open the admin, and when."""

    viewer: Person
    at: datetime
    is_admin: bool
    is_hr_partner: bool

    @property
    def is_open(self) -> bool:
        return self.is_admin or self.is_hr_partner


class VerbForm(forms.Form):
    """The fields of one verb. `autocompletes` names the column whose search a field borrows: (model, column).

    `fieldsets` groups them as Django's admin does: a title, and rows of one field or several beside one another.
    """

    autocompletes: ClassVar[dict[str, tuple[type[Model], str]]] = {}
    fieldsets: ClassVar[Sequence[tuple[Words, Sequence[str | tuple[str, ...]]]]] = ()
    form_key = forms.UUIDField(widget=forms.HiddenInput)
    answer = 400  # the HTTP status of the page that is drawn again
    previews: ClassVar[bool] = False  # whether a second button draws the form again and does nothing

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for each in self.fields.values():
            if isinstance(each, forms.DateField | forms.DateTimeField):
                each.validators.append(check_day_is_plausible)

    @classmethod
    def initial_of(cls, _thing: Any, _desk: Desk) -> dict[str, Any]:
        """What the fields hold when the page is drawn."""
        return {}

    def fit(self, thing: Any) -> None:
        """Take on the fields that this thing has."""

    def narrow(self, desk: Desk) -> None:
        """Take away the choices that this viewer does not have."""

    def refuse_unseen_words(self, line: str) -> None:
        """Words of a line of terms stand only beside what is stated: beside another answer nobody is shown them."""
        if self.cleaned_data.get(f"{line}_statement") != STATED and self.cleaned_data.get(f"{line}_text"):
            self.add_error(
                f"{line}_text", _("Words stand only beside what is stated: choose that, or take them out.")
            )

    def groups(self) -> list[tuple[Words, list[list[forms.BoundField]]]]:
        """The visible fields in their groups, row by row; in one without a title where none is named."""
        if not self.fieldsets:
            return [("", [[field] for field in self.visible_fields()])]
        return [
            (title, [[self[name] for name in ((row,) if isinstance(row, str) else row)] for row in rows])
            for title, rows in self.fieldsets
        ]


class StandingForm(VerbForm):
    """A form over what stands: it carries a digest of that, so that nobody overwrites what they have not seen.

    The digest is compared just before the action, in its transaction. Of two people who press within the same
    instant the second may still win; a version column of the thing would be needed to tell them apart.
    """

    drawn = forms.CharField(widget=forms.HiddenInput, max_length=64)

    @classmethod
    def drawn_from(cls, thing: Any, desk: Desk) -> str:
        """The digest of what the form of this thing is drawn from."""
        stands = sorted((name, str(value)) for name, value in cls.initial_of(thing, desk).items())
        return hashlib.sha256(repr(stands).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Verb:
    """One thing that can be done: its address, words and fields, and the action it calls.

    `run(thing, cleaned, desk)` calls the action and may return the thing it made; a page to read (`is_shown_only`)
    has none. A verb without a thing (`is_new`) stands on the list page. `context(thing, desk)` gives its template
    what it shows; `said` in it are sentences over the form, and `blocked` why there is none now.
    """

    name: str
    label: Words
    run: Callable[[Any, dict[str, Any], Desk], Model | None] = field(default=lambda _thing, _cleaned, _desk: None)
    form: type[VerbForm] = VerbForm
    explain: Words = ""
    is_new: bool = False
    offered: Callable[[Any, Desk], bool] = field(default=lambda _thing, _desk: True)
    context: Callable[[Any, Desk], dict[str, Any]] = field(default=lambda _thing, _desk: {})
    template: str = "admin/verb.html"
    after: Callable[[Any], object] = field(default=lambda _thing: None)  # once the action has committed
    refused: Callable[[Any, TransferError, Desk], object] = field(default=lambda _thing, _refusal, _desk: None)
    is_shown_only: bool = False  # a page to read: its form sends nothing
    relabel: Callable[[Any, Desk], Words] = field(default=lambda _thing, _desk: "")  # what it is to this viewer

    def label_for(self, thing: Any, desk: Desk) -> Words:
        """Its label, or what it is called for this viewer of this thing."""
        return self.relabel(thing, desk) or self.label


def check_day_is_plausible(day: date) -> None:
    """Refuse a day that can only be a slip: what is reckoned from it would leave the calendar."""
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise ValidationError(
            _("Give a day between the years %(first)s and %(last)s."),
            params={"first": _FIRST_YEAR, "last": _LAST_YEAR},
        )


def sent_with(request: HttpRequest) -> bytes:
    """Everything that a form was sent with, to know it by when it comes again."""
    sent = sorted((key, values) for key, values in request.POST.lists() if key != "csrfmiddlewaretoken")
    return repr((request.path, sent, [_digest(file) for file in request.FILES.values()])).encode()


def _digest(file: Any) -> str:
    """Of a file that came with a form, read from its start and left there."""
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()
