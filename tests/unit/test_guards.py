"""Every guard has the test that fails without it, or the guard that stands before it, or is listed as open."""

from pathlib import Path

from portal.embedded.place import PROJECT
from tests.guards import expressions, known, table


def test_every_guard_has_its_test_and_every_test_its_guard() -> None:
    """Seen to fail with one more `raise` in a permission; `python -m tests.guards find` gives it a test."""
    names = known.names()
    assert len(names) == len(set(names))
    named = known.read().keys() | known.read_behind().keys() | set(known.read_open())
    assert {name for name in names if name not in named} == set()
    assert named - set(names) == set()
    assert known.read().keys() & (known.read_behind().keys() | set(known.read_open())) == set()


def test_every_named_test_is_there() -> None:
    for guard, test in known.read().items():
        path, name = test.split("::")[0], test.split("::")[-1].partition("[")[0]
        assert f"def {name}(" in (PROJECT / path).read_text(encoding="utf-8"), guard


def test_guard_behind_another_names_one_that_is_caught() -> None:
    caught = known.read()
    assert {name: other for name, other in known.read_behind().items() if other not in caught} == {}


def test_code_of_every_guard_listed_by_hand_stands_where_it_is_said_to() -> None:
    assert expressions.misnamed() == []


def test_page_tells_the_guards_of_today() -> None:
    assert table.render() in Path(table.PAGE).read_text(encoding="utf-8")
