"""The whole demo: its stage, then what people did on it. Everything or nothing, once."""

from django.db import transaction

from seeds import cast
from seeds.opening import Say, set_stage
from transfers.actions.demo import begin_demo, end_demo, telling_inboxes_only
from transfers.clock import database_clock


@transaction.atomic
def load_demo(size: str, say: Say) -> None:
    """Load the demo company into an empty database; the actions join one transaction, so a failure leaves nothing.

    Raises NotAllowed where people stand already.
    """
    begin_demo(size)
    now = database_clock().replace(minute=0, second=0, microsecond=0)
    with telling_inboxes_only():
        set_stage(size, now, say)
    end_demo()


def describe_cast() -> str:
    """Whom to sign in as, for a terminal."""
    lines = [f"  {member.sign_in_name:<8} {member.story}" for member in cast.CAST]
    return "\n".join(["  Sign in with one click as one of these, or by name with the password", *lines]).replace(
        "the password", f"the password {cast.PASSWORD}:", 1
    )
