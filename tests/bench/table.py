"""How figures are taken and printed: medians, each beside a reference measured in the same run."""

import json
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

MET, NOT_MET = "met", "not met"


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured thing, and what it is compared with; durations in seconds, memory in MB.

    A target bounds the ratio to the reference where there is one, else the value. `is_rate` compares how much is
    done in a time instead of how long it takes.
    """

    what: str
    value: float
    reference: str = ""
    reference_value: float = 0.0
    at_most: float | None = None
    at_least: float | None = None
    is_rate: bool = False
    unit: str = "s"

    @property
    def ratio(self) -> float | None:
        if not self.reference:
            return None
        return self.reference_value / self.value if self.is_rate else self.value / self.reference_value

    @property
    def target(self) -> str:
        if self.at_most is not None:
            return f"≤ {self.at_most:g}"
        return f"≥ {self.at_least:g}" if self.at_least is not None else ""

    @property
    def verdict(self) -> str:
        """Whether the target is met; nothing where there is none. It fails no run."""
        compared = self.value if self.ratio is None else self.ratio
        if self.at_most is not None:
            return MET if compared <= self.at_most else NOT_MET
        if self.at_least is not None:
            return MET if compared >= self.at_least else NOT_MET
        return ""


def median_seconds(work: Callable[[], object], *, times: int = 15) -> float:
    """Return the median duration of `work`, after one run that does not count."""
    work()
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def alternate(one: Callable[[], object], other: Callable[[], object], *, times: int) -> tuple[float, float]:
    """Return the median durations of two works that take turns, so that a busy machine is busy for both."""
    taken: tuple[list[float], list[float]] = ([], [])
    for _ in range(times):
        for work, seconds in zip((one, other), taken, strict=True):
            start = time.perf_counter()
            work()
            seconds.append(time.perf_counter() - start)
    return statistics.median(taken[0]), statistics.median(taken[1])


def say(words: str) -> None:
    """One line of progress, at once."""
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def get_load() -> float:
    """How many processes want a core, on average of the last minute."""
    return os.getloadavg()[0]


def print_table(figures: Sequence[Figure]) -> None:
    """Print one line a figure: value, ratio, target, whether it is met, and what the ratio is to."""
    say(f"\n{'what':<60}{'value':>12}{'ratio':>9}{'target':>9}  {'':<8} compared with")
    for figure in figures:
        ratio = "" if figure.ratio is None else f"{figure.ratio:.2f}"
        say(
            f"{figure.what:<60}{_shown(figure.value, figure.unit):>12}{ratio:>9}{figure.target:>9}  "
            f"{figure.verdict:<8} {_reference(figure)}"
        )


def _reference(figure: Figure) -> str:
    if not figure.reference:
        return ""
    return f"{figure.reference} ({_shown(figure.reference_value, figure.unit)})"


def _shown(value: float, unit: str) -> str:
    if unit == "s" and value < 1:
        return f"{value * 1000:.2f} ms"
    return f"{value:.1f} {unit}"


def write_figures(path: Path, figures: Sequence[Figure]) -> None:
    """Keep the figures with the machine they were taken on."""
    path.parent.mkdir(parents=True, exist_ok=True)
    told = {
        "taken_at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "machine": get_machine(),
        "load": get_load(),
        "figures": [
            asdict(figure) | {"ratio": figure.ratio, "target": figure.target, "verdict": figure.verdict}
            for figure in figures
        ],
    }
    path.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def get_machine() -> str:
    """Cores, processor, memory and Python: what a figure without a ratio depends on."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores, {_processor()}, {memory:.0f} GB, Python {platform.python_version()}"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    models = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(models, platform.machine())
