"""One supervised process: started in its own session, restarted with back-off, ended with all it started."""

import ctypes
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from contextlib import suppress

from portal.embedded import pids
from portal.embedded.place import PROJECT, Place
from portal.processes import Process

PR_SET_PDEATHSIG = 1
LONGEST_BACK_OFF = 30.0
# A child that lived this long had started well, so its next crash is a first one again.
LONG_LIFE = 60.0


class Child:
    """A process of processes.py, and what became of it."""

    def __init__(self, process: Process, place: Place, env: Mapping[str, str]) -> None:
        self.process = process
        self.log = place.logs / f"{process.name}.log"
        self.pidfile = place.run / f"{process.name}.pid"
        self.ready_file = place.run / f"{process.name}.ready"
        self.env = {**env, **process.env, "READY_FILE": str(self.ready_file)}
        self.running: subprocess.Popen[bytes] | None = None
        self.started_at = 0.0
        self.back_off = 0.0
        self.start_again_at = 0.0

    def start(self) -> None:
        """Start it in a session of its own, so that Ctrl-C at the terminal reaches the supervisor alone."""
        self.ready_file.unlink(missing_ok=True)
        with self.log.open("ab") as output:
            self.running = subprocess.Popen(
                [sys.executable, "-m", *self.process.argv],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                cwd=PROJECT,
                env=self.env,
                start_new_session=True,
                preexec_fn=_end_with_parent() if sys.platform == "linux" else None,
            )
        self.pidfile.write_text(str(self.running.pid), encoding="ascii")
        self.started_at = time.monotonic()

    def end_orphan(self) -> bool:
        """End what a supervisor that was killed left running. Returns whether there was something."""
        pid = pids.read_pid(self.pidfile)
        found = pid is not None and pids.end(pid, self.process.argv[0], patience=self.process.patience)
        if found and pid is not None:
            _end_session(pid)
        self.pidfile.unlink(missing_ok=True)
        return found

    def has_crashed(self) -> int | None:
        """The exit code of a child that is no longer there, told once; None while all is well."""
        if self.running is None:
            return None
        code = self.running.poll()
        if code is None:
            return None
        # Its own children may live on: a pool without its master takes work nobody watches.
        _end_session(self.running.pid)
        if time.monotonic() - self.started_at > LONG_LIFE:
            self.back_off = 0.0
        self.running = None
        self.start_again_at = time.monotonic() + self.back_off
        self.back_off = min(max(1.0, self.back_off * 2), LONGEST_BACK_OFF)
        return code

    def start_if_due(self) -> bool:
        """Start a crashed child again once its back-off is over."""
        if self.running is not None or time.monotonic() < self.start_again_at:
            return False
        self.start()
        return True

    def is_ready(self, address: str) -> bool:
        """Whether it answers, or has written its file."""
        if self.running is None:
            return False
        if not self.process.answers:
            return self.ready_file.exists()
        try:
            with urllib.request.urlopen(f"http://{address}{self.process.answers}", timeout=2) as answer:
                return bool(answer.status == 200)
        except (OSError, urllib.error.URLError):
            return False

    def stop(self) -> None:
        """Ask it to end, wait as long as its work may take, then make sure of it and of all it started."""
        if self.running is not None:
            self.running.terminate()
            with suppress(subprocess.TimeoutExpired):
                self.running.wait(timeout=self.process.patience)
            _end_session(self.running.pid)
            self.running.wait()
            self.running = None
        self.pidfile.unlink(missing_ok=True)
        self.ready_file.unlink(missing_ok=True)

    def last_words(self, lines: int = 15) -> str:
        """The end of its log."""
        text = self.log.read_text(encoding="utf-8", errors="replace") if self.log.exists() else ""
        return "\n".join(text.splitlines()[-lines:])


def _end_session(leader: int) -> None:
    """Kill whatever is left of a session; its number is its leader's."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)


def _end_with_parent() -> Callable[[], None]:
    """What the forked child runs first: the kernel sends it SIGTERM when the supervisor dies, however it dies."""
    libc = ctypes.CDLL(None, use_errno=True)
    parent = os.getpid()

    def enter() -> None:
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            os._exit(1)

    return enter
