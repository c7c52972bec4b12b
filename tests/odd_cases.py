"""Odd cases and the tests that hold them: `python -m tests.odd_cases` prints which test stands for which rule.

A test names its case with `@pytest.mark.case("…")`; tests/unit/test_odd_cases.py lets no case be without one.
"""

import ast
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).resolve().parent

RULES = {
    "no choice at close": "nothing changes; filed late through HR for 30 days with a reason class",
    "on leave in the window": "own deadline: the later of close and ten working days after the return",
    "leaves the company": ("in one action: offers, pending placement, priority, candidacy, seats and sessions end"),
    "rehired": "the same HR id comes back; no old priority, choice or visibility does",
    "two campaigns": "choice, priority and receipt per assignment; one pending placement suspends all",
    "choice not offered": "the person sees why not, and whom to ask",
    "assigned by mistake, missing in a re-import": (
        "HR voids with a reason; a missing row is reported, never deleted"
    ),
    "campaign reopened": "a dated second window; what was filed and agreed stands",
    "deadline": (
        "an instant; ambiguous local times are refused; grace for forms opened in time, and for choices only"
    ),
    "portal down before a deadline": (
        "down for 30 minutes in its last 24 hours: the sweep proposes, HR confirms, everybody gets a day more, once"
    ),
    "locked out in the last 48 hours": "a personal day more, given by the portal itself, once, with a message",
    "undraft to stay with offers open": (
        "the page says how many offers close; filing supersedes them and closes the candidacy"
    ),
    "after close": "undraft to stay until acceptance; stay to undraft only in a reopened window",
    "undraft while an own-request placement is pending": "both stand; the new priority starts suspended",
    "placement pending": (
        "priority suspended, hidden from pools, no new claims; cancelling resumes it with its old start"
    ),
    "accept, then undo": "the claim reads declined, the seat is free, superseded offers do not revive",
    "cancel after undo": "the person through HR without approval; a hiring manager alone never; HR with a reason",
    "undo after finalisation": "impossible by constraint; it is a return in trial",
    "effective day past or too near": "recomputed at acceptance and shown; a late worker keeps it",
    "the latest end day": (
        "without a placement the worker ends the assignment and moves the person, once; leave does not put it off"
    ),
    "minimum staffing": (
        "delays no choice, no acceptance and no latest end day; a lottery lets as many go earlier as it allows"
    ),
    "return in trial": "to the origin unit or the pool; priority resumes, the seat reopens",
    "role's manager leaves or changes": "no new claims until another is named; offers stay valid",
    "a viewer enters the chain": "asked again at each request: they see nothing more at once",
    "seats reduced": "not below those accepted and offered",
    "role closed while claimed": "status first, then offers withdrawn with a reason; pending placements stand",
    "role full or paused": "stays in lists and rankings, availability beside it",
    "unit at risk after acceptance": "the person is told and may cancel without cost until finalisation",
    "policy changed": (
        "versions are immutable and begin in the future; an offer keeps its own, a priority the better of old and new"
    ),
    "unit merged or closed": "people, roles and rights follow the merger; a closed origin means the pool",
    "a file moves a person with a pending placement": "its move waits for HR, as every move does, and is not applied",
    "promotion or profile change while claimed": "the offer's terms stand; only new claims ask again",
    "stayers": (
        "read what stay commits both sides to: duties, length, review, end; nothing lapses into it; they may move too"
    ),
    "seat hoarding": "at most five live offers to a person (policy)",
    "own-request transfer": "no consent needed; announced like every other; the longer notice period",
    "the role's manager is in the chain": "nothing is shown to them before announcement; the seat reads held by HR",
    "several hats": "denial wins; nobody acts on their own case",
}


def find_tests() -> dict[str, list[str]]:
    """Case → its tests as pytest names them, from the marks in the sources."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted(TESTS.rglob("test_*.py")):
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.FunctionDef):
                for case in _cases_of(node):
                    found[case].append(f"{path.relative_to(TESTS.parent)}::{node.name}")
    return found


def _cases_of(test: ast.FunctionDef) -> Iterator[str]:
    for mark in test.decorator_list:
        if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.case":
            yield ast.literal_eval(mark.args[0])


if __name__ == "__main__":
    tests = find_tests()
    for case, rule in RULES.items():
        sys.stdout.write(f"{case}: {rule}\n")
        for name in tests[case]:
            sys.stdout.write(f"    {name}\n")
