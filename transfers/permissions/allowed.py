"""Whether a check would let something pass: for drawing buttons. What a button does asks the check itself again."""

from collections.abc import Callable
from typing import ParamSpec

from transfers.errors import NotAllowed, NotVisible

P = ParamSpec("P")


def allowed(check: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> bool:
    """Ask a `check_can_…` without being refused."""
    try:
        check(*args, **kwargs)
    except (NotAllowed, NotVisible):
        return False
    return True


def why_not(check: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> str:
    """The sentence that a `check_can_…` refuses with; "" where it lets pass."""
    try:
        check(*args, **kwargs)
    except (NotAllowed, NotVisible) as refusal:
        return str(refusal.message)
    return ""
