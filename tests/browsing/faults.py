"""What is wrong with one page, everything that a browser can tell by itself."""

from tests.browsing.drawn import Drawn
from tests.browsing.window import Window
from tests.functional.axe import is_wider_than_its_window, violations

WIDE, NARROW = 1280, 320
# Each theme at each width, and the two of them that between them have both themes and both widths.
ALL_LOOKS = ((WIDE, "light"), (WIDE, "dark"), (NARROW, "dark"), (NARROW, "light"))
TWO_LOOKS = ((WIDE, "light"), (NARROW, "dark"))


def faults_of(window: Window, drawn: Drawn, looks: tuple[tuple[int, str], ...] = ALL_LOOKS) -> list[str]:
    """By axe in both themes; sideways; against the page's own policy; in the console.

    The theme is the browser's setting and changes while the page is open, as a person's device changes it at dusk.
    """
    page = window.show(drawn)
    faults = []
    for width, scheme in looks:
        window.turn(width, scheme)
        faults += [f"scrolls sideways at {width}, {scheme}"] * is_wider_than_its_window(page)
    # before axe is at work, which tries to put sheets of its own into the page
    faults += [*window.breaches(), *window.complaints]
    for width, scheme in looks:
        window.turn(width, scheme)
        faults += [f"{scheme} at {width}: {each}" for each in violations(page)]
    return faults
