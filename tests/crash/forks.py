"""A server of forks: Django is loaded once, and each job runs in a child of its own, which may be killed.

`python -m tests.crash.forks` reads jobs and writes what became of them, one JSON object a line. It keeps no
connection, so that each child opens its own, as each process of the portal does.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import django

from tests.processes import PROJECT, environment_of_test

# How PostgreSQL lists the connections of the children.
NAME = "crash"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a job: the boundaries it crossed, whether the kill struck, and what it said."""

    was_killed: bool
    passed: list[str]
    answer: Any
    error: str


class Forks:
    """The server's other end, for a test."""

    def __init__(self, **env: str) -> None:
        self._running = subprocess.Popen(
            [sys.executable, "-m", "tests.crash.forks"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=PROJECT,
            env={**environment_of_test(), "LOG_LEVEL": "ERROR", **env},
            text=True,
        )
        assert self._running.stdout is not None
        assert self._running.stdout.readline() == "ready\n", "the server of forks did not start"

    def run(self, job: str, *, die_at: int | None = None, **arguments: Any) -> Outcome:
        """Do one job in a child, and wait until it has ended, one way or the other."""
        assert self._running.stdin is not None
        assert self._running.stdout is not None
        self._running.stdin.write(json.dumps({"job": job, "die_at": die_at, "arguments": arguments}) + "\n")
        self._running.stdin.flush()
        said = self._running.stdout.readline()
        assert said, "the server of forks has gone"
        return Outcome(**json.loads(said))

    def stop(self) -> None:
        assert self._running.stdin is not None
        self._running.stdin.close()
        self._running.wait(timeout=10)


def serve() -> None:
    """Read jobs until there are no more."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    from django.db import connections

    from tests.crash import jobs

    jobs.warm_up()
    connections.close_all()
    _tell("ready")
    for line in sys.stdin:
        order = json.loads(line)
        with tempfile.NamedTemporaryFile() as said:
            child = os.fork()
            if child == 0:
                _run(jobs.JOBS[order["job"]], order, Path(said.name))
            _, status = os.waitpid(child, 0)
            words = json.loads(said.read() or "{}")
        was_killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
        told = {"was_killed": was_killed, "passed": [], "answer": None, "error": "", **words}
        _tell(json.dumps(told))


def _tell(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _run(job: Any, order: dict[str, Any], said: Path) -> None:
    from django.db import connection

    from tests.crash.boundaries import Boundaries

    told: dict[str, Any] = {}
    try:
        connection.settings_dict["OPTIONS"]["application_name"] = NAME
        boundaries = Boundaries(order["die_at"])
        boundaries.watch()
        told["answer"] = job(**order["arguments"])
        boundaries.cross("the end")
        told["passed"] = boundaries.passed
    except BaseException:
        told["error"] = traceback.format_exc()
    said.write_text(json.dumps(told))
    os._exit(0)


if __name__ == "__main__":
    serve()
