"""Fields for days keep what stands in them, in every language."""

from datetime import date, datetime

import pytest
from django.utils import translation

from tests.processes import PROJECT
from transfers.forms.days import DayInput, MomentInput


@pytest.mark.parametrize("language", ["en-gb", "de"])
def test_browser_is_given_the_day_and_the_minute_that_stand_in_a_field(language: str) -> None:
    """Fails where the page's language writes them: the field would be drawn empty, and sending it would clear it."""
    with translation.override(language):
        day = DayInput().render("on", date(2026, 9, 1))
        minute = MomentInput().render("at", datetime(2026, 9, 1, 18, 0))  # noqa: DTZ001  (as forms hold it)
    assert 'type="date"' in day
    assert 'value="2026-09-01"' in day
    assert 'type="datetime-local"' in minute
    assert 'value="2026-09-01T18:00"' in minute


def test_every_field_for_a_day_is_drawn_so() -> None:
    own = PROJECT / "transfers" / "forms" / "days.py"
    others = [
        str(path.relative_to(PROJECT))
        for app in ("portal", "transfers", "accounts")
        for path in sorted((PROJECT / app).rglob("*.py"))
        if path != own and ("forms.DateInput" in path.read_text() or "forms.DateTimeInput" in path.read_text())
    ]
    assert others == []
