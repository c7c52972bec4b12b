"""How many people had filed by which day: in steps behind which enough people stand."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from transfers.formats.suppression import rounded


class DayCell(NamedTuple):
    """By the end of a day so many had filed, rounded."""

    until_on: date
    filed: int


def suppress_days(first_filed: Mapping[date, int], floor: int) -> tuple[DayCell, ...]:
    """Days by which `floor` more people had filed for the first time; who came after the last such day counts to it.

    So no line is of fewer, and none of the day of the last filing alone, which may be one person's.
    """
    steps: list[tuple[date, int]] = []
    total = shown = 0
    for day, people in sorted(first_filed.items()):
        total += people
        if total - shown >= floor:
            steps.append((day, total))
            shown = total
    if not steps:
        return ()
    steps[-1] = (steps[-1][0], total)
    return tuple(DayCell(day, rounded(number)) for day, number in steps)
