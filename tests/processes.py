"""Real processes for tests: a worker on the test's database, and everything `make run` starts."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

from django.db import connection

from portal.processes import get_processes

PROJECT = Path(__file__).resolve().parent.parent
# Seconds for what another process or a browser does: no promise of the portal's; a busy machine is no fault of it.
PATIENCE = 60.0


def environment_of_test() -> dict[str, str]:
    """What a process needs to work on this test's database and queue."""
    to = connection.settings_dict
    user = f"{quote(str(to['USER']))}:{quote(str(to['PASSWORD']))}"
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DATABASE_URL": f"postgres://{user}@{to['HOST']}:{to['PORT']}/{quote(str(to['NAME']))}",
        "LOG_LEVEL": "INFO",
    }


def wait_until(holds: Callable[[], object], *, within: float = PATIENCE, what: str = "it") -> None:
    """Wait for something another process does; say what did not come."""
    deadline = time.monotonic() + within
    while not holds():
        if time.monotonic() > deadline:
            raise AssertionError(f"{what} did not happen within {within:.0f} s")
        time.sleep(0.05)


class WorkerProcess:
    """A Celery worker of its own: the command of processes.py, on the test's database."""

    def __init__(self, folder: Path, *argv: str, env: Mapping[str, str] | None = None) -> None:
        self.folder = folder
        self.log = folder / "worker.log"
        self.ready_file = folder / "worker.ready"
        self.env = {
            **environment_of_test(),
            "VAR_DIR": str(folder),
            "READY_FILE": str(self.ready_file),
            **(env or {}),
        }
        self.argv = argv
        self.running: subprocess.Popen[bytes] | None = None

    def start(self) -> "WorkerProcess":
        """Start it and wait until it takes work."""
        self.ready_file.unlink(missing_ok=True)
        command = [sys.executable, "-m", "celery", "-A", "portal", "worker", "--loglevel", "INFO"]
        with self.log.open("ab") as output:
            self.running = subprocess.Popen(
                [*command, "--concurrency", "2", "--without-gossip", "--without-mingle", *self.argv],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                cwd=PROJECT,
                env=self.env,
                start_new_session=True,
            )
        try:
            wait_until(self.ready_file.exists, what="the worker's start")
        except AssertionError as late:
            self.kill()
            raise AssertionError(f"{late}. Its log:\n{self.log.read_text()[-3000:]}") from None
        return self

    @property
    def pid(self) -> int:
        assert self.running is not None
        return self.running.pid

    def pool_pids(self) -> list[int]:
        """The children that do the work."""
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children")
        return [int(pid) for pid in children.read_text().split()]

    def kill(self) -> None:
        """SIGKILL to the worker and its pool at once, as when a machine dies."""
        if self.running is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.running.pid, signal.SIGKILL)
            self.running.wait()
            self.running = None

    def stop(self) -> None:
        """Ask it to end after its present task."""
        if self.running is not None:
            self.running.terminate()
            with suppress(subprocess.TimeoutExpired):
                self.running.wait(timeout=20)
            self.kill()


class WebProcess:
    """A web server of its own: the command of processes.py, on the test's database, in one process."""

    def __init__(self, folder: Path, address: str, **env: str) -> None:
        self.address = address
        self.log = folder / "web.log"
        web = get_processes(address=address, state=str(folder), is_measured=True)[0]
        self._argv = [sys.executable, "-m", *web.argv]
        self._env = {**environment_of_test(), "VAR_DIR": str(folder), **web.env, **env}
        self._running: subprocess.Popen[bytes] | None = None

    def start(self) -> "WebProcess":
        """Start it and wait until it answers."""
        with self.log.open("ab") as output:
            self._running = subprocess.Popen(
                self._argv,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                cwd=PROJECT,
                env=self._env,
                start_new_session=True,
            )
        wait_until(self._answers, what="the web server's start")
        return self

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://{self.address}/healthz", timeout=2) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def stop(self) -> None:
        if self._running is not None:
            self._running.terminate()
            with suppress(subprocess.TimeoutExpired):
                self._running.wait(timeout=10)
            with suppress(ProcessLookupError):
                os.killpg(self._running.pid, signal.SIGKILL)
            self._running.wait()
            self._running = None
