"""A part of the audit that looks at pages: some viewers in every state, or every form.

The browser starts before the database is opened: its loop, which runs in this thread, decides which connection
Django gives out.
"""

from collections.abc import Iterable

from tests.bench.table import say
from tests.browsing import drawn, forms, worlds
from tests.browsing.inspection import Inspection
from tests.browsing.window import Window
from tests.chromium import chromium, find_browser
from tests.hostile.examples import PLACES
from tests.hostile.trials import taken_back
from tests.privacy.lives import STATES, lives_of
from tests.privacy.scene import Scene
from tests.privacy.stage import stage
from tests.privacy.viewers import Viewer


def look_as(*viewers: Viewer) -> dict[str, object]:
    """Every page that the table shows to these viewers, in every state."""
    with chromium(find_browser()) as browser, stage():
        inspection = Inspection(Window(browser), keeps=True)
        scene = Scene()
        lives = list(lives_of(scene))
        for viewer in viewers:
            inspection.look_at(drawn.pages_of(scene, lives, viewer), say)
            say(f"      {viewer}: {len(inspection.looks)} looks, {len(inspection.wrong)} faults")
        return {"viewers": len(viewers), "states": len(STATES), **inspection.figures()}


def look_at_worlds() -> dict[str, object]:
    """A company where nothing happened, one with more than fits a page, and every page of what went wrong."""
    with chromium(find_browser()) as browser, stage():
        inspection = Inspection(Window(browser), keeps=True)
        for world in (worlds.empty, worlds.full):
            with taken_back():
                inspection.look_at(worlds.pages_of(world()), say)
        inspection.look_at(worlds.error_pages(), say)
        return inspection.figures()


def look_at_forms(names: Iterable[str]) -> dict[str, object]:
    """These forms as they are drawn, refused in every way there is, and taken."""
    with chromium(find_browser()) as browser, stage():
        inspection = Inspection(Window(browser), keeps=True)
        for name in names:
            with taken_back():
                inspection.look_at(forms.pages_of(PLACES[name], everything=True), say)
        return {"forms": len(inspection.asked), **inspection.figures()}
