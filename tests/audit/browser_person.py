"""Every page of everybody and of the drafted person, in every state, looked at in a browser."""

from tests.browsing.audit import look_as
from tests.privacy.viewers import Viewer

SAYS = "axe, 320 px, content policy and console on every page of who is signed out, an employee, a peer, the person"


def run() -> dict[str, object]:
    return look_as(Viewer.SIGNED_OUT, Viewer.EMPLOYEE, Viewer.PEER, Viewer.PERSON)
