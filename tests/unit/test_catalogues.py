"""Catalogues are read, checked, written and compiled as gettext does it."""

import gettext
import re
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from portal.catalogues import (
    Catalogue,
    Entry,
    Key,
    compile_catalogue,
    get_faults,
    keep_compiled,
    read_catalogue,
    write_catalogue,
)

HEADER = "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=(n != 1);\n"
ROOT = Path(__file__).parents[2]
WHOLE = Catalogue(
    HEADER,
    {
        Key("Home"): Entry(("Startseite",)),
        Key("%(n)d role", "%(n)d roles"): Entry(("%(n)d Stelle", "%(n)d Stellen")),
        Key("May", context="month"): Entry(("Mai",)),
        Key('“A” \\ "B"\nC\t'): Entry(("„A“ \\ 'B'\nC\t",)),
    },
)


def test_catalogue_that_is_written_is_read_as_it_was() -> None:
    assert read_catalogue(write_catalogue(WHOLE, {key: ["a.py"] for key in WHOLE.entries})) == WHOLE


def test_texts_that_people_read_have_one_apostrophe() -> None:
    """Fails for ' where the other texts have ’."""
    texts = read_catalogue((ROOT / "portal/locale/de/LC_MESSAGES/django.po").read_text()).entries
    said = [word for key in texts for word in (key.text, key.plural)]
    assert [text for text in said if re.search(r"[A-Za-z]'", text)] == []


def test_compiled_catalogue_is_what_gettext_reads() -> None:
    read = gettext.GNUTranslations(BytesIO(compile_catalogue(WHOLE)))
    assert read.gettext("Home") == "Startseite"
    assert [read.ngettext("%(n)d role", "%(n)d roles", n) for n in (1, 2)] == ["%(n)d Stelle", "%(n)d Stellen"]
    assert read.pgettext("month", "May") == "Mai"


def test_fuzzy_translation_is_not_shown() -> None:
    fuzzy = Catalogue(HEADER, {Key("Home"): Entry(("Heim",), is_fuzzy=True)})
    assert gettext.GNUTranslations(BytesIO(compile_catalogue(fuzzy))).gettext("Home") == "Home"


def test_text_that_stands_twice_after_a_merge_is_read_once() -> None:
    twice = 'msgid "Home"\nmsgstr ""\n\nmsgid "Home"\nmsgstr "Startseite"\n\nmsgid "Home"\nmsgstr "Heim"\n'
    assert read_catalogue(twice).entries == {Key("Home"): Entry(("Startseite",))}


@pytest.mark.parametrize(
    ("key", "entry", "said"),
    [
        (Key("Home"), None, "not translated"),
        (Key("Home"), Entry(("",)), "not translated"),
        (Key("Home"), Entry(("Start",), is_fuzzy=True), "fuzzy"),
        (Key("%(n)s roles"), Entry(("%(m)s Stellen",)), "placeholders"),
        (Key("%(n)s roles"), Entry(("Stellen",)), "placeholders"),
        (Key("%s of %(n)s"), Entry(("%(n)s",)), "placeholders"),
        (Key("{n} of"), Entry(("von",)), "placeholders"),
        (Key(" of"), Entry(("von",)), "white space"),
        (Key("a", "b"), Entry(("x",)), "plural forms"),
    ],
)
def test_fault_is_found(key: Key, entry: Entry | None, said: str) -> None:
    assert any(said in fault for fault in get_faults(key, entry, 2))


def test_one_form_may_leave_the_number_out_where_english_does() -> None:
    assert get_faults(Key("an offer", "%(n)s offers"), Entry(("ein Angebot", "%(n)s Angebote")), 2) == []


def test_compiled_catalogue_follows_its_source(tmp_path: Path) -> None:
    source = tmp_path / "locale" / "de" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    compiled = tmp_path / "var" / "de" / "LC_MESSAGES" / "django.mo"
    for word in ("Startseite", "Anfang"):
        source.write_text(write_catalogue(Catalogue(HEADER, {Key("Home"): Entry((word,))}), {Key("Home"): []}))
        keep_compiled(tmp_path / "locale", tmp_path / "var")
        assert gettext.GNUTranslations(compiled.open("rb")).gettext("Home") == word
    written_at = compiled.stat().st_mtime_ns
    keep_compiled(tmp_path / "locale", tmp_path / "var")
    assert compiled.stat().st_mtime_ns == written_at


def test_every_text_has_its_german() -> None:
    call_command("messages", check=True)


def test_command_finds_a_text_that_was_forgotten(tmp_path: Path) -> None:
    """Fails when the check passes whatever the catalogue lacks."""
    source = Path(settings.CATALOGUES) / "de" / "LC_MESSAGES" / "django.po"
    blocks = source.read_text(encoding="utf-8").split("\n\n")
    assert len(blocks) > 2_000
    assert Key("Home") in read_catalogue("\n\n".join(blocks)).entries
