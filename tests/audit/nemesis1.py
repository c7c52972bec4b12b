"""Histories 1 to 250: people, sweepers and faults at once, judged by a model apart."""

from tests.nemesis.batch import play_batch

SAYS = "histories of seeds 1 to 250"


def run() -> dict[str, object]:
    return play_batch(seed=1, number=250)
