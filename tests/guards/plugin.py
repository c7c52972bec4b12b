"""For pytest in the copy: note which test meets which guard (`find`), or try guards on tests (`try`).

GUARDS names the file to work from and to: for `find` what was met is written there; for `try` it holds
{guard: [tests]}, and what became of each is written beside it.
"""

import json
import os
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from _pytest.runner import runtestprotocol
from django.db.utils import DatabaseErrorWrapper
from pytest_django.plugin import blocking_manager_key

from tests.guards.away import without
from tests.guards.switch import met, state

_FILE = Path(os.environ["GUARDS"])
_TRIES = os.environ.get("GUARDS_TRY") == "yes"
_took: dict[str, float] = defaultdict(float)
_exit = DatabaseErrorWrapper.__exit__


def _note_and_exit(self: Any, kind: Any, error: Any, trace: Any) -> Any:
    diagnosis = getattr(error, "diag", None)
    if diagnosis is not None:
        if diagnosis.constraint_name:
            met[f"constraint · {diagnosis.constraint_name}"].add(state["test"])
        for line in (diagnosis.context or "").splitlines():
            if line.startswith("PL/pgSQL function "):
                met["function " + line.split()[2].partition("(")[0]].add(state["test"])
    return _exit(self, kind, error, trace)


DatabaseErrorWrapper.__exit__ = _note_and_exit  # type: ignore[method-assign]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    state["test"] = item.nodeid
    try:
        return (yield)
    finally:
        state["test"] = ""


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    _took[report.nodeid] += report.duration
    if report.failed:
        _took[report.nodeid] += 1_000


def pytest_sessionfinish() -> None:
    if not _TRIES:
        worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
        told = {"met": {guard: sorted(tests - {""}) for guard, tests in met.items()}, "took": dict(_took)}
        _FILE.with_suffix(f".{worker}.json").write_text(json.dumps(told))


def pytest_runtestloop(session: pytest.Session) -> bool | None:
    """Each guard in turn: its tests pass, and one of them fails when it is out."""
    if not _TRIES:
        return None
    items = {item.nodeid: item for item in session.items}
    asked: dict[str, list[str]] = json.loads(_FILE.read_text())
    trial = _Trial(session)
    with _FILE.with_suffix(".results").open("a") as results:
        order = {test: number for number, test in enumerate(items)}
        for guard in sorted(asked, key=lambda guard: order.get(asked[guard][0], 0)):
            began = time.monotonic()
            tests = [items[test] for test in asked[guard] if test in items]
            caught = next((test for test in tests if trial.fails_without(guard, test)), None)
            told = {"guard": guard, "test": caught and caught.nodeid, "seconds": round(time.monotonic() - began, 2)}
            results.write(json.dumps(told, ensure_ascii=False) + "\n")
            results.flush()
    trial.end()
    return True


class _Trial:
    def __init__(self, session: pytest.Session) -> None:
        self._session = session
        self._last: pytest.Item | None = None
        self._passes: dict[str, bool] = {}

    def fails_without(self, guard: str, test: pytest.Item) -> bool:
        """Whether the test passes with the guard and fails, in its own body, without it."""
        if test.nodeid not in self._passes:
            self._passes[test.nodeid] = all(report.passed for report in self._run(test))
        if not self._passes[test.nodeid]:
            return False
        with test.config.stash[blocking_manager_key].unblock(), without(guard):
            return any(report.failed and report.when == "call" for report in self._run(test))

    def end(self) -> None:
        self._session._setupstate.teardown_exact(None)

    def _run(self, test: pytest.Item) -> list[pytest.TestReport]:
        if self._last is not None and self._last is not test:
            self._session._setupstate.teardown_exact(test)
        self._last = test
        test._initrequest()  # type: ignore[attr-defined]
        state["test"] = test.nodeid
        # what belongs to the module and the session stays for the next run; the test's own fixtures end with it
        return runtestprotocol(test, nextitem=test.parent, log=False)  # type: ignore[arg-type]
