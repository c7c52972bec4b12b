"""Every dependency is locked with hashes and explained."""

import re
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent.parent
SETS = ("requirements", "requirements-embedded", "requirements-dev", "requirements-uv")


def asked_for(name: str) -> set[str]:
    lines = (PROJECT / f"{name}.in").read_text().splitlines()
    return {re.split(r"[\[<>=]", line)[0].strip() for line in lines if line and line[0] not in "#-"}


@pytest.mark.parametrize("name", SETS)
def test_every_dependency_is_locked_with_hashes(name: str) -> None:
    locked = (PROJECT / f"{name}.txt").read_text()
    pins = re.findall(r"^([a-z0-9.-]+)==.*\\\n    --hash=sha256:", locked, flags=re.MULTILINE)
    assert asked_for(name) <= set(pins)
    assert len(pins) == len(re.findall(r"^[a-z0-9]", locked, flags=re.MULTILINE))


def test_every_dependency_has_a_line_of_why() -> None:
    page = (PROJECT / "docs/dependencies.md").read_text()
    rows = " ".join(re.findall(r"^\| ([^|]+) \|", page, flags=re.MULTILINE))
    explained = set(re.findall(r"[a-z0-9-]+", re.sub(r"\[.*?\]|\(.*?\)", "", rows))) - {"package"} - set("-")
    assert explained - {"---"} == set().union(*(asked_for(name) for name in SETS[:-1]))


def test_a_pin_is_the_same_in_every_set() -> None:
    versions: dict[str, set[str]] = {}
    for name in SETS:
        for line in (PROJECT / f"{name}.txt").read_text().splitlines():
            pin = re.match(r"([a-z0-9.-]+==\S+(?: ; .*?)?) \\", line)
            if pin:
                package, _, rest = pin[1].partition("==")
                versions.setdefault(f"{package} {rest.partition(' ; ')[2]}", set()).add(rest)
    assert {name: found for name, found in versions.items() if len(found) > 1} == {}
