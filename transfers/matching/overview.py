"""Every refusal of a run at once: why each line of every list was not given, as `refusals` says it of one."""

from enum import IntEnum

import numpy as np

from transfers.matching.instance import NOBODY, ROLE_BIT, Criterion, Instance, Ints


class Answer(IntEnum):
    """What became of one line."""

    GOT = 0
    GOT_PREFERRED = 1
    NO_SEAT = 2
    LEFT = 3
    TIER = 4
    RATING = 5
    FIT = 6
    LOTTERY = 7


_BY = {
    Criterion.TIER: Answer.TIER,
    Criterion.RATING: Answer.RATING,
    Criterion.FIT: Answer.FIT,
    Criterion.LOTTERY: Answer.LOTTERY,
}


def answer_all(instance: Instance, given: Ints, *, left: Ints | None = None) -> Ints:
    """An `Answer` for each line, in the order of the lines; `given` as `clear` returns it."""
    starts, entries, seats = instance
    role, place = entries >> ROLE_BIT, np.arange(len(entries))
    owner = np.repeat(np.arange(instance.people), np.diff(starts))
    is_got = role == given[owner]
    got_at = starts[1:].copy()  # who got nothing got nothing they prefer
    got_at[owner[is_got]] = place[is_got]
    worst = np.full(len(seats), NOBODY)
    np.maximum.at(worst, role[is_got], entries[is_got])
    differs = entries ^ worst[role]
    answers = np.full(len(entries), int(Answer.LOTTERY))
    for criterion in sorted(_BY):  # the highest bit in which two lines differ decided between them
        answers[differs >> criterion > 0] = _BY[criterion]
    answers[seats[role] == 0] = Answer.NO_SEAT
    answers[place > got_at[owner]] = Answer.GOT_PREFERRED
    answers[is_got] = Answer.GOT
    if left is not None:
        answers[np.isin(owner, left)] = Answer.LEFT
    return answers
