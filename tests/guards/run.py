"""The copy is run: which tests meet which guard, and which of them fail without it."""

import json
import os
import subprocess
import sys
from pathlib import Path

from portal.embedded.place import PROJECT
from tests.bench.table import say
from tests.guards import copy, known

# a guard whose first tests all pass without it is looked at by a person
PATIENCE = 60
# seconds in which the named test has to fail
_WITHIN = 60
_HOME = PROJECT / "var" / "guards"
_TREE = _HOME / "tree"
# what runs in one process and without a browser
_SUITE = (
    "tests/unit",
    "tests/integration",
    "-m",
    "not processes and not browser",
    "--deselect",
    "tests/unit/test_guards.py",
)
_QUIET = ("-p", "no:cacheprovider", "-p", "no:warnings", "--tb=no")


def find(*, again: bool) -> int:
    """Give every guard that has none a test; returns how many are still without one.

    `again` tries the tests that met a guard when they last ran, without running all of them first.
    """
    copy.make(_TREE)
    if not again:
        for old in _HOME.glob("met.*"):
            old.unlink()
        _pytest(["-n", "2", *_SUITE], _HOME / "met", tries=False)
    met, took = _read_met()
    names, standing, behind = known.names(), known.read(), known.read_behind()
    wanted = [name for name in names if name not in standing and name not in behind]
    tests = {name: known.candidates(name, met, took) for name in wanted}
    say(f"{len(names)} guards, {len(wanted)} without a test, {sum(not each for each in tests.values())} never met")
    caught = standing | try_all({name: each for name, each in tests.items() if each})
    known.write({name: test for name, test in caught.items() if name in names})
    known.write_open([name for name in names if name not in caught and name not in behind])
    alive = [name for name in wanted if name not in caught]
    for name in alive:
        say(f"no test fails without it ({len(tests[name])} met it): {name}")
    return len(alive)


def prove() -> dict[str, object]:
    """Take out every guard again; each one's own test has to fail."""
    copy.make(_TREE)
    standing = known.read()
    caught = try_all({name: [test] for name, test in standing.items()})
    alive = sorted(set(standing) - set(caught))
    for name in alive:
        say(f"no longer caught: {name} by {standing[name]}")
    behind = len(known.read_behind())
    return {"guards": len(standing), "caught": len(caught), "behind": behind, "violations": len(alive)}


def try_all(tests: dict[str, list[str]]) -> dict[str, str]:
    """Take out each of these guards and run its tests until one fails; returns which did."""
    if not tests:
        return {}
    first = {guard: each[:PATIENCE] for guard, each in tests.items()}
    file = _HOME / "tried"
    results = file.with_suffix(".results")
    results.unlink(missing_ok=True)
    file.write_text(json.dumps(first, ensure_ascii=False), encoding="utf-8")
    wanted = sorted({test for each in first.values() for test in each})
    listed = _HOME / "wanted"
    listed.write_text("\n".join(wanted), encoding="utf-8")
    _pytest(["-n", "0", f"@{listed}"], file, tries=True)
    lines = [json.loads(line) for line in results.read_text(encoding="utf-8").splitlines()]
    slow = [line["guard"] for line in lines if line["test"] and line["seconds"] > _WITHIN]
    for guard in slow:
        say(f"took longer than {_WITHIN} s: {guard}")
    return {line["guard"]: line["test"] for line in lines if line["test"] and line["guard"] not in slow}


def _pytest(argv: list[str], file: Path, *, tries: bool) -> None:
    env = os.environ | {
        "GUARDS": str(file),
        "GUARDS_TRY": "yes" if tries else "",
    }
    argv = [sys.executable, "-m", "pytest", "-q", "--no-header", "-p", "tests.guards.plugin", *_QUIET, *argv]
    with (_HOME / "pytest.log").open("ab") as log:
        subprocess.run(argv, cwd=_TREE, env=env, stdout=log, stderr=log, check=False)


def _read_met() -> tuple[dict[str, list[str]], dict[str, float]]:
    met: dict[str, list[str]] = {}
    took: dict[str, float] = {}
    for path in _HOME.glob("met.gw*.json"):
        told = json.loads(path.read_text(encoding="utf-8"))
        for guard, tests in told["met"].items():
            met.setdefault(guard, []).extend(tests)
        took |= told["took"]
    return met, took
