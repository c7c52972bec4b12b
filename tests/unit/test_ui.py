"""What the components draw: instants in two zones, shares, fields with their errors, options that weigh the same."""

import re
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.template import engines
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from portal.embedded.place import PROJECT
from transfers.matching.explanation import Names, why_here
from transfers.matching.ranking import Reason
from transfers.templatetags import ui

AT = datetime(2026, 12, 4, 16, 0, tzinfo=UTC)


def drawn(source: str, request: HttpRequest | None = None, **context: Any) -> str:
    html: str = engines["django"].from_string("{% load ui %}" + source).render(context, request)
    return html


def words_of(html: str) -> str:
    apart = re.sub(r"</(?:td|th|p|li|dd|dt|div)>", " ", html)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", apart)).strip()


def component(name: str, **context: Any) -> str:
    return render_to_string(f"components/{name}.html", context)


class AskForm(forms.Form):
    option = forms.ChoiceField(
        label="What do you choose?", choices=[("stay", "Stay"), ("undraft", "Undraft")], widget=forms.RadioSelect
    )
    note = forms.CharField(label="Note", help_text="Only the manager reads it.")
    extra = forms.CharField(label="Extra", required=False)


def test_due_shows_the_readers_zone_then_the_companys() -> None:
    html = drawn("{% due at %}", at=AT, zone="Europe/Stockholm", company_zone="America/Los_Angeles")
    assert words_of(html) == "Friday 4 December 2026 at 17:00 Stockholm time (08:00 Los Angeles time)"
    assert 'datetime="2026-12-04T16:00+00:00"' in html


def test_due_names_the_companys_day_where_it_is_another() -> None:
    html = drawn("{% due at %}", at=AT, zone="Asia/Tokyo", company_zone="America/Los_Angeles")
    expected = "Saturday 5 December 2026 at 01:00 Tokyo time (Friday 4 December 2026 at 08:00 Los Angeles time)"
    assert words_of(html) == expected


def test_due_says_an_instant_once_where_both_clocks_read_alike() -> None:
    html = drawn("{% due at %}", at=AT, zone="Europe/Berlin", company_zone="Europe/Stockholm")
    assert words_of(html) == "Friday 4 December 2026 at 17:00 Berlin time"


@pytest.mark.parametrize(
    ("at", "reads"),
    [(datetime(2026, 3, 29, 0, 59, tzinfo=UTC), "01:59"), (datetime(2026, 3, 29, 1, 0, tzinfo=UTC), "03:00")],
)
def test_due_follows_daylight_saving(at: datetime, reads: str) -> None:
    assert reads in drawn("{% due at 'Europe/Berlin' 'Europe/Berlin' %}", at=at)


def test_due_ends_without_a_blank_so_that_a_full_stop_can_follow() -> None:
    assert drawn("{% due at %}.", at=AT, zone="UTC", company_zone="UTC").endswith("UTC</span></span>.")


@pytest.mark.parametrize("tag", ["{% due nothing %}", "{% working_date nothing %}"])
def test_missing_instant_or_day_is_said(tag: str) -> None:
    assert words_of(drawn(tag, nothing=None)) == "No date set"


def test_working_date_is_in_words_with_its_weekday() -> None:
    assert words_of(drawn("{% working_date day %}", day=date(2026, 12, 14))) == "Monday 14 December 2026"


@pytest.mark.parametrize(
    ("basis_points", "reads"), [(3500, "35"), (1250, "12.5"), (0, "0"), (10_000, "100"), (3333, "33.3"), (4705, "47")]
)
def test_points_are_a_percentage_that_does_not_break(basis_points: int, reads: str) -> None:
    assert ui.points(basis_points) == f"{reads}\N{NO-BREAK SPACE}%"


def test_points_follow_the_locale_and_widths_do_not() -> None:
    with translation.override("sv"):
        assert ui.points(1250).startswith("12,5")
        assert ui.bar_width(1250) == "12.5"


@pytest.mark.parametrize(("basis_points", "width"), [(-5, "0"), (3500, "35"), (20_000, "100")])
def test_bar_never_leaves_its_frame(basis_points: int, width: str) -> None:
    assert ui.bar_width(basis_points) == width


@pytest.mark.parametrize(
    ("path", "url", "under"),
    [
        ("/roles/", "/roles/", True),
        ("/roles/7/", "/roles/", True),
        ("/roles-old/", "/roles", False),
        ("/x/", "/", False),
    ],
)
def test_entry_of_the_bar_is_current_on_its_pages_only(path: str, url: str, under: bool) -> None:
    assert ui.is_under(path, url) is under


def test_shortage_is_in_words_beside_its_bar() -> None:
    assert "Short of 5,573 of 5,815 people" in component("shortage", short=5573, approved=5815, basis_points=9500)
    html = component("shortage", short=14, approved=40, basis_points=3500)
    assert words_of(html) == "Short of 14 of 40 people (35 %)"
    assert 'width="35"' in html
    assert (
        words_of(component("shortage", short=0, approved=12, basis_points=0)) == "Fully staffed: 12 people approved"
    )


def test_field_ties_label_hint_and_error_to_its_control() -> None:
    form = AskForm({"option": "stay"})
    html = component("field", field=form["note"])
    assert '<label for="id_note">Note</label>' in html
    described = re.search(r'aria-describedby="([^"]+)"', html)
    assert described is not None
    assert all(f'id="{name}"' in html for name in described.group(1).split())
    assert 'aria-invalid="true"' in html
    assert "(optional)" in component("field", field=form["extra"])


def test_radios_choose_nothing_beforehand_and_draw_all_options_alike() -> None:
    options = [{"value": v, "label": v.title(), "hint": "What it means."} for v in ("undraft", "stay")]
    html = component("radios", field=AskForm()["option"], options=options)
    assert "checked" not in html
    one, other = re.findall(r'<div class="option">.*?</div>', html)
    assert one.replace("undraft", "stay").replace("Undraft", "Stay").replace("_0", "_1") == other


def test_radios_keep_what_the_person_chose() -> None:
    html = component(
        "radios", field=AskForm({"option": "stay"})["option"], options=[{"value": "stay", "label": "Stay"}]
    )
    assert html.count(" checked") == 1


def test_error_summary_leads_to_the_first_control_of_each_field() -> None:
    html = component("error_summary", form=AskForm({}))
    assert re.findall(r'href="#([^"]+)"', html) == ["id_option_0", "id_note"]
    assert "autofocus" in html
    assert component("error_summary", form=AskForm()).strip() == ""


def test_terms_that_are_not_stated_are_said_with_whom_to_ask() -> None:
    rows = [{"name": "Pay", "same": True}, {"name": "Level", "value": "5"}, {"name": "Review", "ask": "Tom Berg"}]
    text = words_of(component("terms_table", rows=rows))
    assert "Pay No change Level 5 Review Not stated yet: ask Tom Berg" in text


def test_difference_between_offers_is_a_word() -> None:
    rows = [{"name": "Pay", "today": "62,000", "cells": [{"value": "64,000", "differs": True}, {"value": ""}]}]
    text = words_of(component("compare_table", caption="Claims", columns=[{"title": "A"}, {"title": "B"}], rows=rows))
    assert "64,000 Differs" in text
    assert text.endswith("Not stated yet")


def test_pagination_keeps_the_search_and_is_silent_on_one_page() -> None:
    request = RequestFactory().get("/roles/", {"q": "a&b", "page": "2"})
    source = "{% include 'components/pagination.html' %}"
    html = drawn(source, request, page=Paginator(range(60), 20).page(2))
    assert 'href="?q=a%26b&amp;page=3"' in html
    assert drawn(source, request, page=Paginator(range(5), 20).page(1)).strip() == ""


@pytest.mark.parametrize(
    "typed", ["<svg onload=alert(1)>", "{{7*7}}", '"><script>', "\N{RIGHT-TO-LEFT OVERRIDE}evil"]
)
def test_what_people_typed_is_shown_as_typed(typed: str) -> None:
    html = component(
        "role_card",
        role={
            "title": typed,
            "public_id": UUID(int=1),
            "unit": typed,
            "why": typed,
            "tags": [typed],
            "facts": (typed,),
        },
    )
    assert "<svg onload" not in html
    assert "<script" not in html
    assert "49" not in html
    assert '<span dir="auto">' in html


def test_kept_component_sees_its_arguments_and_nothing_of_the_page() -> None:
    """Drawn with the page's context, what one reader was shown would stay for the next."""
    first = drawn('{% kept "components/tag.html" word=word %}', word="Paused", tone="attention")
    assert first == drawn('{% kept "components/tag.html" word=word %}', word="Paused")
    assert "attention" not in first


@pytest.mark.parametrize("share_bp", [7684, 7600, 1_250, 99, 25, 10])
def test_sentence_and_figure_of_a_card_say_the_same_share(share_bp: int) -> None:
    """73 of 95 people are 76.84 %: rounded in one place and cut in the other, a card would contradict itself."""
    short = Reason("short", {"unit": 7, "short": 73, "approved": 95, "share_bp": share_bp})
    assert f"({ui.points(share_bp)})" in why_here([short], Names())


def test_every_page_says_the_end_of_an_offer_as_its_last_minute() -> None:
    """Fails when one page says Monday at 23:59 and another Tuesday at 00:00 of the same offer."""
    shown = [
        found
        for template in (PROJECT / "portal" / "templates").rglob("*.html")
        for found in re.findall(r"{% due \w+\.expires_at[^%]*%}", template.read_text(encoding="utf-8"))
    ]
    assert len(shown) > 3
    assert {found.split("|")[-1] for found in shown} == {"last_minute %}"}
