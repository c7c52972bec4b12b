"""Processes that an earlier start left behind: found by pidfile, recognised by their command line."""

import os
import signal
import subprocess
import time
from pathlib import Path


def read_pid(path: Path) -> int | None:
    """The number on the first line of a pidfile, or None where there is none."""
    try:
        return int(path.read_text(encoding="utf-8").split("\n", 1)[0])
    except (OSError, ValueError):
        return None


def command_of(pid: int) -> str:
    """The command line of a running process; empty where there is no such process."""
    proc = Path(f"/proc/{pid}/cmdline")
    if Path("/proc/self/cmdline").exists():
        try:
            return proc.read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
        except OSError:
            return ""
    shown = subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return shown.stdout.strip()


def is_running(pid: int, mark: str) -> bool:
    """Whether the process lives and its command holds `mark`: a number alone may be somebody else's by now."""
    return mark in command_of(pid)


def end(pid: int, mark: str, *, by: signal.Signals = signal.SIGTERM, patience: float = 15.0) -> bool:
    """End a process politely, then for certain. Returns whether there was one to end."""
    if not is_running(pid, mark):
        return False
    deadline = time.monotonic() + patience
    os.kill(pid, by)
    while is_running(pid, mark):
        if time.monotonic() > deadline:
            os.kill(pid, signal.SIGKILL)
        time.sleep(0.05)
    return True
