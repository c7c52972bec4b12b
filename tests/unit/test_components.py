"""Every component says what it takes, and no template carries what the content security policy refuses."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted(
    path
    for folder in ("portal", "transfers", "accounts", "seeds")
    for path in (ROOT / folder).rglob("templates/**/*.html")
)
COMPONENTS = sorted((ROOT / "portal" / "templates" / "components").glob("*.html"))
SPRITE = (ROOT / "portal" / "static" / "portal" / "img" / "icons.svg").read_text()


def names(paths: list[Path]) -> list[str]:
    return [str(path.relative_to(ROOT)) for path in paths]


def comment_of(component: Path) -> str:
    found = re.match(r"\{% comment %\}\n(.*?)\n\{% endcomment %\}", component.read_text(), re.DOTALL)
    return found.group(1) if found else ""


@pytest.mark.parametrize("component", COMPONENTS, ids=names(COMPONENTS))
def test_component_states_its_arguments_at_its_top_and_in_the_list(component: Path) -> None:
    comment = comment_of(component)
    assert "Arguments:" in comment
    assert f"## {component.stem}\n\n{comment}\n" in (component.parent / "README.md").read_text()


@pytest.mark.parametrize("template", TEMPLATES, ids=names(TEMPLATES))
def test_template_holds_no_inline_script_style_or_handler(template: Path) -> None:
    text = template.read_text()
    assert not re.search(r"<style|\sstyle\s*=|\son[a-z]+\s*=|javascript:|\shx-on|\shx-vals=.js:", text)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", text))


@pytest.mark.parametrize("template", TEMPLATES, ids=names(TEMPLATES))
def test_template_asks_no_other_host(template: Path) -> None:
    assert not re.search(r"(?:src|href|action)=[\"'](?:https?:)?//", template.read_text())


@pytest.mark.parametrize("template", TEMPLATES, ids=names(TEMPLATES))
def test_template_uses_only_icons_of_the_sprite(template: Path) -> None:
    drawn = re.sub(r"\{% comment %\}.*?\{% endcomment %\}", "", template.read_text(), flags=re.DOTALL)
    for name in re.findall(r"\{% icon [\"']([a-z0-9-]+)[\"']", drawn):
        assert f'id="{name}"' in SPRITE


@pytest.mark.parametrize("template", TEMPLATES, ids=names(TEMPLATES))
def test_each_table_says_what_it_lists(template: Path) -> None:
    """By a caption, or by the heading or label of its own: a region around it names the region alone."""
    for table in re.findall(r"<table\b.*?</table>", template.read_text(), re.DOTALL):
        assert re.search(r"<caption[ >]|^<table[^>]* aria-label(?:ledby)?=", table), table[:100]


def test_sprite_holds_no_script_and_no_style() -> None:
    assert not re.search(r"<script|<style|\son[a-z]+=|style=", SPRITE)


@pytest.mark.parametrize("template", TEMPLATES, ids=names(TEMPLATES))
def test_form_with_fields_leaves_its_errors_to_the_page(template: Path) -> None:
    """A browser's own bubble is in its own language, goes away by itself and names one field."""
    assert all(" novalidate>" in form for form in forms_with_fields(template))


@pytest.mark.parametrize("template", TEMPLATES, ids=names(TEMPLATES))
def test_form_with_fields_names_its_address(template: Path) -> None:
    """Else it is sent to the address in the bar with its #part, and the focus goes there, not to the errors."""
    assert all(" action=" in form for form in forms_with_fields(template))


def forms_with_fields(template: Path) -> list[str]:
    """The opening tag of each form that is posted and holds a field with a label and errors."""
    forms = re.findall(r"(<form\b[^>]*>)(.*?)</form>", template.read_text(), flags=re.DOTALL)
    return [tag for tag, body in forms if 'method="post"' in tag and re.search(r"/(?:field|radios)\.html", body)]
