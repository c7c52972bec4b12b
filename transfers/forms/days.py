"""A day and an instant as browsers take them: their values are written one way, whatever language the page is in."""

from typing import Any

from django import forms


class DayInput(forms.DateInput):
    """A day, as 2026-09-01. Written in the page's language, a browser would draw the field empty."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class MomentInput(forms.DateTimeInput):
    """A minute of a day without its zone, as 2026-09-01T18:00."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")
