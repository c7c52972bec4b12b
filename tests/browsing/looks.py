"""How a page is looked at: as wide as what device, in which theme, and what shows then."""

from typing import NamedTuple

from playwright.sync_api import Page

from tests.functional.axe import is_wider_than_its_window, violations

WIDE, NARROW = 1280, 320


class Look(NamedTuple):
    """A width in CSS pixels, a theme, and the rules of axe that are held there; without any, all are."""

    width: int
    scheme: str
    rules: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.scheme} at {self.width}"


# Each theme at each width, and the two of them that between them have both themes and both widths: what a theme
# changes is its colours.
ALL_LOOKS = (Look(WIDE, "light"), Look(WIDE, "dark"), Look(NARROW, "dark"), Look(NARROW, "light"))
TWO_LOOKS = (Look(WIDE, "light"), Look(NARROW, "dark", ("color-contrast",)))


def turn(page: Page, width: int, scheme: str) -> None:
    """The window as wide, and the device's theme: it changes while a page is open, as a device changes it at dusk."""
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": width, "height": 900})


def sideways(page: Page, looks: tuple[Look, ...]) -> list[str]:
    """The looks in which the page is wider than its window."""
    found = []
    for look in looks:
        turn(page, look.width, look.scheme)
        found += [f"{look}: scrolls sideways"] * is_wider_than_its_window(page)
    return found


def broken_rules(page: Page, looks: tuple[Look, ...]) -> list[str]:
    """What axe finds, with the look it was found in. It tries to put sheets of its own into the page."""
    found = []
    for look in looks:
        turn(page, look.width, look.scheme)
        found += [f"{look}: {each}" for each in violations(page, look.rules)]
    return found


def faults_in_both_looks(page: Page) -> list[str]:
    """What is wrong with the page that is open, wide and light and then narrow and dark."""
    return [*sideways(page, TWO_LOOKS), *broken_rules(page, TWO_LOOKS)]


def faults_in_all_looks(page: Page) -> list[str]:
    """The same by every rule in each theme at each width: what is folded or scrolls differs between them."""
    return [*sideways(page, ALL_LOOKS), *broken_rules(page, ALL_LOOKS)]
