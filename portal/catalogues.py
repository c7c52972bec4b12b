"""Catalogues of translations: the .po files people write, and the .mo files that Django reads.

Both formats are GNU gettext's: https://www.gnu.org/software/gettext/manual/html_node/PO-Files.html, MO-Files.html.
The .mo files are made from the .po files when a process starts, so none can be forgotten or lag behind
(docs/adr/0020-languages.md). Nothing here needs Django.
"""

import ast
import hashlib
import os
import re
import struct
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

_MAGIC = 0x950412DE
_KEYWORD = re.compile(r'(msgctxt|msgid_plural|msgid|msgstr(?:\[(\d)\])?) (".*")')
_PERCENT = re.compile(r"%(?:\((\w+)\))?[a-z]")
_BRACE = re.compile(r"\{(\w*)\}")


class Key(NamedTuple):
    """What a text is found by: its English words, their plural where there is one, and its context."""

    text: str
    plural: str = ""
    context: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A text's translation: one form, or one for each plural form of the language."""

    forms: tuple[str, ...]
    is_fuzzy: bool = False


@dataclass(frozen=True, slots=True)
class Catalogue:
    """One .po file: its header, and the translation of each text."""

    header: str
    entries: Mapping[Key, Entry]

    @property
    def plurals(self) -> int:
        """How many plural forms the language has."""
        found = re.search(r"nplurals=(\d+)", self.header)
        return int(found[1]) if found else 2


def read_catalogue(text: str) -> Catalogue:
    """Read a .po file. Of a text that stands twice, as after a merge, the first that is translated counts."""
    entries: dict[Key, Entry] = {}
    for block in re.split(r"\n\s*\n", text):
        key, entry = _read_entry(block)
        if key is None or (key in entries and any(entries[key].forms)):
            continue
        entries[key] = entry
    header = entries.pop(Key(""), Entry(("",))).forms[0]
    return Catalogue(header, entries)


def _read_entry(block: str) -> tuple[Key | None, Entry]:
    parts: dict[str, str] = {}
    name, is_fuzzy = "", False
    for line in block.splitlines():
        found = _KEYWORD.fullmatch(line)
        if line.startswith("#,"):
            is_fuzzy = "fuzzy" in line
        elif found:
            name = found[1]
            parts[name] = ast.literal_eval(found[3])
        elif line.startswith('"'):
            parts[name] += ast.literal_eval(line)
        elif line and not line.startswith("#"):
            raise ValueError(f"no line of a catalogue: {line!r}")
    if "msgid" not in parts:
        return None, Entry(())
    forms = tuple(parts[name] for name in sorted(parts) if name.startswith("msgstr"))
    key = Key(parts["msgid"], parts.get("msgid_plural", ""), parts.get("msgctxt", ""))
    return key, Entry(forms, is_fuzzy)


def write_catalogue(catalogue: Catalogue, places: Mapping[Key, Iterable[str]]) -> str:
    """Write a .po file with the texts of `places`, in their order, each with the files it stands in."""
    blocks = ['msgid ""\nmsgstr ' + _quoted(catalogue.header)]
    for key, files in places.items():
        entry = catalogue.entries.get(key, Entry(("",) * (catalogue.plurals if key.plural else 1)))
        lines = [f"#: {file}" for file in files]
        if entry.is_fuzzy:
            lines.append("#, fuzzy")
        if key.context:
            lines.append(f"msgctxt {_quoted(key.context)}")
        lines.append(f"msgid {_quoted(key.text)}")
        if key.plural:
            lines.append(f"msgid_plural {_quoted(key.plural)}")
            lines += [f"msgstr[{n}] {_quoted(form)}" for n, form in enumerate(entry.forms)]
        else:
            lines.append(f"msgstr {_quoted(entry.forms[0])}")
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) + "\n"


def _quoted(text: str) -> str:
    """One line of a catalogue for a text of one line; one each, under an empty one, for a text of several."""
    lines = text.splitlines(keepends=True)
    quoted = [_escaped(line) for line in lines]
    return quoted[0] if len(quoted) == 1 else "\n".join(['""', *quoted])


def _escaped(text: str) -> str:
    for plain, escaped in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\t", "\\t"), ("\r", "\\r")):
        text = text.replace(plain, escaped)
    return f'"{text}"'


def get_faults(key: Key, entry: Entry | None, plurals: int) -> list[str]:
    """What is wrong with a translation: missing, fuzzy, other placeholders or other ends than the text's."""
    if entry is None or not entry.forms or not all(entry.forms):
        return ["is not translated"]
    faults = ["is fuzzy: look at it, and take the mark away"] if entry.is_fuzzy else []
    if len(entry.forms) != (plurals if key.plural else 1):
        faults.append("has another number of plural forms than the language")
    texts = [key.text, key.plural] if key.plural else [key.text]
    known = set().union(*map(_placeholders, texts))
    for form in entry.forms:
        used = _placeholders(form)
        # one of several forms may leave the number out, as English does in “an offer”
        if used != known if not key.plural else not (used <= known and used >= _placeholders(key.text) & known):
            faults.append(f"has the placeholders {sorted(used)}, not {sorted(known)}: {form!r}")
        if _ends(form) != _ends(key.text):
            faults.append(f"begins or ends with other white space: {form!r}")
    return faults


def _placeholders(text: str) -> set[str]:
    """What a text leaves to be filled in, and whether it holds a percent sign to be filled in round."""
    rest = text.replace("%%", "")
    return {match[0] for match in _PERCENT.finditer(rest)} | {match[0] for match in _BRACE.finditer(rest)}


def _ends(text: str) -> tuple[str, str]:
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


def compile_catalogue(catalogue: Catalogue) -> bytes:
    """The .mo file: two tables of lengths and places, sorted by text, then the texts. Fuzzy ones are left out."""
    texts = {b"": catalogue.header.encode()}
    for key, entry in catalogue.entries.items():
        if entry.is_fuzzy or not all(entry.forms):
            continue
        name = f"{key.context}\x04{key.text}" if key.context else key.text
        texts[(f"{name}\x00{key.plural}" if key.plural else name).encode()] = "\x00".join(entry.forms).encode()
    names = sorted(texts)
    start = 28 + 16 * len(names)
    table, body = [], bytearray()
    for column in (names, [texts[name] for name in names]):
        for text in column:
            table += [len(text), start + len(body)]
            body += text + b"\0"
    head = (_MAGIC, 0, len(names), 28, 28 + 8 * len(names), 0, start)
    return struct.pack(f"<{7 + len(table)}I", *head, *table) + bytes(body)


def keep_compiled(sources: Path, compiled: Path) -> None:
    """Make the .mo file of each .po file under `sources`, unless the one that lies there was made from it.

    Several processes may start at once: each writes a file of its own and puts it in place in one step.
    """
    for source in sources.glob("*/LC_MESSAGES/*.po"):
        text = source.read_bytes()
        target = compiled / source.relative_to(sources).with_suffix(".mo")
        mark = target.with_suffix(".sha256")
        digest = hashlib.sha256(text).hexdigest()
        if target.exists() and mark.exists() and mark.read_text(encoding="ascii") == digest:
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        _put(target, compile_catalogue(read_catalogue(text.decode())))
        _put(mark, digest.encode())


def _put(path: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    Path(name).chmod(0o644)
    Path(name).replace(path)
