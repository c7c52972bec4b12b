"""A process killed at every boundary of every operation, and what it left judged before and after the next one."""

import os
import re
import subprocess
import sys

from portal.embedded.place import PROJECT
from tests.bench.table import say

SAYS = "SIGKILL before and after every statement and commit, and before every word of SMTP"
_LINE = re.compile(r"^(\w+): (\d+) boundaries, (\d+) killed$", re.MULTILINE)


def run() -> dict[str, object]:
    """The tests themselves, told to leave no boundary out; each says how many there were."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-n", "0", "-q", "tests/crash"],
        cwd=PROJECT,
        env={**os.environ, "EVERY_BOUNDARY": "yes"},
        capture_output=True,
        text=True,
        check=False,
    )
    found = {name: (int(boundaries), int(killed)) for name, boundaries, killed in _LINE.findall(done.stdout)}
    missed = sum(boundaries - killed for boundaries, killed in found.values())
    if done.returncode != 0:
        say(done.stdout[-3000:])
    return {
        "boundaries": {name: boundaries for name, (boundaries, _) in found.items()},
        "killed": sum(killed for _, killed in found.values()),
        "missed": missed,
        "violations": missed + (done.returncode != 0) + (not found),
    }
