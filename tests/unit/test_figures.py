"""The file of a picture's numbers: found by its name on its page, and no other."""

import pytest
from django.test import RequestFactory

from transfers.errors import NotVisible
from transfers.formats.figures import Figure
from transfers.formats.pictures import Bars
from transfers.web import table_asked_for

FIGURE = Figure("some", "Title", "Says", Bars([]), ("Unit", "Number"), [("=Tools", None)])


def test_numbers_of_a_picture_are_a_file_without_formulas() -> None:
    answer = table_asked_for(RequestFactory().get("/?table=some"), [FIGURE])
    assert answer is not None
    assert answer.content.decode("utf-8-sig") == '"Unit","Number"\r\n"\'=Tools","too few to show"\r\n'


def test_page_is_answered_where_no_table_is_asked_for() -> None:
    assert table_asked_for(RequestFactory().get("/"), [FIGURE]) is None


def test_name_of_no_picture_leads_nowhere() -> None:
    """Fails when an unknown name leads to the page itself."""
    with pytest.raises(NotVisible):
        table_asked_for(RequestFactory().get("/?table=other"), [FIGURE])
