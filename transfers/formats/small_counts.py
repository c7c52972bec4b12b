"""Counts shown so that no small group stands out: by kind for numbers within HR, or one by one in whole steps."""

from collections.abc import Mapping

ROUNDED_TO = 5


def in_steps(count: int, floor: int) -> int | None:
    """The last whole step of `floor` that a count that only grows has reached; None before the first."""
    return count // floor * floor or None


def hide_small(counts: Mapping[str, int], *, floor: int) -> dict[str, int | None]:
    """Each count rounded to 5, or None where fewer than `floor` stand behind it.

    Where the hidden ones together are fewer than `floor`, and a total would give them away, the smallest of the
    shown is hidden too. A count of nobody is hidden like any other small one: that nobody is there tells as well.
    """
    hidden = {name for name, count in counts.items() if count < floor}
    while hidden and sum(counts[name] for name in hidden) < floor and len(hidden) < len(counts):
        hidden.add(min(counts.keys() - hidden, key=lambda name: (counts[name], name)))
    return {
        name: None if name in hidden else (count + ROUNDED_TO // 2) // ROUNDED_TO * ROUNDED_TO
        for name, count in counts.items()
    }
