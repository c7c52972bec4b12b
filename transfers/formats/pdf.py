"""A document of headings, names and values as a PDF: the same bytes for the same input, whatever the machine.

Noto Sans is embedded with the letters that are used, another of its fonts for each script that it lacks; text of
both directions is set by the Unicode bidirectional algorithm, joined letters are shaped. Nothing is fetched and
nothing is looked up: no clock, no font of the machine.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from importlib.resources import files

from fontTools.ttLib import TTFont
from fpdf import FPDF
from fpdf.enums import Align
from fpdf.fonts import TTFFont

_FOLDER = files("manimgx_fonts")
_LATIN = "NotoSans"
# in the order in which they are asked for a letter that the first one lacks
_OTHERS = tuple(
    f"{_LATIN}{script}"
    for script in (
        *("Hebrew", "Arabic", "Armenian", "Georgian", "Devanagari", "Bengali", "Gurmukhi", "Gujarati", "Oriya"),
        *("Tamil", "Telugu", "Kannada", "Malayalam", "Sinhala", "Thai", "Lao", "Myanmar", "Khmer", "Ethiopic"),
        "Symbols",
    )
)
# drawn by every reader without being embedded, each letter as wide as the next: codes of one length take one space
_FIXED = "Courier"
_ASCII = "".join(map(chr, range(0x20, 0x7F)))
_UNKNOWN = "?"
# Latin letters as they come composed, Greek and Cyrillic: one glyph each, from left to right
_PLAIN = frozenset("\n").union(
    *(map(chr, range(*ends)) for ends in ((0x20, 0x7F), (0xA0, 0x300), (0x370, 0x483), (0x1E00, 0x1F00)))
) | frozenset("–—‘’“”…")
_INVISIBLE = frozenset("\n\t\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_MARGIN, _LINE, _GAP = 20, 5.4, 2.5  # millimetres
_GREY = 0x59  # 7:1 on white


@dataclass(frozen=True, slots=True)
class Field:
    """A name and its value; a code is set in letters of one width, as it is to be typed or compared."""

    name: str
    value: str
    is_code: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, a sentence where there is one to say, and rows of fields."""

    heading: str
    text: str = ""
    rows: Sequence[Sequence[Field]] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """What is written. `made_at` is the caller's; `lacks` is said at the end where a letter cannot be drawn.

    `attached` is a small text file that comes along inside, by its name: for lines that must not be broken.
    """

    title: str
    made_at: datetime
    sections: Sequence[Section]
    lead: str = ""
    language: str = "en-GB"
    is_right_to_left: bool = False
    lacks: str = ""
    attached: tuple[str, str] | None = None


def write_pdf(document: Document) -> bytes:
    """Return the document as a PDF on A4. Its title names nothing but itself; it has no author."""
    letters = {letter for text in _texts(document) for letter in text}
    page = _Page(document, [name for name in _OTHERS if _is_needed(name, letters)])
    page.put_title(document.title, document.lead)
    for section in document.sections:
        page.put_section(section)
    if document.lacks and page.lacking:
        page.put_muted(document.lacks)
    if document.attached is not None:
        name, text = document.attached
        page.embed_file(bytes=text.encode(), basename=name, compress=False)
    return bytes(page.output())


@cache
def letters_of(name: str) -> frozenset[str]:
    """The letters that one of the fonts can draw."""
    with _FOLDER.joinpath(f"{name}[wght].ttf").open("rb") as file, TTFont(file, lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap()))


def _is_needed(name: str, letters: set[str]) -> bool:
    return any(ord(letter) > 0x7F for letter in (letters - letters_of(_LATIN)) & letters_of(name))


def _texts(document: Document) -> Iterable[str]:
    yield from (document.title, document.lead)
    for section in document.sections:
        yield from (section.heading, section.text)
        yield from (text for row in section.rows for one in row for text in (one.name, one.value))


@dataclass(slots=True)
class _Reach:
    """What can be drawn, and whether anything could not."""

    letters: frozenset[str]
    is_lacking: bool = field(default=False)

    def within(self, text: str) -> str:
        """The text with a mark for each letter that no font has."""
        drawn = "".join(one if one in self.letters or one in _INVISIBLE else _UNKNOWN for one in text)
        self.is_lacking = self.is_lacking or drawn != text
        return drawn


class _Page(FPDF):
    """A4, one column, a page number at the foot."""

    def __init__(self, document: Document, others: Sequence[str]) -> None:
        super().__init__(format="A4")
        self._align = Align.R if document.is_right_to_left else Align.L
        self._reach = _Reach(letters_of(_LATIN).union(*map(letters_of, others)))
        self.set_margin(_MARGIN)
        self.set_compression(compress=False)  # the length of a page follows from how much it says, not from what
        self.alias_nb_pages("")  # or “{nb}” in what somebody wrote would become the number of pages
        self.set_creation_date(document.made_at)
        self.set_title(document.title)
        self.set_lang(document.language)
        for name in (_LATIN, *others):
            self.add_font(name, fname=str(_FOLDER.joinpath(f"{name}[wght].ttf")))
        self._others = list(others)
        self.set_font(_LATIN, size=10)
        # all of them are embedded, so that which letters a random code has does not show in the size
        if isinstance(self.current_font, TTFFont):
            for letter in _ASCII:
                self.current_font.subset.pick(ord(letter))
        self.add_page()

    @property
    def lacking(self) -> bool:
        return self._reach.is_lacking

    def footer(self) -> None:
        self.set_y(-_MARGIN + _LINE)
        self._put(str(self.page_no()), size=8, grey=True)

    def put_title(self, title: str, lead: str) -> None:
        self._put(title, size=18)
        self.ln(_GAP)
        if lead:
            self._put(lead, size=11)

    def put_section(self, section: Section) -> None:
        if self.will_page_break(6 * _LINE):
            self.add_page()
        self.ln(2 * _GAP)
        self._put(section.heading, size=13)
        self.ln(_GAP)
        if section.text:
            self.put_muted(section.text)
        for row in section.rows:
            for one in row:
                self._put_field(one)
            self.ln(_GAP)

    def put_muted(self, text: str) -> None:
        self._put(text, size=10, grey=True)
        self.ln(_GAP)

    def _put_field(self, one: Field) -> None:
        self._put(one.name, size=8.5, grey=True)
        if one.is_code and one.value.isascii():
            self._put(one.value, size=9, family=_FIXED)
        else:
            self._put(one.value, size=10)

    def _put(self, text: str, *, size: float, grey: bool = False, family: str = _LATIN) -> None:
        self.set_font(family, size=size)
        self.set_text_color(_GREY if grey else 0)
        drawn = self._reach.within(text)
        # most texts need neither, and both take far longer than drawing them
        is_plain = all(letter in _PLAIN for letter in drawn)
        self.set_text_shaping(use_shaping_engine=not is_plain)
        self.set_fallback_fonts([] if is_plain else self._others, exact_match=False)
        line = _LINE * size / 10
        if is_plain and "\n" not in drawn and self.get_string_width(drawn) < self.epw - 2 * self.c_margin:
            self.cell(0, line, drawn, align=self._align, new_x="LMARGIN", new_y="NEXT")
        else:
            self.multi_cell(0, line, drawn, align=self._align, new_x="LMARGIN", new_y="NEXT")
