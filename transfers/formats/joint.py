"""Whether two tables about the same people, one by unit and one by level, give nobody away together.

Rows are groups of people whose counts are known from the first table, columns from the second. Where in a row and a
column people stand is known to everybody; which of them chose it is not. What a reader can work out about any of
them are the bounds that all row and column totals leave (Hundepool et al., Statistical Disclosure Control, chapter
4.4: the attacker's feasibility interval). They are found exactly, in whole numbers: what is true is one solution, and
every other one is reached from it by exchanges round a cycle that leave all totals as they are (Gusfield 1988).
"""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

Matrix = Sequence[Sequence[int]]
Part = tuple[int, tuple[int, ...]]  # the number of a row (or column), and how many of its people in each crossing


@dataclass(frozen=True, slots=True)
class Cross:
    """`people` and how many of them chose it (`having`) by row and column; both may be known in sum only.

    `within` are groups inside one row, people by column; `across` groups inside one column, people by row.
    """

    people: Matrix
    having: Matrix
    within: Sequence[Part] = ()
    across: Sequence[Part] = ()


def is_protected(cross: Cross, floor: int) -> bool:
    """Whether `floor` people (or all, of fewer) in every group may have chosen it for all that is known, and may not.

    Every crossing of a row and a column counts as a group, so that nothing follows for any part of it either.
    """
    others = [
        [all_ - some for all_, some in zip(*lines, strict=True)]
        for lines in zip(cross.people, cross.having, strict=True)
    ]
    for having in (cross.having, others):
        turned = _turned(cross.people), _turned(having)
        for row, part in (*cross.within, *_crossings(cross.people)):
            if not _may_hold(cross.people, having, row, part, min(floor, sum(part))):
                return False
        for column, part in cross.across:
            if not _may_hold(*turned, column, part, min(floor, sum(part))):
                return False
    return True


def _crossings(people: Matrix) -> Iterator[Part]:
    for row, line in enumerate(people):
        for column, number in enumerate(line):
            yield row, tuple(number if each == column else 0 for each in range(len(line)))


def _turned(matrix: Matrix) -> Matrix:
    return [list(line) for line in zip(*matrix, strict=True)]


def _may_hold(people: Matrix, having: Matrix, row: int, part: Sequence[int], goal: int) -> bool:
    """Whether `goal` people of a part of one row may be among those who have it."""
    inside = [min(some, all_) for some, all_ in zip(having[row], part, strict=True)]
    outside = [all_ - some for all_, some in zip(having[row], inside, strict=True)]
    # as many outside the part as it leaves room for; what is moved in below comes from these
    rest = {number: list(line) for number, line in enumerate(having) if number != row}
    while sum(inside) < goal:
        path = _exchange(people, rest, part, inside, outside)
        if path is None:
            return False
        first, steps = path
        inside[first] += 1
        column = first
        for over, to in steps:
            rest[over][column] -= 1
            rest[over][to] += 1
            column = to
        outside[column] -= 1
    return True


def _exchange(
    people: Matrix,
    rest: dict[int, list[int]],
    part: Sequence[int],
    inside: Sequence[int],
    outside: Sequence[int],
) -> tuple[int, list[tuple[int, int]]] | None:
    """One more inside the part: the column it enters by, and over which rows it is passed on to the column where one
    leaves the outside. None where there is no such way."""
    entered = [column for column, room in enumerate(part) if inside[column] < room]
    came: dict[int, tuple[int, int] | None] = dict.fromkeys(entered)
    queue = deque(entered)
    while queue:
        column = queue.popleft()
        if outside[column]:
            return _way_back(came, column)
        for over, line in rest.items():
            if not line[column]:
                continue
            for to, taken in enumerate(line):
                if to not in came and taken < people[over][to]:
                    came[to] = (column, over)
                    queue.append(to)
    return None


def _way_back(came: dict[int, tuple[int, int] | None], column: int) -> tuple[int, list[tuple[int, int]]]:
    steps: list[tuple[int, int]] = []
    while (step := came[column]) is not None:
        before, over = step
        steps.append((over, column))
        column = before
    return column, steps[::-1]
