"""Fields of the admin's verbs that are searched while typing."""

from typing import Any

from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple


class _KnownOnly:
    """Draw a refused form again without what was sent in place of an id: Django would look it up and fail."""

    def optgroups(self, name: str, value: list[Any], attrs: dict[str, Any] | None = None) -> Any:
        ids = [each for each in value if str(each).isdecimal()]
        return super().optgroups(name, ids, attrs)  # type: ignore[misc]  # Django's widget comes after this


class SelectOne(_KnownOnly, AutocompleteSelect):
    """One row, searched for while typing."""


class SelectMany(_KnownOnly, AutocompleteSelectMultiple):
    """Several rows, searched for while typing."""
