"""Histories 501 to 750: people, sweepers and faults at once, judged by a model apart."""

from tests.nemesis.batch import play_batch

SAYS = "histories of seeds 501 to 750"


def run() -> dict[str, object]:
    return play_batch(seed=501, number=250)
