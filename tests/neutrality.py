"""Whether a page puts two options before a person as equals: by its markup, its words, and as a browser draws it.

Each `faults_…` returns lines that say what is favoured; empty is what tests want.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import chain

from playwright.sync_api import Locator, Page

VALUES = {"stay", "undraft"}
# Hints of one length class: the longer by a sixth at most.
_LONGER = 7 / 6
_VOID = {"meta", "link", "input", "br", "hr", "img", "use", "path"}
# Attributes that must differ between two options of one question.
_OWN = {"id", "for", "value", "aria-describedby"}
_NEVER = {"checked", "autofocus", "disabled", "hidden", "style", "open"}
_PUSHING = re.compile(
    r"\b(recommend\w*|prefer(red|ably)?|suggest\w*|encourage\w*|most people|default|are you sure|really want)\b",
    re.IGNORECASE,
)
# What differs with the words alone: everything else that a browser computes must be the same.
_SIZES = """["width", "height", "inline-size", "block-size", "perspective-origin", "transform-origin",
  "grid-template-rows", "grid-template-columns"]"""
_STYLES = f"""box => [box, ...box.querySelectorAll("*")].map(part => [null, "::before", "::after"].map(pseudo => {{
  const style = getComputedStyle(part, pseudo), sizes = {_SIZES};
  return [...style].filter(name => !sizes.includes(name)).map(name => `${{name}}: ${{style.getPropertyValue(name)}}`);
}}))"""


@dataclass
class Node:
    """One element: what it is, what it says, what stands in it."""

    tag: str
    attrs: dict[str, str]
    children: list["Node"] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    @property
    def classes(self) -> set[str]:
        return set(self.attrs.get("class", "").split())

    def walk(self) -> Iterator["Node"]:
        yield self
        for child in self.children:
            yield from child.walk()

    def text(self, *, without: str = "") -> str:
        """Everything it says, less what stands in elements of one class."""
        if without and without in self.classes:
            return ""
        said = [*self.words, *(child.text(without=without) for child in self.children)]
        return " ".join(" ".join(said).split())

    def shape(self) -> str:
        """Its markup without its own words and ids."""
        attrs = "".join(f" {n}" + ("" if n in _OWN else f"={v!r}") for n, v in sorted(self.attrs.items()))
        inside = "".join(child.shape() for child in self.children)
        return f"<{self.tag}{attrs}>{'…' * bool(self.words)}{inside}"


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Node("", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(node)
        if tag not in _VOID:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        while len(self.open) > 1 and self.open.pop().tag != tag:
            pass

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.open[-1].words.append(data)


def read(page: str) -> Node:
    reader = _Reader()
    reader.feed(page)
    return reader.root


def options_of(page: Node) -> list[Node]:
    """The boxes that hold a button of the question each, in their order."""
    return [each for each in page.walk() if "option" in each.classes and _button(each) is not None]


def _button(box: Node) -> Node | None:
    found = (each for each in box.walk() if each.tag == "input" and each.attrs.get("type") == "radio")
    return next((each for each in found if each.attrs.get("name") == "option"), None)


def order_of(page: str) -> list[str]:
    """The values of the options as they stand."""
    return [button.attrs["value"] for box in options_of(read(page)) if (button := _button(box)) is not None]


def faults_of_markup(page: str) -> list[str]:
    """Two options, in one shape and one length of words; nothing chosen, put forward or out of reach."""
    tree = read(page)
    boxes = options_of(tree)
    if set(order_of(page)) != VALUES or len(boxes) != len(VALUES):
        return [f"the options are {order_of(page)}"]
    first, second = boxes
    faults = []
    if first.shape() != second.shape():
        faults.append(f"one is marked up as {first.shape()}, the other as {second.shape()}")
    for box in boxes:
        marks = {name for node in box.walk() for name in node.attrs} & _NEVER
        faults += [f"{_value(box)} has {name}" for name in sorted(marks)]
        faults += [f"{_value(box)} is put forward by “{found[0]}”" for found in _PUSHING.finditer(box.text())]
    lengths = sorted(len(box.text()) for box in boxes)
    if lengths[1] > lengths[0] * _LONGER:
        faults.append(f"one has {lengths[1]} characters, the other {lengths[0]}")
    folded = [each for each in tree.walk() if each.tag == "details" and options_of(each)]
    faults += ["an option is folded away"] * bool(folded)
    return faults


def _value(box: Node) -> str:
    button = _button(box)
    return button.attrs["value"] if button is not None else "?"


def faults_of_words(page: str, memo: str) -> list[str]:
    """Nothing of the memo outside the memo itself, and nobody is asked twice or talked to."""
    said = _plain(read(page).text(without="memo"))
    clauses = [clause for clause in re.split(r"[.;:,!?]\s+|[.!?]$", memo) if len(clause.split()) >= 3]
    faults = [f"the memo's “{clause}” stands on the page" for clause in clauses if _plain(clause) in said]
    return faults + [f"“{found[0]}” talks somebody into it" for found in _PUSHING.finditer(said)]


def _plain(text: str) -> str:
    return " ".join(text.replace("’", "'").lower().split())


def faults_in_browser(page: Page) -> list[str]:
    """Two options of one size, colour and weight, untouched and when either is chosen."""
    boxes = [page.locator(".option", has=page.locator(f'input[value="{value}"]')) for value in sorted(VALUES)]
    page.mouse.move(0, 0)  # off both of them
    faults = [f"as drawn: {each}" for each in _unlike(*map(_styles, boxes))]
    looks = []
    for box in boxes:
        button = box.locator("input")
        button.check()
        looks.append(_styles(box))
        button.evaluate("one => { one.checked = false; one.blur() }")
    faults += [f"under the pointer and chosen: {each}" for each in _unlike(*looks)]
    sizes = [box.bounding_box() for box in boxes]
    assert sizes[0] is not None
    assert sizes[1] is not None
    for side in ("width", "height"):
        a, b = sizes[0][side], sizes[1][side]
        # a line of words more, at most, where the hint breaks
        faults += [f"one is {a:.0f} px in {side}, the other {b:.0f}"] * (abs(a - b) > (1 if side == "width" else 32))
    return faults


def _styles(box: Locator) -> list[list[list[str]]]:
    found: list[list[list[str]]] = box.evaluate(_STYLES)
    return found


def _unlike(one: list[list[list[str]]], other: list[list[list[str]]]) -> list[str]:
    if len(one) != len(other):
        return [f"one has {len(one)} elements, the other {len(other)}"]
    parts = zip(chain.from_iterable(one), chain.from_iterable(other), strict=True)
    return [f"{a} against {b}" for mine, yours in parts for a, b in zip(mine, yours, strict=True) if a != b]
