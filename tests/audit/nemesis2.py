"""Histories 251 to 500: people, sweepers and faults at once, judged by a model apart."""

from tests.nemesis.batch import play_batch

SAYS = "histories of seeds 251 to 500"


def run() -> dict[str, object]:
    return play_batch(seed=251, number=250)
