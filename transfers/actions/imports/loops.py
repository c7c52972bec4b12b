"""Loops in what must be a tree: units under units, people under managers."""

from collections.abc import Mapping


def find_loops(parents: Mapping[str, str | None]) -> list[list[str]]:
    """Every loop of `parents` (key → the key above, or None), each starting at its smallest key.

    A key above that is itself no key of the mapping ends its line.
    """
    settled: set[str] = set()
    loops = []
    for start in parents:
        line: list[str] = []
        place: dict[str, int] = {}
        key: str | None = start
        while key is not None and key not in settled and key not in place:
            place[key] = len(line)
            line.append(key)
            key = parents.get(key)
        if key is not None and key in place:
            loop = line[place[key] :]
            turn = loop.index(min(loop))
            loops.append(loop[turn:] + loop[:turn])
        settled.update(line)
    return loops
