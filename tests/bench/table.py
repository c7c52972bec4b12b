"""How figures are taken and printed: medians, each beside a reference measured in the same run."""

import statistics
import sys
import time
from collections.abc import Callable, Sequence
from typing import NamedTuple


class Figure(NamedTuple):
    """One measured thing and what it is divided by; both in seconds."""

    what: str
    seconds: float
    reference: str
    reference_seconds: float


def median_seconds(work: Callable[[], object], *, times: int = 15) -> float:
    """Return the median duration of `work`, after one run that does not count."""
    work()
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def print_table(title: str, figures: Sequence[Figure]) -> None:
    """Print one line a figure: milliseconds, ratio, and what the ratio is to."""
    sys.stdout.write(f"\n{title}\n{'what':<58}{'ms':>10}{'ratio':>9}  reference\n")
    for figure in figures:
        ratio = figure.seconds / figure.reference_seconds
        sys.stdout.write(
            f"{figure.what:<58}{figure.seconds * 1000:>10.2f}{ratio:>8.1f}x  "
            f"{figure.reference} ({figure.reference_seconds * 1000:.2f} ms)\n"
        )
