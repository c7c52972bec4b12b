"""A reason that somebody reads about themselves."""

from django.utils.translation import gettext as _

from transfers.errors import Invalid

LONGEST_REASON = 200


def take_reason(reason: str, *, field: str = "because") -> str:
    """The reason without blanks around it. Raises Invalid at `field` where there is none, or too much of it."""
    reason = reason.strip()
    if not reason:
        raise Invalid(_("Give the reason: whoever it concerns reads it."), field=field)
    if len(reason) > LONGEST_REASON:
        raise Invalid(_("Keep the reason to %(most)d characters.") % {"most": LONGEST_REASON}, field=field)
    return reason
