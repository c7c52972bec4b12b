"""Parts of the admin's pages: fields that are searched while typing, and filled by code without scripts; rows of
another noun."""

from collections.abc import Sequence
from typing import Any

from django.contrib.admin import TabularInline
from django.contrib.admin.widgets import AutocompleteMixin, AutocompleteSelect, AutocompleteSelectMultiple
from django.db.models import Model
from django.forms import Media
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from accounts.models import Employee
from transfers.admin.columns import InWords

# what follows a field's name in that of the field in which its code is typed
_TYPED = "_typed"
_NAMED = Media(js=["admin/js/autocomplete.js", "portal/js/select_labels.js"])


class _Searched(AutocompleteSelect):
    """A list that is searched while typing, with a field for codes where no script fills it."""

    @property
    def media(self) -> Media:
        return super().media + _NAMED

    def optgroups(self, name: str, value: Sequence[str], attr: dict[str, Any] | None = None) -> Any:
        return super().optgroups(name, _ids(value), attr)

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        return super().render(name, value, attrs, renderer) + _typed_field(self, name)


class SelectOne(_Searched):
    """One row."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        typed = _typed(self, data, name)
        return typed[0] if typed else super().value_from_datadict(data, files, name)


class SelectMany(_Searched, AutocompleteSelectMultiple):
    """Several rows, each taken away by its own cross; one for all of them would stand in the list and be no row."""

    def build_attrs(self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None) -> dict[str, Any]:
        return {**super().build_attrs(base_attrs, extra_attrs), "data-allow-clear": "false"}

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        typed = _typed(self, data, name)
        return typed if typed is not None else super().value_from_datadict(data, files, name)


class ReadOnlyInline(InWords, TabularInline):  # type: ignore[type-arg]  # not generic at run time
    """Rows of another noun shown on a page, never written there."""

    template = "admin/rows.html"
    extra = 0
    can_delete = False

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:  # noqa: ARG002
        return True

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:  # noqa: ARG002
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:  # noqa: ARG002
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:  # noqa: ARG002
        return False


def _typed_field(select: AutocompleteMixin, name: str) -> SafeString:
    """Without scripts the list stays empty: there the code is typed."""
    words = _("Codes, each after a comma") if isinstance(select, SelectMany) else _("Code, or a person’s id")
    return format_html(
        '<noscript><label class="typed">{} <input type="text" name="{}" maxlength="2000"></label></noscript>',
        words,
        f"{name}{_TYPED}",
    )


def _typed(select: Any, data: Any, name: str) -> list[str] | None:
    """The ids of what was typed by code, and what no row has as it stands; None where nothing was typed."""
    words = str(data.get(f"{name}{_TYPED}", "")).replace("\x00", "")[:2000]
    codes = [code.strip() for code in words.split(",") if code.strip()]
    if not codes:
        return None
    rows = select.choices.queryset
    column = "hr_id" if rows.model is Employee else "code"
    found = {str(code): str(pk) for pk, code in rows.filter(**{f"{column}__in": codes}).values_list("pk", column)}
    return [found.get(code, code if not code.isdecimal() else "-") for code in codes]


def _ids(values: Sequence[str]) -> list[str]:
    """A refused form is drawn again without what was sent in place of an id: Django would look it up and fail."""
    return [value for value in values if str(value).isdecimal()]
