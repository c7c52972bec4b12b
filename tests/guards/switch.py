"""What a guard stands behind in the copy: a switch that is thrown for one test, and a note of who met it."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, InterfaceError

# the guard that is out, and by guard the tests in which it refused or was reached
state = {"out": "", "test": ""}
met: defaultdict[str, set[str]] = defaultdict(set)


@contextmanager
def refusal(guard: str) -> Iterator[None]:
    """Lets no refusal out of the statement within while its guard is out."""
    try:
        yield
    except (DatabaseError, InterfaceError):
        raise
    except Exception:
        met[guard].add(state["test"])
        if state["out"] != guard:
            raise


def is_out(guard: str) -> bool:
    """Whether an expression's guard is out just now."""
    met[guard].add(state["test"])
    return state["out"] == guard


def is_skipped(guard: str) -> bool:
    """Whether a check is left out just now; who only came by is noted apart from whom it refused."""
    met[f"passed {guard}"].add(state["test"])
    return state["out"] == guard
