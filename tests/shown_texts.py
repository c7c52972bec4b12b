"""What a page shows a reader: its texts, without those that people wrote themselves."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

_SILENT = {"script", "style", "template"}
_VOID = {"meta", "link", "input", "br", "hr", "img", "use", "path", "rect", "line", "circle", "wbr", "col", "area"}
_SAID = ("aria-label", "placeholder", "alt", "title")


class _Texts(HTMLParser):
    """Each text with the marks of what it stands in; `own` is what is in nobody's language (dir=auto, lang, code)."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, bool]] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        own = tag in _SILENT or tag in ("code", "pre", "time") or said.get("dir") == "auto"
        own = own or ("lang" in said and tag != "html")
        own = own or any(is_own for _tag, is_own in self.open)
        if not own:
            self.texts += [str(said[name]) for name in _SAID if said.get(name)]
            if tag == "input" and said.get("type") in ("submit", "button"):
                self.texts.append(str(said.get("value") or ""))
        if tag not in _VOID:
            self.open.append((tag, own))

    def handle_endtag(self, tag: str) -> None:
        for place in range(len(self.open) - 1, -1, -1):
            if self.open[place][0] == tag:
                del self.open[place:]
                return

    def handle_data(self, data: str) -> None:
        if data.strip() and not (self.open and self.open[-1][1]):
            self.texts.append(" ".join(data.split()))


def texts_of(page: str) -> list[str]:
    """Every text of a page that is the portal's own, attributes that are read out among them."""
    reader = _Texts()
    reader.feed(page)
    return reader.texts


def written_by_people(*models: Any) -> set[str]:
    """Every text in the rows of these models: names, titles, memos, terms."""
    return {text for model in models for row in model.objects.values() for text in _strings(list(row.values()))}


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield " ".join(value.split())
    elif isinstance(value, dict):
        yield from _strings(list(value.values()))
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)


def without(text: str, known: set[str]) -> str:
    """The text less everything that people wrote."""
    for name in sorted(known, key=len, reverse=True):
        if len(name) > 1:
            text = text.replace(name, " ")
    return text


WORD = re.compile(r"[A-Za-z]{3,}")
