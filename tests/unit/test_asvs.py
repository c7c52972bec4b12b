"""The map of OWASP's Application Security Verification Standard 5.0, level 2: docs/asvs.csv."""

import csv
import re
from collections import Counter

from tests.processes import PROJECT

STATUSES = {"automated", "manual", "open", "not applicable"}
ROWS_OF_LEVEL_TWO = 253


def rows() -> list[dict[str, str]]:
    with (PROJECT / "docs" / "asvs.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="|"))


def test_map_holds_every_row_of_levels_one_and_two_once() -> None:
    found = rows()
    assert len({row["id"] for row in found}) == len(found) == ROWS_OF_LEVEL_TWO
    assert {row["id"].split(".")[0] for row in found} == {f"V{chapter}" for chapter in range(1, 18)}
    assert {row["status"] for row in found} <= STATUSES
    assert all(row["held by"] for row in found)


def test_every_test_that_the_map_names_is_there() -> None:
    """Fails when a test is renamed or taken out and its row stays."""
    source = "\n".join(path.read_text(encoding="utf-8") for path in (PROJECT / "tests").rglob("test_*.py"))
    names = set(re.findall(r"^def (test_\w+)", source, re.MULTILINE))
    assert [row["id"] for row in rows() if row["status"] == "automated" and row["held by"] not in names] == []


def test_seven_rows_of_ten_that_apply_are_held_by_a_test_and_open_ones_are_named() -> None:
    counted = Counter(row["status"] for row in rows())
    applicable = ROWS_OF_LEVEL_TWO - counted["not applicable"]
    assert counted["automated"] >= 0.7 * applicable
    told = (PROJECT / "docs" / "security.md").read_text(encoding="utf-8")
    assert [row["id"] for row in rows() if row["status"] == "open" and row["id"] not in told] == []
