"""Histories 751 to 1,000: people, sweepers and faults at once, judged by a model apart."""

from tests.nemesis.batch import play_batch

SAYS = "histories of seeds 751 to 1000"


def run() -> dict[str, object]:
    return play_batch(seed=751, number=250)
