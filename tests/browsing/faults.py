"""What is wrong with one page, everything that a browser can tell by itself."""

from typing import NamedTuple

from tests.browsing.drawn import Drawn
from tests.browsing.window import Window
from tests.functional.axe import is_wider_than_its_window, violations

WIDE, NARROW = 1280, 320


class Look(NamedTuple):
    """A width in CSS pixels, a theme, and the rules of axe that are held there; without any, all are."""

    width: int
    scheme: str
    rules: tuple[str, ...] = ()


# Each theme at each width, and the two of them that between them have both themes and both widths: what a theme
# changes is its colours.
ALL_LOOKS = (Look(WIDE, "light"), Look(WIDE, "dark"), Look(NARROW, "dark"), Look(NARROW, "light"))
TWO_LOOKS = (Look(WIDE, "light"), Look(NARROW, "dark", ("color-contrast",)))


def faults_of(window: Window, drawn: Drawn, looks: tuple[Look, ...] = ALL_LOOKS) -> list[str]:
    """By axe in both themes; sideways; against the page's own policy; in the console.

    The theme is the browser's setting and changes while the page is open, as a person's device changes it at dusk.
    """
    page = window.show(drawn)
    faults = []
    for width, scheme, _rules in looks:
        window.turn(width, scheme)
        faults += [f"scrolls sideways at {width}, {scheme}"] * is_wider_than_its_window(page)
    # before axe is at work, which tries to put sheets of its own into the page
    faults += [*window.breaches(), *window.complaints]
    for width, scheme, rules in looks:
        window.turn(width, scheme)
        faults += [f"{scheme} at {width}: {each}" for each in violations(page, rules)]
    return faults
