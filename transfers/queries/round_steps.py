"""What a round waits for, in one sentence for those who hold it."""

from django.utils.translation import gettext as _

from transfers.models import Round
from transfers.queries.days import day_in_words, minute_in_words
from transfers.states import RoundStatus


def say_next_step(of: Round) -> str:
    """Whose turn it is; empty once it was discarded."""
    match RoundStatus(of.status):
        case RoundStatus.PREPARING:
            return _say_preparing(of)
        case RoundStatus.FROZEN:
            return _("%(name)s approves the inputs, or it is discarded, by %(by)s.") % {
                "name": of.approver,
                "by": _until(of),
            }
        case RoundStatus.APPROVED:
            return _say_approved(of)
        case RoundStatus.RUN if of.publish_asked_at is None:
            return _("It was run. An HR partner publishes it or discards it, by %(by)s.") % {"by": _until(of)}
        case RoundStatus.RUN:
            return _("The offers are being made, all at once. Open this page again in a moment.")
        case RoundStatus.PUBLISHED:
            return _("Whoever has an offer accepts or declines it.")
        case RoundStatus.DISCARDED:
            return ""


def _until(of: Round) -> str:
    return (
        f"{day_in_words(of.frozen_until_at)}, {minute_in_words(of.frozen_until_at)} UTC"
        if of.frozen_until_at is not None
        else ""
    )


def _say_preparing(of: Round) -> str:
    if of.preparer_commitment and of.approver_commitment:
        return _("Both secrets are written down. %(name)s freezes it.") % {"name": of.preparing_by}
    return _say_missing(
        _("%(name)s still writes down a secret, then it can be frozen."),
        _("%(name)s and %(other)s each write down a secret, then it can be frozen."),
        of,
        is_there=(bool(of.preparer_commitment), bool(of.approver_commitment)),
    )


def _say_approved(of: Round) -> str:
    if of.preparer_secret and of.approver_secret:
        return _("It is being run. Open this page again in a moment.")
    return _say_missing(
        _("%(name)s still reveals their secret, then it runs by itself."),
        _("%(name)s and %(other)s each reveal their secret, then it runs by itself."),
        of,
        is_there=(bool(of.preparer_secret), bool(of.approver_secret)),
    )


def _say_missing(one: str, two: str, of: Round, *, is_there: tuple[bool, bool]) -> str:
    people = (of.preparing_by, of.approver)
    missing = [person for person, has in zip(people, is_there, strict=True) if not has]
    if len(missing) == 1:
        return one % {"name": missing[0]}
    return two % {"name": missing[0], "other": missing[1]}
