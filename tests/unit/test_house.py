"""The habits of the house that no linter knows: short files, nobody acts as the portal on a page, nothing unnamed."""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from django.urls import reverse
from django.urls.resolvers import URLPattern, URLResolver

from portal import context
from portal.urls import sign_in_addresses
from transfers import urls
from transfers.queries import navigation

PROJECT = Path(__file__).resolve().parents[2]
TEMPLATES = PROJECT / "portal" / "templates"
LONGEST_FILE = 300


def sources(*folders: str) -> list[Path]:
    """Python files of these folders or files, without migrations."""
    found = (path for name in folders for path in ([PROJECT / name] if name.endswith(".py") else files(name, "py")))
    return sorted(path for path in found if "migrations" not in path.parts)


def files(folder: str, kind: str) -> Iterable[Path]:
    return (PROJECT / folder).rglob(f"*.{kind}")


def names_in(path: Path) -> set[str]:
    """Every name that a module reads, imports or reaches through another module."""
    tree = ast.parse(path.read_text())
    plain = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    reached = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}
    return plain | reached | imported


def test_file_longer_than_three_hundred_lines_is_two_nouns() -> None:
    every = sources("portal", "accounts", "transfers", "seeds", "tests")
    long = {str(path.relative_to(PROJECT)): len(path.read_text().splitlines()) for path in every}
    assert {name: lines for name, lines in long.items() if lines > LONGEST_FILE} == {}


def test_page_never_acts_or_looks_as_the_portal() -> None:
    pages = ("views", "api", "forms", "templatetags", "admin", "web.py", "urls.py")
    upper = sources("portal", "accounts", *(f"transfers/{page}" for page in pages))
    assert [str(path.relative_to(PROJECT)) for path in upper if names_in(path) & {"PORTAL", "Portal"}] == []


@pytest.mark.parametrize(
    "written",
    ["from transfers.sight.actor import PORTAL", "actor.PORTAL", "by = PORTAL", "from x import PORTAL as nobody"],
)
def test_portal_is_found_however_it_is_written(tmp_path: Path, written: str) -> None:
    page = tmp_path / "page.py"
    page.write_text(written)
    assert "PORTAL" in names_in(page)


def unnamed(patterns: Iterable[URLPattern | URLResolver]) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from unnamed(pattern.url_patterns)
        elif not pattern.name:
            yield str(pattern.pattern)


def test_address_has_a_name() -> None:
    assert list(unnamed([*sign_in_addresses, *urls.urlpatterns])) == []


def test_entry_of_the_bar_and_the_foot_leads_to_a_page() -> None:
    assert {*navigation.EVERYBODY, *navigation.BY_GRANT} == set(context.DESTINATIONS)
    assert all(reverse(view) for _label, view in [*context.DESTINATIONS.values(), *context.FOOT.values()])


def test_template_extends_the_base_or_is_a_part_that_somebody_includes() -> None:
    pages = [*files("portal", "html"), *files("portal", "py"), *files("transfers", "py")]
    words = {path: path.read_text() for path in pages}
    parts = [path for path in TEMPLATES.rglob("*.html") if not words[path].startswith("{% extends ")]
    parts.remove(TEMPLATES / "base.html")
    parts.remove(TEMPLATES / "mail" / "letter.html")  # no page: the HTML of a mail, whole in itself
    whole = [path for path in parts if re.search(r"<html|<main|{% block ", words[path])]
    assert whole == []
    # Django's admin includes its own parts by name; those here stand in their place
    ours = [path for path in parts if path.parent.name != "admin"]
    names = {path: path.relative_to(TEMPLATES).as_posix() for path in ours}
    left = [name for path, name in names.items() if not any(name in said for at, said in words.items() if at != path)]
    assert left == []
