"""The files that pages ask for are joined of the parts they name, in layers, and miss none of ours."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import override_settings

from portal.joined_files import ADMIN_LAST, JOINED, PAGES, JoinedFiles, join

PORTAL = Path(__file__).parents[2] / "portal"
SHEETS = sorted((PORTAL / "static" / "portal" / "css").glob("*.css"))


def test_every_sheet_of_ours_is_a_part_of_a_joined_one() -> None:
    parts = {part.path for joined in (PAGES, ADMIN_LAST) for part in joined}
    assert {f"portal/css/{sheet.name}" for sheet in SHEETS} <= parts


def test_sheet_of_pages_has_its_layers_in_the_order_in_which_they_win() -> None:
    text = join(PAGES)
    assert text.startswith("@layer vendor, tokens, theme, components, pictures, devices;\n")
    assert re.findall(r"^@layer (\w+) \{$", text, flags=re.MULTILINE) == [
        "vendor", "tokens", "theme", "components", "pictures", "devices",
    ]  # fmt: skip


@pytest.mark.parametrize("name", JOINED)
def test_joined_file_holds_every_rule_of_its_parts_and_no_comment(name: str, tmp_path: Path) -> None:
    with override_settings(JOINED_ROOT=tmp_path):
        text = Path(JoinedFiles().find(name)).read_text()
    for part in JOINED[name]:
        source = Path(str(finders.find(part.path))).read_text()
        if name.endswith(".css"):
            assert "/*" not in text
            assert "@import" not in text
            source = re.sub(r"/\*.*?\*/|@import[^;]*;", "", source, flags=re.DOTALL)
        assert re.sub(r"\s", "", source) in re.sub(r"\s", "", text)


def test_joined_file_is_written_again_only_when_a_part_changed(tmp_path: Path) -> None:
    """Its time stands for its content: `manage.py prepare` collects again what is newer."""
    with override_settings(JOINED_ROOT=tmp_path):
        finder = JoinedFiles()
        first = Path(finder.find("portal/pages.css"))
        written = first.stat().st_mtime_ns
        assert Path(finder.find("portal/pages.css")).stat().st_mtime_ns == written
        first.write_text("an older version")
        assert Path(finder.find("portal/pages.css")).read_text() == join(PAGES)


def test_finder_knows_no_other_file_and_lists_its_own(tmp_path: Path) -> None:
    with override_settings(JOINED_ROOT=tmp_path):
        assert JoinedFiles().find("portal/css/theme.css") == []
        assert {path for path, _ in JoinedFiles().list([])} == set(JOINED)
    assert finders.find("portal/nothing.css") is None


@pytest.mark.parametrize("page", sorted((PORTAL / "templates").rglob("*.html")), ids=lambda path: path.name)
def test_page_asks_for_one_sheet_and_no_part_of_it(page: Path) -> None:
    asked = re.findall(r"\{% static ['\"]([^'\"]+\.(?:css|js))['\"]", page.read_text())
    parts = {part.path for parts in JOINED.values() for part in parts}
    assert not parts & set(asked)
