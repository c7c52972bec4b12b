"""Every form as it is drawn, refused in every way there is, and taken, looked at in a browser."""

from tests.browsing.audit import look_at_forms
from tests.hostile.examples import PLACES

SAYS = "axe, 320 px, content policy and console on every form: drawn, sent empty, each bad input refused, taken"


def run() -> dict[str, object]:
    return look_at_forms(PLACES)
