"""What axe-core finds wrong with the page that is open, as lines a person can act on."""

from functools import cache
from pathlib import Path

from playwright.sync_api import Page

SCRIPT = Path(__file__).parent / "vendor" / "axe.min.js"
_SUMMARY = """async (rules) => (await axe.run(rules ? {runOnly: rules} : {})).violations.flatMap(rule =>
  rule.nodes.map(node => `${rule.id}: ${node.html.slice(0, 200)} | ${node.failureSummary.slice(0, 300)}`))"""


@cache
def _source() -> str:
    return SCRIPT.read_text()


def _found(page: Page, rules: list[str] | None = None) -> list[str]:
    if not page.evaluate("!!window.axe"):
        page.evaluate(_source())
    found: list[str] = page.evaluate(_SUMMARY, rules)
    return found


def violations(page: Page, rules: tuple[str, ...] = ()) -> list[str]:
    """Every node of every rule, or of these, that is broken; empty is what tests want. The page's own policy stays in
    force."""
    return _found(page, list(rules) or None)


def small_targets(page: Page) -> list[str]:
    """Every control smaller than 24 px with another one nearer than that; axe leaves this rule out by itself."""
    return _found(page, ["target-size"])


def is_wider_than_its_window(page: Page) -> bool:
    """Whether the page scrolls sideways: at 320 px none may."""
    wider: bool = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return wider
