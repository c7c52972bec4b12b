"""Many histories in a process of their own, counted for the audit."""

import os
import re
import subprocess
import sys

from portal.embedded.place import PROJECT
from tests.bench.table import say

_HISTORY = re.compile(r"seed (\d+): ([\d.]+) s, (\d+) done, (\d+) refused, (\d+) unknown, (\d+) mails; (.*)")
_ANSWERED = re.compile(r"(\w+) (\d+) of \d+")
_COUNTED = ("done", "refused", "unknown", "mails")
# What people and administrators ask for; in hundreds of histories each is answered yes at some time.
KINDS = (
    *("accept", "announce", "cancel", "decline", "file", "offer", "return", "undo", "withdraw"),
    *("close", "end", "import", "leave", "round"),
)
# The servers, the portal's settings and its database are the histories' own.
_NOT_INHERITED = {"DATABASE_URL", "REDIS_URL", "EMAIL_URL", "PYTEST_XDIST_WORKER", "VAR_DIR", "LOG_LEVEL"}


def environment() -> dict[str, str]:
    """What a process with servers of its own inherits."""
    return {name: value for name, value in os.environ.items() if name not in _NOT_INHERITED}


def play(*, seed: int, number: int) -> "subprocess.Popen[str]":
    """Start so many histories; each ends in one line."""
    argv = [sys.executable, "-m", "tests.nemesis", "--seed", str(seed), "--n", str(number), "--keep-going"]
    return subprocess.Popen(
        argv, cwd=PROJECT, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def play_batch(*, seed: int, number: int) -> dict[str, object]:
    """Play them all and count what people did, what was broken, and which seeds failed."""
    totals, faults, failed, played = dict.fromkeys(_COUNTED, 0), 0, [], 0
    running = play(seed=seed, number=number)
    assert running.stdout is not None
    last, answered = 0, dict[str, int]()
    for line in running.stdout:
        history = _HISTORY.match(line)
        if history is None:
            if line.startswith("answered yes: "):
                answered = {kind: int(count) for kind, count in _ANSWERED.findall(line)}
            say(f"      {line.rstrip()}")
            if line.startswith("  the trace"):
                failed.append(last)
            continue
        played, last = played + 1, int(history[1])
        for name, value in zip(_COUNTED, history.groups()[2:6], strict=True):
            totals[name] += int(value)
        faults += 0 if history[7] == "no fault" else history[7].count(",") + 1
        if played % 25 == 0:
            say(f"      {played} played, {len(failed)} with violations")
    running.wait()
    never = [kind for kind in KINDS if not answered.get(kind)]
    return {
        "seeds": [seed, seed + number - 1],
        "histories": played,
        **totals,
        "faults": faults,
        "failed": failed,
        "answered yes": answered,
        "never answered yes": never,
        "violations": len(failed) + len(never) + (number - played),
    }
