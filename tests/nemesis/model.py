"""What may never be, said once more and apart: plain rows in, violations out. Imports nothing of the product.

The moves, the times and who is owed word of what are written down here from the product's description, not from its
code, so that one mistake is not made twice.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from typing import Any

from tests.nemesis import rounds
from tests.nemesis.violation import Violation
from tests.nemesis.world import Row, World

LIVE_OFFERS = 5

# Each noun's lawful moves; "" is where a row begins.
MOVES: dict[str, str] = {
    "campaign": ">preparing preparing>open open>closed closed>open closed>archived",
    "assignment": ">active active>ended active>voided",
    "candidacy": ">open open>closed closed>open",
    "role": ">preparing preparing>open open>paused paused>open open>closed paused>closed",
    "claim": ">offered offered>accepted offered>declined offered>expired offered>withdrawn offered>superseded"
    " accepted>declined",
    "placement": ">pending pending>finalised pending>cancelled finalised>settled finalised>returned",
    "round": rounds.MOVES,
    "grant": ">proposed >confirmed proposed>confirmed proposed>refused confirmed>ended",
}
# What the person is told, in the inbox and by mail, when this happens to them.
OWED = {
    "claim.offered": {"claim.offered"},
    "claim.withdrawn": {"claim.withdrawn"},
    "claim.expired": {"claim.expired"},
    "placement.pending": {"placement.pending"},
    "placement.announced": {"placement.announced"},
    "placement.finalised": {"placement.finalised"},
    "placement.cancelled": {"placement.cancelled", "placement.undone"},
    "placement.returned": {"placement.returned"},
    "placement.settled": {"placement.settled"},
    "choice.filed": {"choice.filed"},
}
# How a claim or a placement stops holding its seat.
CLAIM_ENDS = ("declined_at", "expired_at", "withdrawn_at", "superseded_at")
SEATED = ("pending", "finalised", "settled")


Rule = Callable[[World], Iterator[Violation]]
Span = tuple[Any, Any]


def get_violations(world: World) -> list[Violation]:
    """Everything that is wrong at any instant, whatever is still under way."""
    return [found for rule in ALWAYS for found in rule(world)]


def get_violations_at_rest(world: World) -> list[Violation]:
    """As above, and what is wrong once nothing is under way any more: nothing due may be left."""
    return [*get_violations(world), *_check_nothing_is_overdue(world)]


def _check_moves(world: World) -> Iterator[Violation]:
    """Every transition legal, each event following the last, and the row where its last event left it."""
    steps: dict[tuple[str, int], list[Row]] = defaultdict(list)
    for event in world.of("event", lambda row: row["noun"] in MOVES and row["to_status"]):
        steps[event["noun"], event["noun_id"]].append(event)
    for noun, moves in MOVES.items():
        lawful = {tuple(move.split(">")) for move in moves.split()}
        for row in world.of(noun):
            about = (f"{noun} {row['id']}",)
            path = steps[noun, row["id"]]
            if not path or path[-1]["to_status"] != row["status"]:
                yield Violation("events agree with rows", f"the row is {row['status']}, its events say other", about)
            for step in path:
                if (step["from_status"], step["to_status"]) not in lawful:
                    move = f"{step['from_status'] or 'nothing'} to {step['to_status']}"
                    yield Violation("every transition is legal", move, about)
            if any(one["to_status"] != two["from_status"] for one, two in pairwise(path)):
                yield Violation("every transition is legal", "an event does not follow the last", about)


def _check_seats(world: World) -> Iterator[Violation]:
    """No seat sold twice at any instant, and `taken` is what stands."""
    placements = {row["claim_id"]: row for row in world.of("placement")}
    held: dict[int, list[Span]] = defaultdict(list)
    standing: Counter[int] = Counter()
    for claim in world.of("claim"):
        placement = placements.get(claim["id"])
        ends = [claim[name] for name in CLAIM_ENDS if claim[name]]
        if placement is not None:
            ends += [placement[name] for name in ("cancelled_at", "returned_at") if placement[name]]
        held[claim["role_id"]].append((claim["offered_at"], min(ends) if ends else None))
        standing[claim["role_id"]] += claim["status"] == "offered"
        standing[claim["role_id"]] += placement is not None and placement["status"] in SEATED
    for role in world.of("role"):
        about = (f"role {role['id']}",)
        if most_at_once(held[role["id"]]) > role["seats"]:
            yield Violation("no seat is oversold", f"more than its {role['seats']} seats were held at once", about)
        if role["taken"] != standing[role["id"]]:
            says = f"taken says {role['taken']}, {standing[role['id']]} stand"
            yield Violation("seats are counted right", says, about)


def _check_people(world: World) -> Iterator[Violation]:
    """Nobody placed twice, and each stands where the last move took them."""
    moves: dict[int, list[Row]] = defaultdict(list)
    offers: dict[int, list[Span]] = defaultdict(list)
    for claim in world.of("claim"):
        ends = [claim[name] for name in (*CLAIM_ENDS, "accepted_at") if claim[name]]
        if claim["round_id"] is not None:  # one more, whatever managers offer
            continue
        offers[claim["employee_id"]].append((claim["offered_at"], min(ends) if ends else None))
    for placement in world.of("placement"):
        moves[placement["employee_id"]].append(placement)
    priorities: dict[int, set[str]] = defaultdict(set)
    for row in world.of("entitlement", lambda row: row["status"] != "ended"):
        priorities[row["employee_id"]].add(row["status"])
    for person in world.of("employee"):
        mine, about = moves[person["id"]], (f"employee {person['id']}",)
        pending = [(row["pending_at"], row["finalised_at"] or row["cancelled_at"]) for row in mine]
        if most_at_once(pending) > 1:
            yield Violation("nobody is placed twice", "two placements were pending at once", about)
        if most_at_once(offers[person["id"]]) > LIVE_OFFERS:
            yield Violation("live offers are limited", f"more than {LIVE_OFFERS} at once", about)
        stands = "suspended" if any(row["status"] == "pending" for row in mine) else "active"
        if priorities[person["id"]] - {stands}:
            yield Violation("priority follows the placement", f"an entitlement is not {stands}", about)
    yield from _check_where_people_are(world, moves)


def _check_where_people_are(world: World, moves: dict[int, list[Row]]) -> Iterator[Violation]:
    roles = world.by_id("role")
    left = {row["employee_id"]: row["ended_at"] for row in world.of("assignment") if row["ended_at"]}
    for person in world.of("employee"):
        done = [row for row in moves[person["id"]] if row["finalised_at"]]
        last = max(done, key=lambda row: row["finalised_at"], default=None)
        if (
            last is None
            or last["status"] == "returned"
            or left.get(person["id"], last["finalised_at"]) > (last["finalised_at"])
        ):
            continue
        if person["unit_id"] != roles[last["role_id"]]["unit_id"]:
            about = (f"employee {person['id']}", f"placement {last['id']}")
            yield Violation("who is finalised has moved", "the person's unit is not the role's", about)


def _check_pairs(world: World) -> Iterator[Violation]:
    """An accepted claim has its placement, and a placement its claim."""
    placements = {row["claim_id"]: row for row in world.of("placement")}
    for claim in world.of("claim"):
        placement, about = placements.get(claim["id"]), (f"claim {claim['id']}",)
        if (claim["accepted_at"] is not None) != (placement is not None):
            yield Violation("no accepted claim is lost", "accepted and placed do not agree", about)
        undone = placement is not None and placement["cancelled_because"] == "undone"
        if placement is not None and (claim["status"] == "declined") != undone:
            yield Violation("no accepted claim is lost", "an undo is half done", about)


def _check_times(world: World) -> Iterator[Violation]:
    """Every deadline kept, by the stamps that the rows carry."""
    for claim in world.of("claim"):
        about = (f"claim {claim['id']}",)
        if claim["accepted_at"] and claim["accepted_at"] >= claim["expires_at"]:
            yield Violation("every deadline is kept", "accepted after it had expired", about)
        if claim["expired_at"] and claim["expired_at"] < claim["expires_at"]:
            yield Violation("every deadline is kept", "expired before its time", about)
    for row in world.of("placement"):
        about = (f"placement {row['id']}",)
        if row["finalised_at"] and row["finalised_at"] < row["effective_at"]:
            yield Violation("every deadline is kept", "finalised before its day", about)
        if row["finalised_at"] and not (row["announced_at"] and row["announced_at"] <= row["finalised_at"]):
            yield Violation("every deadline is kept", "finalised without being announced", about)
        if row["announced_at"] and row["announced_at"] < row["undo_until_at"]:
            yield Violation("every deadline is kept", "announced while it could be undone", about)
        if row["cancelled_because"] == "undone" and row["cancelled_at"] >= row["undo_until_at"]:
            yield Violation("every deadline is kept", "undone after the undo time", about)
        if row["finalised_at"] and row["cancelled_at"]:
            yield Violation("nobody is placed twice", "finalised and cancelled", about)
    for row in world.of("campaign"):
        if row["status"] == "closed" and row["closed_at"] < row["closes_at"]:
            yield Violation("every deadline is kept", "closed before its time", (f"campaign {row['id']}",))


def _check_choices(world: World) -> Iterator[Violation]:
    """Versions without a gap, each with one event and one receipt, none after its window."""
    filed = Counter(row["noun_id"] for row in world.of("event", lambda row: row["verb"] == "choice.filed"))
    receipts = Counter(row["choice_id"] for row in world.of("receipt"))
    versions: dict[int, list[int]] = defaultdict(list)
    for choice in world.of("choice"):
        versions[choice["assignment_id"]].append(choice["version"])
        if (filed[choice["id"]], receipts[choice["id"]]) != (1, 1):
            yield Violation("events agree with rows", "a choice without one event", (f"choice {choice['id']}",))
    for assignment, numbers in versions.items():
        if sorted(numbers) != list(range(1, len(numbers) + 1)):
            yield Violation("no choice is lost", f"versions {numbers}", (f"assignment {assignment}",))


def _check_notices(world: World) -> Iterator[Violation]:
    """Each event has told its person, once in the inbox and once by mail; no message has two ids."""
    told: Counter[tuple[int, int, str]] = Counter()
    templates: dict[tuple[int, int], set[str]] = defaultdict(set)
    for notice in world.of("notice"):
        told[notice["event_id"], notice["recipient_id"], notice["channel"]] += 1
        templates[notice["event_id"], notice["recipient_id"]].add(notice["template"])
    works_here = {row["id"] for row in world.of("employee", lambda row: row["is_active"])}
    announced: Counter[int] = Counter()
    for event in world.of("event"):
        announced[event["noun_id"]] += event["verb"] == "placement.announced"
        person, about = event["subject_employee_id"], (f"{event['noun']} {event['noun_id']}", f"event {event['id']}")
        wanted = OWED.get(event["verb"])
        if wanted is None or person not in works_here:  # who has left is told no more
            continue
        if not templates[event["id"], person] & wanted:
            yield Violation("no notice is lost", f"{event['verb']} told nobody", about)
        if {told[event["id"], person, channel] for channel in ("inbox", "mail")} != {1}:
            yield Violation("no notice is lost", f"{event['verb']} is not told once on each channel", about)
    for row in world.of("placement"):
        if announced[row["id"]] != (row["announced_at"] is not None):
            yield Violation("events agree with rows", "announced not once", (f"placement {row['id']}",))
    ids = Counter(row["message_id"] for row in world.of("notice") if row["message_id"])
    for message_id, times in ids.items():
        if times > 1:
            yield Violation("a notice has one Message-ID", f"{message_id} stands for {times}")


def _check_nothing_is_overdue(world: World) -> Iterator[Violation]:
    now = world.now
    closed = {row["id"] for row in world.of("role", lambda row: row["status"] == "closed")}
    late: list[tuple[str, Iterable[Row]]] = [
        ("claim", world.of("claim", lambda row: row["status"] == "offered" and row["expires_at"] <= now)),
        ("claim", world.of("claim", lambda row: row["status"] == "offered" and row["role_id"] in closed)),
        ("placement", world.of("placement", lambda row: row["status"] == "pending" and row["effective_at"] <= now)),
        ("campaign", world.of("campaign", lambda row: row["status"] == "open" and row["closes_at"] <= now)),
        (
            "placement",
            world.of(
                "placement",
                lambda row: row["status"] == "pending" and not row["announced_at"] and row["announce_at"] <= now,
            ),
        ),
        ("round", world.of("round", lambda row: rounds.is_overdue(row, now))),
        ("notice", world.of("notice", lambda row: row["status"] != "sent")),
    ]
    for noun, rows in late:
        for row in rows:
            yield Violation("nothing due is left", f"still {row['status']}", (f"{noun} {row['id']}",))


def most_at_once(spans: Iterable[Span]) -> int:
    """The most spans (start, end or None) that stood at one instant; one that ends makes room at that instant."""
    steps = sorted(step for start, end in spans for step in ((start, 1), *([(end, -1)] if end else [])))
    most = now = 0
    for _at, change in steps:
        now += change
        most = max(most, now)
    return most


ALWAYS: tuple[Rule, ...] = (
    _check_moves, _check_seats, _check_people, _check_pairs, _check_times, _check_choices, _check_notices,
    rounds.check_rounds,
)  # fmt: skip
