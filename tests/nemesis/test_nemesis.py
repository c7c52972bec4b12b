"""A history at every run; `make audit` plays a thousand, `make nemesis SEED= N=` any."""

import pytest

from tests.nemesis.batch import play


@pytest.mark.processes
def test_history_of_people_sweepers_and_faults_ends_as_it_should() -> None:
    running = play(seed=1, number=1)
    said, _ = running.communicate(timeout=900)
    assert running.returncode == 0, said
