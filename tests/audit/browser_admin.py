"""Every page of administrators, in every state, and of a company without anything and with much of it."""

from tests.browsing.audit import look_as, look_at_worlds
from tests.privacy.viewers import Viewer

SAYS = "axe, 320 px, content policy and console on every page of admins, of an empty company and of a full one"


def run() -> dict[str, object]:
    admins, worlds = look_as(Viewer.ADMIN), look_at_worlds()
    violations = int(str(admins["violations"])) + int(str(worlds["violations"]))
    return {"admins": admins, "worlds": worlds, "violations": violations}
