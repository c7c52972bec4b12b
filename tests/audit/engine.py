"""The engine's properties on a hundred thousand rounds each, beside an oracle that tries everything."""

import os
import re
import subprocess
import sys
from collections.abc import Sequence

from portal.embedded.place import PROJECT
from tests.bench.table import say

SAYS = "100,000 rounds a property: stable, best for everybody, truthful, monotone, the same whatever the row order"
EXAMPLES = 100_000
_FOLDER = "tests/unit/matching"
_PASSED = re.compile(r"(\d+) passed")


def run() -> dict[str, object]:
    return play(["test_deferred_acceptance.py"])


def play(files: Sequence[str]) -> dict[str, object]:
    """The tests themselves, told to try a hundred times as many."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-n", "2", "-q", *(f"{_FOLDER}/{name}" for name in files)],
        cwd=PROJECT,
        env={**os.environ, "ENGINE_EXAMPLES": str(EXAMPLES)},
        capture_output=True,
        text=True,
        check=False,
    )
    passed = _PASSED.search(done.stdout)
    if done.returncode != 0:
        say(done.stdout[-3000:])
    tests = int(passed[1]) if passed is not None else 0
    return {"examples": EXAMPLES, "tests": tests, "violations": (done.returncode != 0) + (not tests)}
