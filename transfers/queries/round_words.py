"""Why somebody did not get a role in a round, and what would have changed it, in one sentence each."""

from collections.abc import Iterable

from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from transfers.matching.instance import Criterion
from transfers.matching.overview import Answer
from transfers.matching.refusals import Change, Refusal, Why
from transfers.models import Round
from transfers.models.round import LAPSED
from transfers.queries.own_rounds import Got, OwnLine
from transfers.queries.round_inputs import LeftOut

_WHY: dict[Why, Promise] = {
    Why.LEFT: gettext_lazy("You left the round, so your list counted as empty."),
    Why.NOT_RANKED: gettext_lazy("You did not rank this role, and nothing was ranked for you."),
    Why.NO_SEAT: gettext_lazy("The role had no seat to give in this round."),
    Why.GOT_PREFERRED: gettext_lazy("You got a role that you ranked higher."),
}
# what the last seat went by; nobody else's values are told
# where few got the role, the first two would tell which of them had priority, which tells what they filed
_OF_FEW = gettext_lazy("The last seat went to somebody who comes before you by priority or by the manager’s rating.")
_LAST_SEAT: dict[Criterion, Promise] = {
    Criterion.TIER: gettext_lazy("The last seat went to somebody with priority over yours."),
    Criterion.RATING: gettext_lazy(
        "The last seat went by the sealed rating that the hiring manager gave against the role’s published criteria."
    ),
    Criterion.FIT: gettext_lazy("Priority and rating being equal, the last seat went by fit."),
    Criterion.LOTTERY: gettext_lazy("Priority, rating and fit being equal, the last seat went by the lottery."),
}
_GOT: dict[Got, Promise] = {
    Got.OFFERED: gettext_lazy("This role was offered to you."),
    Got.AFTER_ANOTHER: gettext_lazy("It became free after you had accepted another role of this round."),
    Got.WAITS: gettext_lazy("Nobody comes before you for it by now. It is offered to you once a seat of it is free."),
}
_WAITED = gettext_lazy("Nobody came before you for it in the end, but no seat of it came free in time.")
# by what people missed a role, for who reads of many
REASON_WORDS: dict[Answer, Promise] = {
    Answer.TIER: gettext_lazy("by priority"),
    Answer.RATING: gettext_lazy("by the manager’s rating"),
    Answer.FIT: gettext_lazy("by fit"),
    Answer.LOTTERY: gettext_lazy("by the lottery"),
    Answer.NO_SEAT: gettext_lazy("it had no seat"),
    Answer.LEFT: gettext_lazy("they left the round"),
}
_LEFT_OUT: dict[LeftOut, Promise] = {
    LeftOut.NOT_ELIGIBLE: gettext_lazy(
        "You did not qualify for it when the round was frozen. The role’s page says why."
    ),
    LeftOut.IN_CLEARANCE: gettext_lazy(
        "In its first working days this role is open only to people with priority placement."
    ),
    LeftOut.OFFERED: gettext_lazy("You held an offer for it already, so you took part for the other roles."),
    LeftOut.EXCLUDED: gettext_lazy("You excluded its hiring manager from seeing you."),
}


# how much of each would tell where another person stands
_CHANGES_OF_FEW: dict[str, Promise] = {
    "seats": gettext_lazy("more seats at this role"),
    "lottery": gettext_lazy("an earlier place in the lottery"),
    "fit": gettext_lazy("a better fit"),
    "tier": gettext_lazy("priority placement or a higher rating"),
    "rating": gettext_lazy("priority placement or a higher rating"),
    "ranked_first": gettext_lazy("this role in the first place of your list"),
}


def say_line(line: OwnLine, *, is_over: bool) -> str:
    """What came of one role for one person; `is_over`: no seat of the round is offered to who comes next any more."""
    if line.got is Got.WAITS and is_over:
        return str(_WAITED)
    if line.got is not None:
        return str(_GOT[line.got])
    if line.left_out is not None:
        return str(_LEFT_OUT[line.left_out])
    return _say_why(line.refusal, is_few=line.is_few) if line.refusal is not None else ""


def _say_why(refusal: Refusal, *, is_few: bool) -> str:
    if is_few and refusal.criterion in (Criterion.TIER, Criterion.RATING):
        return str(_OF_FEW)
    if refusal.criterion is not None:
        return str(_LAST_SEAT[refusal.criterion])
    return str(_WHY[refusal.why])


def say_discarded(of: Round) -> str:
    """Why a round was discarded."""
    if of.discarded_because == LAPSED:
        return _("It was not published within 72 hours of the freeze.")
    return of.discarded_because


def say_changes(changes: Iterable[Change], *, is_few: bool) -> list[str]:
    """What alone, all else the same, would have been enough; each was tried in a run."""
    if not is_few:
        return [_say_change(change) for change in changes]
    return list(dict.fromkeys(str(_CHANGES_OF_FEW[change.kind]) for change in changes))


def _say_change(change: Change) -> str:
    number = change.value
    if change.kind == "seats":
        words = ngettext("%(n)d seat more at this role", "%(n)d seats more at this role", number)
        return words % {"n": number}
    if change.kind == "lottery":
        words = ngettext("%(n)d place earlier in the lottery", "%(n)d places earlier in the lottery", number)
        return words % {"n": number}
    if change.kind == "fit":
        return _("a fit of %(n)s of 100 points") % {"n": formats.number_format(number / 100, decimal_pos=1)}
    return {
        "tier": _("priority placement"),
        "rating": _("a higher rating"),
        "ranked_first": _("this role in the first place of your list"),
    }[change.kind]
