"""`make run` in a folder of its own, the environment being installed: cold with the demo, warm, and its memory."""

import time
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from tests.bench.table import Figure, say
from tests.run import Run

# What a laptop may take on a busy day before the bench gives up.
PATIENCE = 600


def measure() -> list[Figure]:
    """From the command to the first page, twice; then the memory of everything that runs."""
    run = Run(DEMO="full")
    try:
        cold = _seconds_to_first_page(run)
        say(f"      cold: {cold:.1f} s")
        run.interrupt()
        warm = _seconds_to_first_page(run)
        say(f"      warm: {warm:.1f} s")
        shared, resident = _memory(run)
    finally:
        run.clean()
    return [
        Figure("make run to the first page, cold, with the full demo", cold, at_most=60),
        Figure("make run to the first page, warm", warm, at_most=5),
        Figure("memory of make run, shared pages counted once", shared, at_most=700, unit="MB"),
        Figure("memory of make run, resident pages of each process added", resident, unit="MB"),
    ]


def _seconds_to_first_page(run: Run) -> float:
    began = time.perf_counter()
    run.start(within=PATIENCE)
    with urllib.request.urlopen(f"{run.url}/", timeout=30) as page:
        page.read()
    return time.perf_counter() - began


def _memory(run: Run) -> tuple[float, float]:
    """Proportional and resident memory of the supervisor, the servers and all their children, in MB."""
    assert run.running is not None
    family = {run.running.pid, run.pid_of("postgres"), run.pid_of("valkey")}
    parents = dict(_parents())
    while more := {pid for pid, parent in parents.items() if parent in family} - family:
        family |= more
    shared = resident = 0
    for pid in family & parents.keys():
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
        kilobytes = {line.split()[0]: int(line.split()[1]) for line in lines[1:]}
        shared += kilobytes["Pss:"]
        resident += kilobytes["Rss:"]
    return shared / 1024, resident / 1024


def _parents() -> Iterator[tuple[int, int]]:
    """Every process with its parent."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            yield int(stat.parent.name), int(stat.read_text(encoding="utf-8").rpartition(")")[2].split()[1])
