"""28,000 messages go out while the broker loses everything every 30 seconds: each comes, and comes once."""

import json
import subprocess
import sys

from portal.embedded.place import PROJECT
from tests.bench.table import say
from tests.nemesis.batch import environment

SAYS = "28,000 messages in ten minutes, the broker emptied every 30 seconds"


def run() -> dict[str, object]:
    argv = [sys.executable, "-m", "tests.nemesis.flushes"]
    done = subprocess.run(argv, cwd=PROJECT, env=environment(), capture_output=True, text=True, check=False)
    if not done.stdout.startswith("{"):
        say(done.stdout[-2000:] + done.stderr[-2000:])
        return {"violations": 1}
    told: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return {**told, "violations": done.returncode}
