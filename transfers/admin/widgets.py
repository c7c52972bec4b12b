"""Fields of the admin's verbs that are searched while typing."""

from collections.abc import Sequence
from typing import Any

from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple


class SelectOne(AutocompleteSelect):
    """One row."""

    def optgroups(self, name: str, value: Sequence[str], attr: dict[str, Any] | None = None) -> Any:
        return super().optgroups(name, _ids(value), attr)


class SelectMany(AutocompleteSelectMultiple):
    """Several rows."""

    def optgroups(self, name: str, value: Sequence[str], attr: dict[str, Any] | None = None) -> Any:
        return super().optgroups(name, _ids(value), attr)


def _ids(values: Sequence[str]) -> list[str]:
    """A refused form is drawn again without what was sent in place of an id: Django would look it up and fail."""
    return [value for value in values if str(value).isdecimal()]
