"""Columns in words: a day as the portal's pages say it, an instant with the zone it is read in, a yes or a no, labels
of our own."""

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any, ClassVar

from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.utils import display_for_value
from django.db.models import BooleanField, DateField, Model
from django.http import HttpRequest
from django.utils.translation import gettext as _

from transfers.admin.titles import title_of
from transfers.admin.verb_forms import Words
from transfers.models import Campaign
from transfers.queries.days import day_in_words, instant_in_words
from transfers.sight.actor import Person


class InWords(BaseModelAdmin):  # type: ignore[type-arg]  # not generic at run time
    """Every day, instant, yes and no of its lists and pages in words; by `worded` other columns have labels."""

    worded: ClassVar[Mapping[str, Words]] = {}
    list_display: Any

    def get_list_display(self, request: HttpRequest) -> Any:
        return self._in_words(self.list_display, request)

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> Any:
        names = self._in_words(self.fields, request) if self.fields else super().get_fields(request, obj)
        left_out = self.left_out_of(obj)
        return tuple(each for each in names if getattr(each, "__name__", each) not in left_out)

    def left_out_of(self, thing: Model | None) -> Collection[str]:  # noqa: ARG002
        """Those of `fields` that say nothing of this thing."""
        return ()

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> Any:  # noqa: ARG002
        named = set(self.fields or ())
        return (*self.readonly_fields, *self._in_words([each for each in self._labels() if each in named], request))

    def _in_words(self, names: Any, request: HttpRequest) -> tuple[Any, ...]:
        zone = request.user.zone if isinstance(request.user, Person) else "UTC"
        labels = self._labels()
        return tuple(word_column(each, labels[each], zone) if each in labels else each for each in names)

    def _labels(self) -> dict[str, Words]:
        said = [field for field in self.opts.concrete_fields if isinstance(field, DateField | BooleanField)]
        return {field.name: field.verbose_name for field in said} | dict(self.worded)


@lru_cache(maxsize=2_000)
def word_column(name: str, label: Words, zone: str) -> Callable[[Model], str]:
    """A column by a label of our own, an instant with the zone that it is read in."""

    def column(thing: Model) -> str:
        value = getattr(thing, name)
        if isinstance(value, datetime):
            return instant_in_words(value, zone)
        if isinstance(value, bool):
            return say_whether(value)
        if isinstance(value, Model):
            return title_of(value)
        return day_in_words(value) if isinstance(value, date) else display_for_value(value, "–")

    column.__name__ = name
    setattr(column, "short_description", label)  # noqa: B010  (Django's names on a function, which has none of its own)
    setattr(column, "admin_order_field", name)  # noqa: B010
    return column


def in_its_zone(campaign: Campaign, at: datetime | None) -> str:
    """An instant as it was written down: in the campaign's own zone, which is named."""
    return instant_in_words(at, campaign.deadline_zone) if at is not None else "–"


def say_whether(it_is: bool) -> str:
    """A word: neither is good or bad by itself, as a green tick and a red cross would say."""
    return _("Yes") if it_is else _("No")
