"""Parts of the admin's pages: fields that are searched while typing, rows of another noun."""

from collections.abc import Sequence
from typing import Any

from django.contrib.admin import TabularInline
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.db.models import Model
from django.forms import Media
from django.http import HttpRequest

_NAMED = Media(js=["admin/js/autocomplete.js", "portal/js/select_labels.js"])


class SelectOne(AutocompleteSelect):
    """One row."""

    @property
    def media(self) -> Media:
        return super().media + _NAMED

    def optgroups(self, name: str, value: Sequence[str], attr: dict[str, Any] | None = None) -> Any:
        return super().optgroups(name, _ids(value), attr)


class SelectMany(AutocompleteSelectMultiple):
    """Several rows, each taken away by its own cross; one for all of them would stand in the list and be no row."""

    def build_attrs(self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None) -> dict[str, Any]:
        return {**super().build_attrs(base_attrs, extra_attrs), "data-allow-clear": "false"}

    @property
    def media(self) -> Media:
        return super().media + _NAMED

    def optgroups(self, name: str, value: Sequence[str], attr: dict[str, Any] | None = None) -> Any:
        return super().optgroups(name, _ids(value), attr)


class ReadOnlyInline(TabularInline):  # type: ignore[type-arg]  # not generic at run time
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


def _ids(values: Sequence[str]) -> list[str]:
    """A refused form is drawn again without what was sent in place of an id: Django would look it up and fail."""
    return [value for value in values if str(value).isdecimal()]
