"""Two languages nobody speaks, made from every text: one longer and accented, one read from right to left.

A text that a page shows in plain letters was never looked up; a page that its longer texts break would break in
Swedish or Finnish.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings

from portal.catalogues import Catalogue, Entry, Key, compile_catalogue, read_catalogue

LONG, MIRRORED = "en-xa", "ar-xb"
OPENS, CLOSES = "⟦", "⟧"
_FOLDERS = {LONG: "en_XA", MIRRORED: "ar_XB"}
_HEADER = "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=(n != 1);\n"
_KEPT = re.compile(r"%\(\w+\)[a-z]|%[a-z%]|\{\w*\}|\s")
_ACCENTED = str.maketrans("aceginosuyzACEGINOSUYZ", "åçéğîñøšûýžÅÇÉĞÎÑØŠÛÝŽ")
_MIRRORED = str.maketrans("abcdefghijklmnopqrstuvwxyz", "ابتثجحخدذرزسشصضطظعغفقكلمنو")


def lengthen(text: str) -> str:
    """The text with accents and marked ends, two fifths longer; what is filled in stays."""
    more = " ".join(["ôñé"] * (len(text) * 2 // 5 // 4 + 1))
    return f"{OPENS}{_each(text, lambda part: part.translate(_ACCENTED))} {more}{CLOSES}"


def mirror(text: str) -> str:
    """The text in letters that run from right to left."""
    return OPENS + _each(text, lambda part: part.lower().translate(_MIRRORED)) + CLOSES


def _each(text: str, change: Callable[[str], str]) -> str:
    """Change what stands between the placeholders."""
    parts: list[str] = []
    at = 0
    for kept in _KEPT.finditer(text):
        parts += [change(text[at : kept.start()]), kept[0]]
        at = kept.end()
    return "".join([*parts, change(text[at:])])


def _ends_kept(text: str, changed: str) -> str:
    return text[: len(text) - len(text.lstrip())] + changed + text[len(text.rstrip()) :]


def write_pseudo_languages(folder: Path) -> None:
    """Compile both from the keys of the German catalogue, which has every text."""
    source = Path(settings.CATALOGUES) / "de" / "LC_MESSAGES" / "django.po"
    entries = read_catalogue(source.read_text(encoding="utf-8")).entries
    keys = [key for key in entries if not key.context]  # letters of a date format, which no reader sees
    for language, change in ((LONG, lengthen), (MIRRORED, mirror)):
        made = {key: Entry(_forms(key, change)) for key in keys}
        target = folder / _FOLDERS[language] / "LC_MESSAGES" / "django.mo"
        target.parent.mkdir(parents=True)
        target.write_bytes(compile_catalogue(Catalogue(_HEADER, made)))


def speak_pseudo_languages(settings: Any, folder: Path) -> None:
    """Have the portal speak both, beside its own, until the test ends."""
    write_pseudo_languages(folder)
    settings.LOCALE_PATHS = [*settings.LOCALE_PATHS, folder]
    settings.LANGUAGES = [*settings.LANGUAGES, (LONG, "Long"), (MIRRORED, "Mirrored")]


def _forms(key: Key, change: Callable[[str], str]) -> tuple[str, ...]:
    texts = (key.text, key.plural) if key.plural else (key.text,)
    return tuple(_ends_kept(text, change(text.strip())) for text in texts)
