"""Drawings as SVG text: lengths along the line in percent, down the page in em, so that words keep their size.

A drawing is as wide as its place; at 320 px and at 1280 the same words stand in the same size, and a reader who asks
for larger letters gets a taller drawing. Colours and strokes are classes of the sheet (`kind`): nothing is coloured
here, and no shape differs from another by colour alone. In right-to-left text it is `mirrored`: what begins at the
left there begins at the right. The same calls give the same text.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

START, MIDDLE, END = "start", "middle", "end"
# as wide as the narrowest place is, in em: 288 px of the 320, in letters of 14 px
NARROW = 20.0
LINE = 1.5  # from one line of words to the next

_THIN, _WIDE = frozenset("fijlrtI.,:;'|!()[]’‘· -"), frozenset("mwMW@%—–…→")
# what XML cannot hold; and marks that would turn the text that follows
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")


class Svg(str):
    """Markup that was escaped when it was made; templates print it as it is."""

    __slots__ = ()

    def __html__(self) -> str:
        return self


@dataclass(frozen=True, slots=True)
class Word:
    """Words that were placed: where, and how wide they are at the most, in em."""

    x: float
    y: float
    width: float
    anchor: str
    words: str

    def spread(self, place: float) -> tuple[float, float]:
        """From where to where they reach in a place of so many em."""
        at = self.x * place / 100
        before = {START: 0.0, MIDDLE: 0.5, END: 1.0}[self.anchor] * self.width
        return at - before, at - before + self.width


@dataclass(slots=True)
class Drawing:
    """Shapes and words on `height` em; `x` runs from 0 to 100, `y` from the top."""

    height: float
    mirrored: bool = False
    words: list[Word] = field(default_factory=list)
    _parts: list[str] = field(default_factory=list)

    def bar(self, x: float, y: float, width: float, height: float, kind: str) -> None:
        """A rectangle from its starting corner."""
        left = self._x(x + width) if self.mirrored else x
        self._add("rect", kind, x=_per(left), y=_em(y), width=_per(width), height=_em(height))

    def line(self, x1: float, y1: float, x2: float, y2: float, kind: str) -> None:
        self._add("line", kind, x1=_per(self._x(x1)), y1=_em(y1), x2=_per(self._x(x2)), y2=_em(y2))

    def dot(self, x: float, y: float, kind: str, radius: float = 0.4) -> None:
        self._add("circle", kind, cx=_per(self._x(x)), cy=_em(y), r=_em(radius))

    def box(self, x: float, y: float, kind: str) -> None:
        """A square round a point: what must differ from a dot by its form."""
        self._parts.append(f'<svg x="{_per(self._x(x))}" y="{_em(y)}" class="point">')
        self._add("rect", kind, x="-0.4em", y="-0.4em", width="0.8em", height="0.8em")
        self._parts.append("</svg>")

    def say(self, x: float, y: float, words: str, anchor: str = START, kind: str = "words") -> None:
        """Words on the line whose foot is at `y`."""
        said = clean(words)
        if not said:
            return
        self.words.append(Word(x, y, width_of(said), anchor, said))
        side = {START: END, END: START}.get(anchor, anchor) if self.mirrored else anchor
        place = f'x="{_per(self._x(x))}" y="{_em(y)}" text-anchor="{side}"'
        self._parts.append(f"<text class={quoteattr(kind)} {place}>{escape(said)}</text>")

    def shape(self, y: float, height: float, points: Sequence[tuple[float, float]], kind: str, closed: bool) -> None:
        """A line through points, or what it encloses, over the whole width; y from the top of its own place."""
        drawn = " ".join(f"{_number(self._x(x))},{_number(down)}" for x, down in points)
        self._open(y, height)
        self._add("polygon" if closed else "polyline", kind, points=drawn)
        self._parts.append("</svg>")

    def ribbon(
        self,
        y: float,
        height: float,
        here: tuple[float, float],
        there: tuple[float, float],
        ends: tuple[float, float],
        kind: str,
    ) -> None:
        """A band that flows from `here` (top and foot) at the start to `there` at the end of its place."""
        start, end = (self._x(each) for each in ends)
        half = (start + end) / 2
        (top, foot), (top_there, foot_there) = here, there
        path = (
            f"M{_pair(start, top)} C{_pair(half, top)} {_pair(half, top_there)} {_pair(end, top_there)} "
            f"L{_pair(end, foot_there)} C{_pair(half, foot_there)} {_pair(half, foot)} {_pair(start, foot)} Z"
        )
        self._open(y, height)
        self._add("path", kind, d=path)
        self._parts.append("</svg>")

    def markup(self, labelled_by: str) -> Svg:
        """The drawing, named by the elements with these ids."""
        head = f'<svg class="picture" role="img" aria-labelledby={quoteattr(labelled_by)} focusable="false"'
        return Svg(f'{head} width="100%" height="{_em(self.height)}">{"".join(self._parts)}</svg>')

    def _open(self, y: float, height: float) -> None:
        box = f'viewBox="0 0 100 {_number(height)}" preserveAspectRatio="none"'
        self._parts.append(f'<svg x="0" y="{_em(y)}" width="100%" height="{_em(height)}" {box}>')

    def _x(self, x: float) -> float:
        return 100 - x if self.mirrored else x

    def _add(self, element: str, kind: str, **attributes: str) -> None:
        said = "".join(f" {name}={quoteattr(value)}" for name, value in attributes.items())
        self._parts.append(f"<{element} class={quoteattr(kind)}{said}/>")


def clean(words: str) -> str:
    """Words as one line of text that XML can hold and that turns nothing round it."""
    return " ".join(_TURNS.sub("", _UNFIT.sub("", words)).split())


def width_of(words: str) -> float:
    """How wide words are at the most, in em: letters differ from one system's font to the next."""
    return round(sum(_letter(each) for each in words), 2)


def fit(words: str, place: float) -> str:
    """Words that are no wider than `place` em, with … where they were cut; the table beside has them whole."""
    said = clean(words)
    if width_of(said) <= place:
        return said
    kept = ""
    for letter in said:
        if width_of(kept + letter + "…") > place:
            break
        kept += letter
    return f"{kept.rstrip()}…"


def overlaps(words: Iterable[Word], place: float) -> list[tuple[str, str]]:
    """Words that would stand on each other in a place of so many em."""
    found = []
    seen: list[Word] = []
    for word in words:
        start, end = word.spread(place)
        for other in seen:
            other_start, other_end = other.spread(place)
            if abs(word.y - other.y) < 1.0 and start < other_end and other_start < end:
                found.append((other.words, word.words))
        seen.append(word)
    return found


def _letter(letter: str) -> float:
    if unicodedata.combining(letter) or unicodedata.category(letter) == "Cf":
        return 0.0
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.05
    if letter in _WIDE:
        return 0.95
    if letter in _THIN:
        return 0.38
    return 0.72 if letter.isupper() else 0.59


def _pair(x: float, y: float) -> str:
    return f"{_number(x)} {_number(y)}"


def _per(number: float) -> str:
    return f"{_number(number)}%"


def _em(number: float) -> str:
    return f"{_number(number)}em"


def _number(number: float) -> str:
    return f"{round(number, 2) + 0.0:g}"
