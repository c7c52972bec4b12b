"""A reason that somebody reads about themselves."""

from django.utils.translation import gettext as _

from transfers.errors import Invalid

LONGEST_REASON = 200


def take_reason(because: str) -> str:
    """The reason without blanks around it. Raises Invalid at `because` where there is none, or too much of it."""
    because = because.strip()
    if not because:
        raise Invalid(_("Give the reason: the person reads it."), field="because")
    if len(because) > LONGEST_REASON:
        raise Invalid(_("Keep the reason to %(most)d characters.") % {"most": LONGEST_REASON}, field="because")
    return because
