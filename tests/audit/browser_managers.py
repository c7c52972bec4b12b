"""Every page of managers, in every state, looked at in a browser."""

from tests.browsing.audit import look_as
from tests.privacy.viewers import Viewer

SAYS = "axe, 320 px, content policy and console on every page of managers in the chain and outside it"


def run() -> dict[str, object]:
    return look_as(Viewer.CHAIN, Viewer.MANAGER, Viewer.OTHER_MANAGER)
