"""What is wrong with one page, everything that a browser can tell by itself."""

from tests.browsing.drawn import Drawn
from tests.browsing.looks import ALL_LOOKS, Look, broken_rules, sideways
from tests.browsing.window import Window


def faults_of(window: Window, drawn: Drawn, looks: tuple[Look, ...] = ALL_LOOKS) -> list[str]:
    """By axe in both themes; sideways; against the page's own policy; in the console."""
    page = window.show(drawn)
    too_wide = sideways(page, looks)
    # before axe is at work, which tries to put sheets of its own into the page
    refused = [*window.breaches(), *window.complaints]
    return [*too_wide, *refused, *broken_rules(page, looks)]
