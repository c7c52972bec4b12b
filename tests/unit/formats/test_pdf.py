"""PDF: the same bytes for the same input, every script of the demo's names, and a mark for what cannot be drawn."""

from datetime import UTC, datetime

import pytest

from tests.papers import attached_to, pages_of, words_of
from transfers.formats.pdf import Document, Field, Section, letters_of, write_pdf

THEN = datetime(2041, 3, 4, 9, tzinfo=UTC)
LACKS = "Some letters cannot be drawn."


def document(*values: str, **more: object) -> Document:
    rows = [[Field("Name", value) for value in values]]
    return Document("Receipt", THEN, [Section("A heading", "A sentence.", rows)], lacks=LACKS, **more)  # type: ignore[arg-type]


def test_same_document_gives_the_same_bytes() -> None:
    of = document("Ada", "ליאור", "\n", attached=("note.txt", "a line\n"))
    assert write_pdf(of) == write_pdf(of)


def test_it_says_title_heading_names_and_values_in_order() -> None:
    assert words_of(write_pdf(document("Ada Berg", "1"))) == "Receipt A heading A sentence. Name Ada Berg Name 1 1"


@pytest.mark.parametrize("name", ["ליאור אבןצור", "Nguyễn Thị Ánh", "Tomás Křivánek", "Мария", "Νίκος", "Հայկ"])
def test_names_of_many_scripts_are_drawn(name: str) -> None:
    words = words_of(write_pdf(document(name)))
    assert set(name) - {" "} <= set(words)
    assert LACKS not in words


def test_arabic_letters_are_joined_and_set_from_right_to_left() -> None:
    """Fails without shaping: the letters then stand apart, in the order of writing from the left."""
    made = write_pdf(document("محمد"))
    assert LACKS not in words_of(made)
    assert b"NotoSansArabic" in made


def test_letter_that_no_font_has_is_marked_and_told() -> None:
    """Fails where it is left out: a name would be another name."""
    words = words_of(write_pdf(document("李 Wei")))
    assert "? Wei" in words
    assert LACKS in words


def test_fonts_are_embedded_only_where_their_letters_are_used() -> None:
    assert b"NotoSansHebrew" not in write_pdf(document("Ada"))
    assert b"NotoSansHebrew" in write_pdf(document("ליאור"))
    assert "א" in letters_of("NotoSansHebrew")


def test_long_values_and_many_rows_go_on_over_pages() -> None:
    of = document(*(["word " * 400] * 4), "x" * 3_000)
    made = write_pdf(of)
    words = words_of(made)
    assert words.count("word") == 1_600
    assert words.count("x") >= 3_000
    assert len(pages_of(made)) > 1


@pytest.mark.parametrize("text", ["\0", "\x1b[31m", "\ud800", "\u202eabc", "a\u0301", "\\)(", "🙂", "\ufffe"])
def test_odd_characters_never_fail(text: str) -> None:
    assert write_pdf(document(text)).startswith(b"%PDF-")


def test_what_somebody_wrote_is_taken_for_no_instruction() -> None:
    """Fails while the name that stands for the number of pages is known."""
    assert "{nb} **b** [a](b)" in words_of(write_pdf(document("{nb} **b** [a](b)")))


def test_a_document_from_right_to_left_is_set_against_the_right() -> None:
    assert write_pdf(document("Ada", is_right_to_left=True)) != write_pdf(document("Ada"))


def test_a_code_is_set_in_letters_of_one_width_and_another_script_in_a_font_that_has_it() -> None:
    of = Document("Receipt", THEN, [Section("H", rows=[[Field("Code", "AB-1", is_code=True)]])])
    assert b"/Courier" in write_pdf(of)
    of = Document("Receipt", THEN, [Section("H", rows=[[Field("Code", "קוד", is_code=True)]])])
    assert "קוד" in words_of(write_pdf(of))


def test_attached_text_comes_along_unbroken() -> None:
    line = "{" + "x" * 2_000 + "}\n"
    assert attached_to(write_pdf(document("Ada", attached=("note.txt", line)))) == {"note.txt": line}
