"""Pages looked at one after the other, two alike once, and what was found remembered for the next time."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from portal.embedded.place import PROJECT
from tests.browsing.drawn import Drawn
from tests.browsing.faults import faults_of
from tests.browsing.looks import ALL_LOOKS, Look
from tests.browsing.window import Window

# What decides what is found on a page, beside the page: sheets and scripts, and those who look.
_LOOKED_WITH = (
    "portal/static",
    "portal/joined_files.py",
    "requirements.txt",
    "tests/browsing",
    "tests/functional/vendor",
)
_KEPT = PROJECT / "var" / "audit" / "looks"


@dataclass
class Inspection:
    """What was looked at, and every fault. `keeps` a look without a fault, so that nobody looks again."""

    window: Window
    keeps: bool = False
    looks_at: tuple[Look, ...] = ALL_LOOKS
    asked: Counter[str] = field(default_factory=Counter)  # by route
    looks: set[str] = field(default_factory=set)
    remembered: int = 0
    wrong: list[str] = field(default_factory=list)

    def look_at(self, pages: Iterable[Drawn], say: Callable[[str], None] | None = None) -> None:
        known = _known() if self.keeps else set()
        for drawn in pages:
            self.asked[drawn.name] += 1
            if drawn.look in self.looks:
                continue
            self.looks.add(drawn.look)
            if say is not None and len(self.looks) % 100 == 0:
                say(f"      {self.asked.total()} pages, {len(self.looks)} looks, {len(self.wrong)} faults; {drawn}")
            if drawn.look in known:
                self.remembered += 1
                continue
            faults = faults_of(self.window, drawn, self.looks_at)
            self.wrong += [f"{drawn}: {fault}" for fault in faults]
            if self.keeps and not faults:
                _keep(drawn.look)

    def figures(self) -> dict[str, object]:
        return {
            "pages": self.asked.total(),
            "routes": len(self.asked),
            "looks": len(self.looks),
            "of them known already": self.remembered,
            "wrong": self.wrong[:100],
            "violations": len(self.wrong),
        }


def _file() -> Path:
    told = hashlib.sha256()
    for folder in _LOOKED_WITH:
        for path in sorted([PROJECT / folder, *(PROJECT / folder).rglob("*")]):
            if path.is_file() and "__pycache__" not in path.parts:
                told.update(path.read_bytes())
    return _KEPT / f"{told.hexdigest()[:24]}.txt"


def _known() -> set[str]:
    return set(_file().read_text().split()) if _file().exists() else set()


def _keep(look: str) -> None:
    _KEPT.mkdir(parents=True, exist_ok=True)
    with _file().open("a") as kept:
        kept.write(look + "\n")
