"""Figures in one table. Run: `make bench`, or `make bench ARGS="engine finalise"` for some parts.

Figures are printed and kept under var/bench/, never a pass or a failure: they are as quiet as the machine was.
"""

import importlib
import os
import sys
import time

import django

from portal.embedded.place import PROJECT
from tests.bench.table import Figure, get_load, get_machine, print_table, say, write_figures

PARTS = {
    "engine": "one person and thousands of roles",
    "rounds": "rounds of 7,000, 78,000 and 1,000,000 people",
    "imports": "importing 10,000 people",
    "finalise": "finalising through Celery",
    "filing": "filing a choice",
    "burst": "7,000 people sign in and file within ten minutes",
    "history": "sealing, and verifying 500,000 events",
    "demo": "the full demo company, its pages, a sweep over it and a round of it",
    "start": "make run, cold and warm, and its memory",
}


def measure(parts: list[str]) -> list[Figure]:
    """The figures of some parts, one after the other."""
    figures: list[Figure] = []
    for number, part in enumerate(parts, start=1):
        say(f"[{number}/{len(parts)}] {part}: {PARTS[part]} (load {get_load():.1f})")
        began = time.perf_counter()
        figures += importlib.import_module(f"tests.bench.{part}").measure()
        say(f"      {time.perf_counter() - began:.0f} s (load {get_load():.1f})")
    return figures


def main(parts: list[str]) -> int:
    unknown = set(parts) - PARTS.keys()
    if unknown:
        say(f"No such part: {', '.join(sorted(unknown))}. There are {', '.join(PARTS)}.")
        return 2
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    say(get_machine())
    figures = measure(parts or [*PARTS])
    print_table(figures)
    kept = PROJECT / "var" / "bench" / "figures.json"
    write_figures(kept, figures)
    say(f"\nKept in {kept.relative_to(PROJECT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
