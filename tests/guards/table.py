"""The table of guards in docs/security.md: every kind, how many there are, and one line for each."""

from collections import defaultdict

from portal.embedded.place import PROJECT
from tests.guards import known

PAGE = PROJECT / "docs" / "security.md"
_BEGIN, _END = "<!-- guards: made by `python -m tests.guards write` -->", "<!-- guards end -->"


def render() -> str:
    """What stands between the marks."""
    caught, behind, open_ = known.read(), known.read_behind(), set(known.read_open())
    kinds: dict[str, list[str]] = defaultdict(list)
    for name in known.names():
        kinds[known.kind_of(name)].append(name)
    lines = [
        _BEGIN,
        "",
        "| kind | guards | caught by a test of their own | held by another guard as well | no test yet |",
        "|---|---|---|---|---|",
    ]
    for kind, names in sorted(kinds.items()):
        counts = [sum(name in held for name in names) for held in (caught, behind, open_)]
        lines.append(f"| {kind} | {len(names)} | {counts[0]} | {counts[1]} | {counts[2]} |")
    total = sum(len(names) for names in kinds.values())
    lines += [f"| **all** | **{total}** | **{len(caught)}** | **{len(behind)}** | **{len(open_)}** |", ""]
    return "\n".join([*lines, _END])


def write() -> None:
    """Put the table of today into the page."""
    text = PAGE.read_text(encoding="utf-8")
    before, rest = text.split(_BEGIN, 1)
    PAGE.write_text(before + render() + rest.split(_END, 1)[1], encoding="utf-8")
