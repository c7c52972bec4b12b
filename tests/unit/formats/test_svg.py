"""Pictures: sound XML whatever the names, words that stand on nothing and within their place, the same each time."""

import math
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from transfers.formats.figures import Figure
from transfers.formats.flows import Flow, Stream
from transfers.formats.pictures import (
    Bar,
    Bars,
    Dumbbell,
    Moment,
    Pair,
    Picture,
    Scatter,
    Spot,
    Steps,
    Strip,
)
from transfers.formats.svg import END, NARROW, Drawing, Svg, Word, clean, fit, overlaps, width_of

WIDE = 55.0  # em: the 48 rem of a figure
OUT = 0.6  # em that a mark at the very end may reach into the margin

names = st.text(max_size=60)
short = st.text(max_size=16)
shares = st.floats(0, 1) | st.floats(-1, 3)
may_be_hidden = st.none() | shares
marks = st.integers(1, 999).map(str)

PICTURES: dict[str, st.SearchStrategy[Picture]] = {
    "bars": st.lists(st.builds(Bar, names, names, may_be_hidden, may_be_hidden), max_size=8).map(Bars),
    "dumbbell": st.lists(st.builds(Pair, names, names, may_be_hidden, may_be_hidden), max_size=8).map(Dumbbell),
    "steps": st.builds(
        Steps, st.lists(st.tuples(shares, shares), max_size=30), names, names, names, may_be_hidden, names
    ),
    "scatter": st.builds(
        Scatter, st.lists(st.builds(Spot, shares, shares, marks, st.booleans()), max_size=30), names, names, names
    ),
    "flow": st.lists(st.builds(Stream, short, short, st.integers(0, 500)), max_size=12).map(Flow),
    "strip": st.builds(
        Strip,
        st.lists(st.builds(Moment, shares, marks, st.booleans()), max_size=30),
        may_be_hidden,
        short,
        names,
        names,
    ),
}
every_picture = pytest.mark.parametrize("kind", PICTURES)
TRIED = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def parsed(drawing: Drawing) -> ElementTree.Element:
    return ElementTree.fromstring(drawing.markup("a-title a-says"))


@every_picture
@given(data=st.data(), mirrored=st.booleans())
@TRIED
def test_picture_is_sound_xml_with_every_name_as_text(kind: str, data: st.DataObject, mirrored: bool) -> None:
    picture = data.draw(PICTURES[kind])
    root = parsed(picture.draw(mirrored=mirrored))
    assert {each.tag for each in root.iter()} <= {
        "svg", "rect", "line", "circle", "text", "polyline", "polygon", "path"
    }  # fmt: skip
    assert not [name for each in root.iter() for name in each.attrib if name == "style" or name.startswith("on")]


def test_name_without_a_number_beside_it_is_cut_where_the_place_ends() -> None:
    """Fails when the name that fits is measured and the whole one drawn: the cut one leaves room for the gap."""
    name = "0000000000000000000000MMMMM WW"
    drawing = Dumbbell([Pair(name, "", None, None)]).draw(mirrored=False)
    assert [(word.words, word.width <= NARROW) for word in drawing.words] == [(fit(name, NARROW), True)]


@every_picture
@given(data=st.data(), mirrored=st.booleans())
@TRIED
def test_words_of_a_picture_stand_apart_and_within_their_place(
    kind: str, data: st.DataObject, mirrored: bool
) -> None:
    """At 320 px, in a figure's full width, and between."""
    drawing = data.draw(PICTURES[kind]).draw(mirrored=mirrored)
    for place in (NARROW, 33.0, WIDE):
        assert overlaps(drawing.words, place) == []
        for word in drawing.words:
            start, end = word.spread(place)
            assert start >= -OUT, word
            assert end <= place + OUT, word
            assert 0.7 <= word.y <= drawing.height


@every_picture
@given(data=st.data())
@TRIED
def test_picture_of_the_same_data_is_the_same_text(kind: str, data: st.DataObject) -> None:
    picture = data.draw(PICTURES[kind])
    assert picture.draw().markup("t") == picture.draw().markup("t")


@every_picture
@given(data=st.data())
@TRIED
def test_every_length_of_a_picture_is_a_number(kind: str, data: st.DataObject) -> None:
    root = parsed(data.draw(PICTURES[kind]).draw())
    lengths = [
        value
        for each in root.iter()
        for name, value in each.items()
        if name in {"x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "width", "height"}
    ]
    assert all(re.fullmatch(r"-?\d+(\.\d+)?(%|em)?", value) for value in lengths), lengths
    assert all(float(value.rstrip("%em")) >= 0 for value in lengths if not value.startswith("-0.4em"))


@given(st.text(max_size=80), st.floats(2, 40))
@TRIED
def test_words_that_are_fitted_are_no_wider_than_their_place(words: str, place: float) -> None:
    assert width_of(fit(words, place)) <= place


def test_words_keep_every_letter_that_has_room() -> None:
    assert fit("Models", NARROW) == "Models"
    assert fit("A unit whose name is much longer than its place", 10).endswith("…")


@pytest.mark.parametrize(
    ("typed", "drawn"),
    [
        ("a\x00b", "ab"),
        ("a\nb\tc", "a b c"),
        ("\u202eevil\u202c", "evil"),
        ("x\ud800y", "xy"),
        ("עברית", "עברית"),
    ],
)
def test_words_lose_what_xml_cannot_hold_and_what_turns_text(typed: str, drawn: str) -> None:
    assert clean(typed) == drawn


def test_markup_in_a_name_stays_text() -> None:
    """Fails when words are not escaped."""
    name = '<svg onload="x">&'
    text = Bars([Bar(name, "1 of 2", 0.5)]).draw().markup('a" onload="y')
    assert "<svg onload" not in text
    assert ElementTree.fromstring(text).find("text").text == name  # type: ignore[union-attr]
    assert ElementTree.fromstring(text).get("onload") is None


def test_days_at_the_ends_of_a_scale_are_whole_in_the_narrowest_place() -> None:
    first, last = "18 September 2026", "10 December 2026"
    for picture in (
        Steps([(0, 1)], "9", first, last),
        Scatter([], "9", first, last),
        Strip([], None, "", first, last),
    ):
        drawing = picture.draw()
        assert {first, last} <= {word.words for word in drawing.words}
        assert all(word.y <= drawing.height for word in drawing.words)
        assert overlaps(drawing.words, NARROW) == []


def test_words_of_a_picture_are_of_one_size() -> None:
    """Their places are in em: letters of another size would slip onto the shapes above them."""
    sheet = Path("portal/static/portal/css/pictures.css").read_text()
    assert not [line for line in sheet.splitlines() if ".picture text" in line and "font-size" in line]


def test_number_that_is_not_shown_has_words_and_no_bar() -> None:
    """Fails when None is drawn as nothing filled: an empty bar reads as none."""
    root = parsed(Bars([Bar("Models", "not shown", None)]).draw())
    assert [each.get("class") for each in root.findall("rect")] == ["unshown"]


def test_picture_begins_at_the_other_side_in_right_to_left_text() -> None:
    def bar(mirrored: bool) -> ElementTree.Element:
        return parsed(Bars([Bar("Models", "a quarter", 0.25)]).draw(mirrored=mirrored)).findall("rect")[1]

    assert (bar(False).get("x"), bar(False).get("width")) == ("0%", "25%")
    assert (bar(True).get("x"), bar(True).get("width")) == ("75%", "25%")
    said = parsed(Bars([Bar("Models", "a quarter", 0.25)]).draw(mirrored=True)).findall("text")
    assert [(each.get("x"), each.get("text-anchor")) for each in said] == [("100%", "end"), ("0%", "start")]


def test_before_and_after_differ_by_form_and_not_by_colour_alone() -> None:
    root = parsed(Dumbbell([Pair("Models", "10 → 20", 0.1, 0.2)]).draw())
    dots = {each.get("class"): each.get("cx") for each in root.findall("circle")}
    assert set(dots) == {"ring", "full"}
    assert math.isclose(float((dots["ring"] or "").rstrip("%")), 11.6)


def test_days_that_are_close_stand_in_rows_above_each_other() -> None:
    strip = Strip([Moment(0.5, "1", True), Moment(0.5, "2", True), Moment(0.9, "3", False)], None, "", "a", "b")
    dots = parsed(strip.draw()).findall("circle")
    assert len({each.get("cy") for each in dots}) == 2
    assert [each.get("class") for each in dots] == ["full", "full", "ring"]


def test_steps_stay_until_they_change() -> None:
    line = parsed(Steps([(0.0, 0.0), (0.5, 1.0)], "2", "a", "b").draw()).find(".//polyline")
    assert line is not None
    assert line.get("points") == "0,9 50,9 50,0 100,0"


def test_bands_of_a_flow_are_as_tall_as_their_numbers_and_meet_the_blocks() -> None:
    streams = [Stream("A", "X", 30), Stream("A", "Y", 10), Stream("B", "X", 20)]
    root = parsed(Flow(streams).draw())
    blocks = [float((each.get("height") or "").removesuffix("em")) for each in root.findall("rect")]
    assert [round(height / blocks[1], 1) for height in blocks] == [2.0, 1.0, 2.5, 0.5]
    assert len(root.findall(".//path")) == 3


def test_words_that_meet_are_found() -> None:
    here, there = Word(0, 1, 6, "start", "left"), Word(100, 1, 6, END, "right")
    assert overlaps([here, there], 10) == [("left", "right")]
    assert overlaps([here, there], 13) == []


def test_figure_is_named_by_its_title_and_its_words() -> None:
    figure = Figure("some", "Title", "Says", Bars([]), ("A",), [])
    assert 'role="img" aria-labelledby="some-title some-says"' in figure.markup()
    assert isinstance(figure.markup(), Svg)
