"""A few histories at every run; `make audit` plays a thousand, `make nemesis SEED= N=` any."""

import pytest

from tests.nemesis.batch import play

# Each takes five to ten seconds on two cores, and the servers another ten.
HISTORIES = 2


@pytest.mark.processes
def test_history_of_people_sweepers_and_faults_ends_as_it_should() -> None:
    running = play(seed=1, number=HISTORIES)
    said, _ = running.communicate(timeout=900)
    assert running.returncode == 0, said
