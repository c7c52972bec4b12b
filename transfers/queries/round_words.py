"""Why somebody did not get a role in a round, and what would have changed it, in one sentence each."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from transfers.matching.instance import Criterion
from transfers.matching.overview import Answer
from transfers.matching.refusals import Change, Refusal, Why
from transfers.queries.round_inputs import LeftOut

_WHY: dict[Why, Promise] = {
    Why.LEFT: gettext_lazy("You left the round, so your list counted as empty."),
    Why.NOT_RANKED: gettext_lazy("You did not rank this role, and nothing was ranked for you."),
    Why.NO_SEAT: gettext_lazy("The role had no seat to give in this round."),
    Why.GOT_PREFERRED: gettext_lazy("You got a role that you ranked higher."),
}
# what the last seat went by; nobody else's values are told
_LAST_SEAT: dict[Criterion, Promise] = {
    Criterion.TIER: gettext_lazy("The last seat went to somebody with priority over yours."),
    Criterion.RATING: gettext_lazy(
        "The last seat went by the sealed rating that the hiring manager gave against the role's published criteria."
    ),
    Criterion.FIT: gettext_lazy("Priority and rating being equal, the last seat went by fit."),
    Criterion.LOTTERY: gettext_lazy("Priority, rating and fit being equal, the last seat went by the lottery."),
}
# by what people missed a role, for who reads of many
REASON_WORDS: dict[Answer, Promise] = {
    Answer.TIER: gettext_lazy("by priority"),
    Answer.RATING: gettext_lazy("by the manager's rating"),
    Answer.FIT: gettext_lazy("by fit"),
    Answer.LOTTERY: gettext_lazy("by the lottery"),
    Answer.NO_SEAT: gettext_lazy("it had no seat"),
    Answer.LEFT: gettext_lazy("they left the round"),
}
_LEFT_OUT: dict[LeftOut, Promise] = {
    LeftOut.NOT_ELIGIBLE: gettext_lazy(
        "You did not qualify for it when the round was frozen. The role's page says why."
    ),
    LeftOut.IN_CLEARANCE: gettext_lazy(
        "In its first working days this role is open only to people with priority placement."
    ),
    LeftOut.OFFERED: gettext_lazy("You held an offer for it already, so you took part for the other roles."),
    LeftOut.EXCLUDED: gettext_lazy("You excluded its hiring manager from seeing you."),
}


def say_why(refusal: Refusal) -> str:
    """The one sentence that says why not."""
    if refusal.criterion is not None:
        return str(_LAST_SEAT[refusal.criterion])
    return str(_WHY[refusal.why])


def say_left_out(why: LeftOut) -> str:
    """Why a ranked role fell away before the run."""
    return str(_LEFT_OUT[why])


def say_change(change: Change) -> str:
    """What alone, all else the same, would have been enough; it was tried in a run."""
    number = change.value
    if change.kind == "seats":
        words = ngettext("%(n)d seat more at this role", "%(n)d seats more at this role", number)
        return words % {"n": number}
    if change.kind == "lottery":
        words = ngettext("%(n)d place earlier in the lottery", "%(n)d places earlier in the lottery", number)
        return words % {"n": number}
    if change.kind == "fit":
        return _("a fit of %(n)s of 100 points") % {"n": f"{number / 100:.2f}"}
    return {
        "tier": _("priority placement"),
        "rating": _("a higher rating"),
        "ranked_first": _("this role in the first place of your list"),
    }[change.kind]
