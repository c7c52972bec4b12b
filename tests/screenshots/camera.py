"""One browser that takes pictures of pages."""

import re
from pathlib import Path

from tests.browsing.drawn import Drawn
from tests.browsing.looks import turn
from tests.browsing.window import Window
from tests.chromium import chromium, find_browser

WIDTHS = {"wide": 1280, "narrow": 320}
THEMES = ("light", "dark")
# What a look takes in; a longer page is cut there.
_MOST_HEIGHT = 5_000

Shown = tuple[str, str, str, list[str]]


def take(pages: list[Drawn], folder: Path) -> list[Shown]:
    """Each page in both themes at both widths; what the sheet says of it."""
    with chromium(find_browser()) as browser:
        window = Window(browser)
        return [(page.name, page.viewer, page.state, _pictures(window, page, folder)) for page in pages]


def _pictures(window: Window, drawn: Drawn, folder: Path) -> list[str]:
    page = window.show(drawn)
    about = re.sub(r"[^a-z0-9]+", "-", str(drawn).lower()).strip("-")[:120]
    names = []
    for theme in THEMES:
        for word, width in WIDTHS.items():
            turn(page, width, theme)
            name = f"{about}-{drawn.look[:6]}-{theme}-{word}.png"
            height = min(_MOST_HEIGHT, int(page.evaluate("document.documentElement.scrollHeight")))
            page.screenshot(
                path=folder / name,
                full_page=True,
                clip={"x": 0, "y": 0, "width": width, "height": height},
                animations="disabled",
            )
            names.append(name)
    return names
