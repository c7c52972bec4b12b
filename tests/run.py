"""`make run` as a test sees it: its own folder, its own ports, its output line by line."""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from portal.embedded import pids
from portal.env import read_file
from tests.processes import PROJECT, wait_until


class Run:
    """One start of the supervisor below a folder of its own.

    The folder lies in the project: where root's PostgreSQL runs as nobody, it cannot enter pytest's folders.
    """

    def __init__(self, **env: str) -> None:
        above = PROJECT / "var" / "test" / "runs"
        above.mkdir(parents=True, exist_ok=True)
        self.home = Path(tempfile.mkdtemp(dir=above))
        self.home.chmod(0o755)
        self.folder = self.home / "var"
        self.output = self.home / "output"
        kept = {name: value for name, value in os.environ.items() if name not in _NOT_INHERITED}
        self.env = {**kept, "VAR_DIR": str(self.folder), "DEMO": "small", "PORT": str(_first_port()), **env}
        self.running: subprocess.Popen[bytes] | None = None

    def start(self, *, until: str = r"Open (\S+)", within: float = 90) -> "Run":
        """Start it and wait for a line of its output; by default the address it prints."""
        with self.output.open("wb") as output:
            self.running = subprocess.Popen(
                [sys.executable, "-m", "portal.embedded", "run"],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=PROJECT,
                env=self.env,
                start_new_session=True,
            )
        started = self.running
        wait_until(lambda: re.search(until, self.said) or started.poll() is not None, within=within, what=until)
        return self

    @property
    def said(self) -> str:
        return self.output.read_text(encoding="utf-8", errors="replace")

    @property
    def url(self) -> str:
        shown = re.search(r"Open (\S+)/", self.said)
        assert shown, self.said
        return shown[1]

    @property
    def settings(self) -> dict[str, str]:
        """What a second terminal needs to reach the same portal: for `manage.py` beside it."""
        return read_file(self.folder / "run" / "embedded.env")

    def manage(self, *argv: str, ends_with: int = 0) -> str:
        """Run one of manage.py's commands beside it, as a person in a second terminal would."""
        done = subprocess.run(
            [sys.executable, "manage.py", *argv],
            cwd=PROJECT,
            env={**self.env, **self.settings},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == ends_with, done.stdout + done.stderr
        return done.stdout

    def pid_of(self, name: str) -> int:
        """The process that a pidfile names: web, worker, beat, postgres or valkey."""
        path = {
            "postgres": self.folder / "postgres/data/postmaster.pid",
            "valkey": self.folder / "valkey/server.pid",
        }.get(name, self.folder / f"run/{name}.pid")
        return pids.read_pid(path) or 0

    def processes(self) -> list[str]:
        """The command lines of everything that belongs to this run and lives."""
        mine = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
                environment = (folder / "environ").read_bytes().decode(errors="replace")
            except OSError:
                continue
            if str(self.folder) in command or f"VAR_DIR={self.folder}\0" in environment:
                mine.append(f"{folder.name} {command}")
        return mine

    def interrupt(self) -> int:
        """Ctrl-C, and its exit code once all has stopped."""
        assert self.running is not None
        self.running.send_signal(signal.SIGINT)
        return self.running.wait(timeout=60)

    def kill(self) -> None:
        """SIGKILL to the supervisor alone."""
        assert self.running is not None
        self.running.kill()
        self.running.wait()

    def clean(self) -> None:
        """Leave nothing behind, whatever the test did."""
        if self.running is not None and self.running.poll() is None:
            self.interrupt()
        self.manage_embedded("stop")
        shutil.rmtree(self.home)

    def manage_embedded(self, command: str) -> None:
        """make stop, make reset: what a person calls while nothing of it runs."""
        called = [sys.executable, "-m", "portal.embedded", command]
        subprocess.run(called, cwd=PROJECT, env=self.env, capture_output=True, check=False)


def _first_port() -> int:
    """Test processes that run side by side look for ports apart from each other."""
    return 8100 + 100 * int("0" + os.environ.get("PYTEST_XDIST_WORKER", "").removeprefix("gw"))


# The tests' own servers and settings: a run that a person starts has none of them.
_NOT_INHERITED = {"DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "SECRET_KEY", "PORTAL_URL", "LOG_LEVEL"}
