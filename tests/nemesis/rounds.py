"""What may never be of rounds, said once more and apart, as `model` says the rest: nothing of the product in it."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from tests.nemesis.violation import Violation
from tests.nemesis.world import Row, World

MOVES = (
    ">preparing preparing>frozen frozen>approved approved>run run>published preparing>discarded frozen>discarded"
    " approved>discarded run>discarded"
)
ENDS = ("published_at", "discarded_at", "frozen_until_at")


def check_rounds(world: World) -> Iterator[Violation]:
    """Nobody else is claimed for a frozen role, every run is valid, and what was published was offered and told."""
    roles: dict[int, dict[str, Row]] = defaultdict(dict)
    for row in world.of("roundrole"):
        roles[row["round_id"]][row["number"]] = row
    ballots: dict[int, dict[str, Row]] = defaultdict(dict)
    for row in world.of("ballot"):
        ballots[row["round_id"]][row["ballot"]] = row
    for each in world.of("round"):
        if each["frozen_at"] is not None:
            yield from _check_freeze(world, each, roles[each["id"]])
            yield from _check_runs(world, each, roles[each["id"]], ballots[each["id"]])
        if each["published_at"] is not None:
            yield from _check_offers(world, each, roles[each["id"]], ballots[each["id"]])


def _check_freeze(world: World, each: Row, roles: dict[str, Row]) -> Iterator[Violation]:
    until = min(each[name] for name in ENDS if each[name] is not None)
    held = {row["role_id"] for row in roles.values()}
    for claim in world.of("claim"):
        is_during = each["frozen_at"] < claim["offered_at"] < until
        if claim["role_id"] in held and claim["round_id"] != each["id"] and is_during:
            about = (f"claim {claim['id']}", f"round {each['id']}")
            yield Violation("a frozen role is claimed by nobody", "claimed while it was frozen", about)


def _check_runs(world: World, each: Row, roles: dict[str, Row], ballots: dict[str, Row]) -> Iterator[Violation]:
    about = (f"round {each['id']}",)
    for run in world.of("roundrun", lambda row: row["round_id"] == each["id"]):
        outcome: dict[str, Any] = run["outcome"]
        if outcome.keys() != ballots.keys():
            yield Violation("a run is valid", "it does not name everybody once", about)
            continue
        given = Counter(number for number in outcome.values() if number is not None)
        closed = set(run["closed"])
        if any(count > (0 if number in closed else roles[number]["seats"]) for number, count in given.items()):
            yield Violation("a run is valid", "it gives more seats than there are", about)
        for ballot, number in outcome.items():
            listed = [] if ballot in run["left"] else [line[0] for line in ballots[ballot]["lines"]]
            if number is not None and number not in listed:
                yield Violation("a run is valid", "it gives a role that was not ranked", about)


def _check_offers(world: World, each: Row, roles: dict[str, Row], ballots: dict[str, Row]) -> Iterator[Violation]:
    about = (f"round {each['id']}",)
    number_of = {row["role_id"]: number for number, row in roles.items()}
    got: dict[int, set[str]] = defaultdict(set)
    for run in world.of("roundrun", lambda row: row["round_id"] == each["id"]):
        for ballot, number in run["outcome"].items():
            if number is not None:
                got[ballots[ballot]["employee_id"]].add(number)
    for claim in world.of("claim", lambda row: row["round_id"] == each["id"]):
        if number_of[claim["role_id"]] not in got[claim["employee_id"]]:
            yield Violation(
                "a round offers what it gave", "an offer that no run made", (f"claim {claim['id']}", *about)
            )
    told = Counter(
        (row["recipient_id"], row["channel"])
        for row in world.of("notice", lambda row: row["template"] == "round.published")
        if row["refs"].get("round") == str(each["public_id"])
    )
    for row in ballots.values():
        if {told[row["employee_id"], channel] for channel in ("inbox", "mail")} != {1}:
            yield Violation("no notice is lost", "who takes part is not told once on each channel", about)


def is_overdue(each: Row, now: Any) -> bool:
    """Whether a worker has left a round where it is too long."""
    if each["status"] in ("frozen", "approved", "run") and each["frozen_until_at"] <= now:
        return True
    is_revealed = each["preparer_secret"] != "" and each["approver_secret"] != ""
    return (each["status"] == "approved" and is_revealed) or (
        each["status"] == "run" and each["publish_asked_at"] is not None
    )
