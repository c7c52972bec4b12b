"""Lists as tables that are only read.

Django's own drawing asks of every cell anew what kind of column it stands in, since a cell of its lists may be a
field to type into. Of these none is: each column is looked up once and a row is written in one piece. Headings,
order, filters and pages stay Django's.
"""

from collections.abc import Callable
from typing import Any

from django.contrib.admin.templatetags.admin_list import result_headers
from django.contrib.admin.templatetags.admin_urls import add_preserved_filters
from django.contrib.admin.utils import display_for_field, display_for_value
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import FieldDoesNotExist
from django.db.models import ForeignKey, Model
from django.utils.html import format_html
from django.utils.safestring import SafeString

Say = Callable[[Any], object]


class ReadList(ChangeList):
    """Django's list, with the two halves of its table."""

    def headers(self) -> list[dict[str, Any]]:
        return list(result_headers(self))

    def rows(self) -> list[SafeString]:
        """The cells of each row, the first of which leads to its page where it has one."""
        columns = [_column(name, self.model_admin) for name in self.list_display]
        layout = "".join(_cell(name, is_narrow=is_narrow) for name, is_narrow, _say in columns)
        if not self.list_display_links:
            return [format_html(layout, *(say(row) for *_, say in columns)) for row in self.result_list]
        layout = layout.replace("<td", "<th", 1).replace("{}</td>", '<a href="{}">{}</a></th>', 1)
        kept: dict[str, Any] = {"preserved_filters": self.preserved_filters, "opts": self.opts}
        return [
            format_html(
                layout,
                add_preserved_filters(kept, self.url_for_result(row)),
                *(say(row) for *_, say in columns),
            )
            for row in self.result_list
        ]


def _column(name: str | Say, admin: Any) -> tuple[str, bool, Say]:
    """What it is called, whether it keeps to one line, and what it says of a row."""
    if callable(name):
        return name.__name__, False, _said_by(name, admin)
    try:
        field = admin.opts.get_field(name)
    except FieldDoesNotExist:
        return name, False, _said_by(getattr(admin, name), admin)
    return name, isinstance(field, ForeignKey), _said_of(field, admin.get_empty_value_display())


def _said_by(say: Say, admin: Any) -> Say:
    empty = admin.get_empty_value_display()
    return lambda row: display_for_value(say(row), empty)


def _said_of(field: Any, empty: str) -> Say:
    if isinstance(field, ForeignKey):
        return lambda row: _or(getattr(row, field.name), empty)
    if field.flatchoices:
        words = dict(field.flatchoices)
        return lambda row: words.get(getattr(row, field.name), empty)
    return lambda row: display_for_field(getattr(row, field.name), field, empty)


def _or(thing: Model | None, empty: str) -> object:
    return empty if thing is None else thing


def _cell(name: str, *, is_narrow: bool) -> str:
    return f'<td class="field-{name}{" nowrap" if is_narrow else ""}">{{}}</td>'
