"""Every text of the portal that is put before a person, read from the code and the templates."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Field
from django.utils import translation
from django.utils.translation.template import templatize

from portal.admin_site import site
from portal.catalogues import Key

PACKAGES = ("accounts", "portal", "transfers")
# how many of a call's first arguments are texts, and whether the first is their context
_CALLS = {
    "_": (1, False), "gettext": (1, False), "gettext_lazy": (1, False), "gettext_noop": (1, False),
    "ngettext": (2, False), "ngettext_lazy": (2, False),
    "pgettext": (2, True), "pgettext_lazy": (2, True), "npgettext": (3, True),
}  # fmt: skip
# a copy of one's record is data: its page puts the names of sections and columns into words
_KEYS_ARE_TEXTS = ("queries/record_copies.py", "queries/record_notifications.py", "queries/record_rounds.py")
_STRING = r"""(?:u?"(?:[^"\\]|\\.)*"|u?'(?:[^'\\]|\\.)*')"""
_TEMPLATE_CALL = re.compile(rf"\b(_|gettext|ngettext|pgettext|npgettext)\(({_STRING}(?:,\s*{_STRING})*)")


def collect_texts() -> dict[Key, list[str]]:
    """Each text and the files it stands in, by file and then in the order of reading."""
    root = Path(settings.BASE_DIR)
    found: dict[Key, list[str]] = {}
    for package in PACKAGES:
        for path in sorted((root / package).rglob("*")):
            texts = _read(path)
            for key in texts:
                files = found.setdefault(key, [])
                if path.relative_to(root).as_posix() not in files:
                    files.append(path.relative_to(root).as_posix())
    for key in _of_models():
        found.setdefault(key, ["portal/model_names.py"])
    return found


def _read(path: Path) -> Iterator[Key]:
    if path.suffix == ".py" and "migrations" not in path.parts:
        yield from _of_python(path.read_text(encoding="utf-8"))
        if path.as_posix().endswith(_KEYS_ARE_TEXTS):
            yield from _of_keys(path.read_text(encoding="utf-8"))
    elif "templates" in path.parts and path.suffix in (".html", ".txt"):
        yield from _of_template(path.read_text(encoding="utf-8"))


def _of_python(source: str) -> Iterator[Key]:
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        count, has_context = _CALLS.get(name, (0, False))
        texts = [each.value for each in node.args[:count] if isinstance(each, ast.Constant)]
        if count and len(texts) == count:
            yield _key([str(text) for text in texts], has_context)


def _of_keys(source: str) -> Iterator[Key]:
    for node in ast.walk(ast.parse(source)):
        keys = node.keys if isinstance(node, ast.Dict) else []
        if isinstance(node, ast.Assign):
            keys = [target.slice for target in node.targets if isinstance(target, ast.Subscript)]
        yield from (Key(key.value) for key in keys if isinstance(key, ast.Constant) and isinstance(key.value, str))


def _of_template(source: str) -> Iterator[Key]:
    for match in _TEMPLATE_CALL.finditer(templatize(source)):
        texts = [ast.literal_eval(text) for text in re.findall(_STRING, match[2])]
        count, has_context = _CALLS[match[1]]
        yield _key(texts[:count], has_context)


def _key(texts: list[str], has_context: bool) -> Key:
    context = texts.pop(0) if has_context else ""
    return Key(texts[0], texts[1] if len(texts) > 1 else "", context)


def _of_models() -> Iterator[Key]:
    """What the administration calls things and their fields: Django draws these by itself."""
    with translation.override(None):
        for page in site._registry.values():
            yield from map(Key, _names_of(page))


def _names_of(page: Any) -> Iterator[str]:
    """Every name that a page of the administration draws by itself."""
    yield str(page.opts.verbose_name)
    yield str(page.opts.verbose_name_plural)
    shown = {str(name) for name in [*page.list_display, *page.list_filter, *(page.fields or ())]}
    for field in page.opts.get_fields():
        if not isinstance(field, Field) or (page.fields and field.name not in shown):
            continue
        yield str(field.verbose_name)
        for _value, label in field.flatchoices:
            yield str(label)
