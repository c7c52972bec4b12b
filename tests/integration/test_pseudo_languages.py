"""No page shows a text that was not looked up: seen in languages that are made of every text."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.password_validation import password_validators_help_texts
from django.test import Client

from portal.catalogues import Entry, Key, get_faults
from seeds.cast import CAST
from tests.pages import signed_in, text_of
from tests.privacy.lives import lives_of
from tests.privacy.routes import get_routes
from tests.privacy.rows import Row
from tests.privacy.scene import Life, Scene
from tests.privacy.table import TABLE
from tests.privacy.viewers import Viewer
from tests.privacy.walk import address_of
from tests.pseudo import CLOSES, LONG, OPENS, lengthen, mirror, speak_pseudo_languages
from tests.shown_texts import WORD, texts_of, without, written_by_people

pytestmark = pytest.mark.django_db

STATES = ("nothing filed", "undraft filed", "placement finalised", "claim offered")
# in no language: names of products, formats, commands and codes
_SAME = re.compile(
    r"Undraft|CSV|JSON|PDF|UTC|HR\b|SHA-256|Ed25519|ROUND\.json|[\w.-]+@[\w.-]+|python -m [\w. ]+|openssl .*"
    r"|\{\"assignment\":.*|[\w-]+\.pem|\b[0-9a-f]{32,}\b|\b[A-Z]+[A-Z0-9-]*\b|\d+ [A-Z][a-z]+ \d{4}"
)
_CODE = re.compile(r"[a-z_]*")
_INSIDE = re.compile(f"{OPENS}[^{OPENS}{CLOSES}]*{CLOSES}")


@pytest.fixture
def pseudo(settings: Any, tmp_path: Path) -> None:
    speak_pseudo_languages(settings, tmp_path)


def known_words() -> set[str]:
    """What people wrote, and what Django says of passwords, for which it has words of its own."""
    models = (model for app in ("accounts", "transfers") for model in apps.get_app_config(app).get_models())
    cast = {said for member in CAST for said in (member.story, member.sign_in_name)}
    # a code such as “open” is no name: it may not stand on a page as it is
    rows = {text for text in written_by_people(*models) if not _CODE.fullmatch(text)}
    return rows | cast | {" ".join(password_validators_help_texts())}


def left_in_english(page: str, known: set[str]) -> list[str]:
    """The texts of a page with words outside every mark."""
    found = []
    for text in texts_of(page):
        rest = text
        while _INSIDE.search(rest):
            rest = _INSIDE.sub(" ", rest)
        if WORD.search(_SAME.sub(" ", without(rest, known))):
            found.append(text)
    return found


def pages_of(client: Client, life: Life, *, desk: bool) -> Any:
    """Each page of the portal that this client is shown about this life."""
    for name, route in get_routes().items():
        row: Row = TABLE[name]
        # /style/ shows components by specimens, which are nobody's words
        if name != "style" and row.desk == desk and set(row.of) <= set(life.public):
            answer = client.get(address_of(route, row, life))
            if answer.status_code == 200 and "html" in answer.get("Content-Type", ""):
                yield name, text_of(answer)


def test_every_page_is_wholly_in_its_reader_s_language(pseudo: None) -> None:
    scene = Scene()
    lives = list(lives_of(scene, STATES))
    known = known_words()
    looks = [(life, life.person) for life in lives]
    looks += [(lives[-2], scene.viewers[viewer]) for viewer in (Viewer.MANAGER, Viewer.PARTNER)]
    left: dict[str, list[str]] = {}
    pages = 0
    for life, reader in looks:
        if reader is None:
            continue
        reader.language = LONG
        reader.save()
        for name, page in pages_of(signed_in(reader), life, desk=False):
            assert f'lang="{LONG}"' in page
            pages += 1
            found = left_in_english(page, known)
            if found:
                left.setdefault(name, found)
    assert not left, "\n".join(f"{name}: {texts}" for name, texts in left.items())
    assert pages > 100


def test_pseudo_texts_keep_what_is_filled_in() -> None:
    for text in ("%(n)s of %(all)s", "100 %% of %d", "{n} letters"):
        for change in (lengthen, mirror):
            assert get_faults(Key(text), Entry((change(text),)), 2) == []
    assert len(lengthen("Choose one of the languages")) >= 1.4 * len("Choose one of the languages")
