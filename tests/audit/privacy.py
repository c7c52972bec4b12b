"""Every route and verb by every method, for every viewer and every state: the table of who sees what, walked."""

from collections import Counter

from tests.bench.table import say
from tests.privacy.lives import STATES, lives_of
from tests.privacy.routes import get_routes
from tests.privacy.rows import METHODS
from tests.privacy.scene import Scene
from tests.privacy.stage import stage
from tests.privacy.table import TABLE
from tests.privacy.viewers import Viewer
from tests.privacy.walk import walk

SAYS = "the table of who sees what: routes × methods × viewers × states, and each 404 against one of nothing"


def run() -> dict[str, object]:
    """Every answer's status, and each that hides something compared byte by byte. A token for programs is a viewer
    of the design too; the portal gives none yet, so none is tried."""
    routes = get_routes()
    tried: Counter[str] = Counter()
    wrong: list[str] = []
    compared = 0
    with stage():
        scene = Scene()
        lives = list(lives_of(scene))
        table = [(route, TABLE[name]) for name, route in routes.items()]
        for viewer in Viewer:
            walked = walk(scene, table, lives, viewer, METHODS)
            tried += walked.tried
            wrong += walked.wrong
            compared += walked.compared
            say(f"      {viewer}: {walked.tried.total()} requests, {len(walked.wrong)} not as the table says")
    return {
        "routes and verbs": len(routes),
        "covered": sum(name in tried for name in routes),
        "methods": len(METHODS),
        "viewers": len(Viewer),
        "states": len(STATES),
        "requests": tried.total(),
        "compared with nothing": compared,
        "wrong": wrong[:50],
        "violations": len(wrong) + sum(name not in tried for name in routes),
    }
