"""The assignment that is best in sum, beside which a stable outcome has its price. For simulations alone.

As many people as possible get a role of their list, and among all ways to do that the sum of their ranks is least:
a minimum-weight full matching (Jonker & Volgenant 1987, as SciPy has it). It is neither stable nor safe to tell the
truth to, so it is never an outcome.

SciPy takes half a second and 50 MB to import, which no process of the portal should pay: it is run by
itself.
"""

import io
import sys
from typing import NamedTuple

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from transfers.matching.instance import ROLE_BIT, Instance


class Optimum(NamedTuple):
    """How many people get a role, and the sum of their ranks, counted from 1."""

    placed: int
    rank_sum: int


def solve(instance: Instance) -> Optimum:
    """The best assignment in sum; getting nothing is a column of each person's own, dearer than any role."""
    people, lengths = instance.people, np.diff(instance.starts)
    if not instance.entries.size:
        return Optimum(0, 0)
    person = np.repeat(np.arange(people), lengths)
    rank = np.arange(len(instance.entries)) - np.repeat(instance.starts[:-1], lengths) + 1
    role = instance.entries >> ROLE_BIT
    # a seat more than people ask for changes nothing, and each has a column for everybody who does
    seats = np.minimum(instance.seats, np.bincount(role, minlength=len(instance.seats)))
    first = np.concatenate([[0], np.cumsum(seats)])
    copies = seats[role]
    rows, costs = np.repeat(person, copies), np.repeat(rank, copies)
    nth = np.arange(copies.sum()) - np.repeat(np.cumsum(copies) - copies, copies)
    columns = np.repeat(first[role], copies) + nth
    nothing = int(rank.max()) * people + 1
    cells = (
        np.concatenate([costs, np.full(people, nothing)]),
        (np.concatenate([rows, np.arange(people)]), np.concatenate([columns, first[-1] + np.arange(people)])),
    )
    matrix = coo_array(cells, shape=(people, int(first[-1]) + people)).tocsr()
    taken = matrix[min_weight_full_bipartite_matching(matrix)]
    is_placed = taken < nothing
    return Optimum(int(is_placed.sum()), int(taken[is_placed].sum()))


def main() -> None:
    """Read an instance from standard input, as NumPy saves its three arrays, and print both numbers."""
    read = np.load(io.BytesIO(sys.stdin.buffer.read()))
    found = solve(Instance(read["starts"], read["entries"], read["seats"]))
    sys.stdout.write(f"{found.placed} {found.rank_sum}\n")


if __name__ == "__main__":
    main()
