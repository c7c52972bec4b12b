"""Which guards there are, and which test is known to fail without each: caught.json."""

import json
import re
from collections.abc import Mapping, Sequence

from portal.embedded.place import PROJECT
from tests.guards import expressions, refusals, schema

FILE = PROJECT / "tests" / "guards" / "caught.json"
# Guards that stand behind another one, which the same tests meet: the name, and what holds all the same.
BEHIND = PROJECT / "tests" / "guards" / "behind.json"
OPEN = PROJECT / "tests" / "guards" / "open.json"
_LONGEST = 20.0


def names() -> list[str]:
    """Every guard, by reading the code."""
    return [
        *refusals.find(),
        *(each.name for each in expressions.EXPRESSIONS),
        *schema.constraints(),
        *schema.triggers(),
    ]


def read() -> dict[str, str]:
    """The test of each guard."""
    found: dict[str, str] = json.loads(FILE.read_text(encoding="utf-8")) if FILE.exists() else {}
    return found


def read_behind() -> dict[str, str]:
    """Why no test can fail without these: another guard, named here, refuses the same."""
    found: dict[str, str] = json.loads(BEHIND.read_text(encoding="utf-8"))
    return found


def read_open() -> list[str]:
    """Guards that no test is known to fail without yet. The list may only become shorter."""
    found: list[str] = json.loads(OPEN.read_text(encoding="utf-8"))
    return found


def write(caught: Mapping[str, str]) -> None:
    """Keep the test of each guard."""
    text = json.dumps(dict(sorted(caught.items())), indent=1, ensure_ascii=False)
    FILE.write_text(text + "\n", encoding="utf-8")


def write_open(names: Sequence[str]) -> None:
    """Keep which guards are without a test."""
    OPEN.write_text(json.dumps(sorted(names), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def candidates(name: str, met: Mapping[str, Sequence[str]], took: Mapping[str, float]) -> list[str]:
    """The tests to try, the likeliest first: those that met the guard, quick ones before slow ones."""
    kind, *rest = name.split(" · ")
    near: tuple[str, ...] = ()
    tests = list(met.get(name) or met.get(f"passed {name}", ()))
    if kind == "trigger":
        noun = rest[0].removeprefix("transfers_")
        function = f"{rest[0]}_status" if rest[1].endswith("_status") else "transfers_append_only"
        tests, near = list(met.get(f"function {function}", ())), (f"[{noun}]", f"[{noun}-")
    elif kind == "constraint":
        near = ("test_constraints.py",)
    for each in expressions.EXPRESSIONS:
        if each.name == name:
            near = each.near
            tests = [test for test in tests if any(file in test for file in near)]
    usable = [test for test in tests if took.get(test, 0) < _LONGEST]
    return sorted(usable, key=lambda test: (not any(word in test for word in near), took.get(test, 0), test))


def kind_of(name: str) -> str:
    """What sort of guard this is, for the table."""
    first = name.split(" · ", 1)[0]
    if "/" not in first:
        return first
    return "permission" if "/permissions/" in first or re.search(r"check_\w+\(\)$", name) else "refusal"
