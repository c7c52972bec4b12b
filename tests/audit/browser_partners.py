"""Every page of HR partners, in every state, looked at in a browser."""

from tests.browsing.audit import look_as
from tests.privacy.viewers import Viewer

SAYS = "axe, 320 px, content policy and console on every page of HR partners, the administration's among them"


def run() -> dict[str, object]:
    return look_as(Viewer.PARTNER, Viewer.PARTNER_OUTSIDE, Viewer.OTHER_PARTNER)
