"""The file of a picture's numbers: found by its name on its page, and no other. And pictures of counts given."""

import pytest
from django.test import RequestFactory

from transfers.downloads import table_asked_for
from transfers.errors import NotVisible
from transfers.formats.figures import Figure
from transfers.formats.pictures import Bars
from transfers.queries.round_figures import get_comparison_figures, get_outcome_figures
from transfers.queries.round_outcomes import Numbers
from transfers.queries.simulations import ShownReport

FIGURE = Figure("some", "Title", "Says", Bars([]), ("Unit", "Number"), [("=Tools", None)])


def test_numbers_of_a_picture_are_a_file_without_formulas() -> None:
    answer = table_asked_for(RequestFactory().get("/?table=some"), [FIGURE])
    assert answer is not None
    assert answer.content.decode("utf-8-sig") == '"Unit","Number"\r\n"\'=Tools","not shown"\r\n'


def test_page_is_answered_where_no_table_is_asked_for() -> None:
    assert table_asked_for(RequestFactory().get("/"), [FIGURE]) is None


def test_name_of_no_picture_leads_nowhere() -> None:
    """Fails when an unknown name leads to the page itself."""
    with pytest.raises(NotVisible):
        table_asked_for(RequestFactory().get("/?table=other"), [FIGURE])


def test_rank_obtained_is_drawn_from_the_rounded_counts_that_are_shown() -> None:
    """Fails when a hidden count is drawn or written as nothing at all."""
    [figure] = get_outcome_figures(Numbers(60, 50, None, None, [40, 10, None, None], {}))
    assert list(figure.rows) == [
        ("The first of their list", 40),
        ("Number 2 of their list", 10),
        ("Number 3 of their list", None),
        ("Number 4 or further down", None),
    ]
    assert [figure.picture.rows[each].share for each in range(4)] == [1.0, 0.25, None, None]  # type: ignore[attr-defined]
    assert get_outcome_figures(Numbers(60, None, None, None, [None] * 4, {})) == []


def test_round_is_compared_by_what_people_get() -> None:
    today = ShownReport(60, 40, 20, (30, None), 120, 110)
    supposed = ShownReport(60, 50, 10, (30, 20), 130, 120)
    [figure] = get_comparison_figures(today, supposed)
    assert list(figure.rows) == [
        ("Get a role", 40, 50),
        ("Get none", 20, 10),
        ("The first of their list", 30, 30),
        ("Number 2 or further down", None, 20),
    ]
    assert figure.picture.rows[0].says == "40 → 50"  # type: ignore[attr-defined]
    assert figure.picture.rows[3].says == "not shown → 20"  # type: ignore[attr-defined]
    nothing = ShownReport(None, None, None, (None, None), None, None)
    assert get_comparison_figures(nothing, nothing) == []
