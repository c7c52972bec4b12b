"""What was asked and what was answered, and whether that can be squared with what stands at the end."""

import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from tests.nemesis.violation import Violation
from tests.nemesis.visitor import public_id_in
from tests.nemesis.world import World

OK, FAIL, UNKNOWN = "ok", "fail", "unknown"
# After a fault its traces may still meet somebody: a server that is starting, a connection found dead.
_AFTERWARDS = 4.0
# how many people a file brings
IMPORTED = 20


@dataclass(slots=True)
class Op:
    """One form that was sent: by whom, what for, with which key, when, and how it went."""

    who: str
    kind: str
    about: dict[str, str]
    key: str
    invoked_at: float
    answered_at: float = 0.0
    status: int = 0
    location: str = ""

    @property
    def outcome(self) -> str:
        """A redirect is a yes, a refusal a no; what broke off or broke down may have been done or not."""
        if self.status == 302 and not self.location.startswith("/account/"):
            return OK
        return FAIL if 200 <= self.status < 500 else UNKNOWN


@dataclass(slots=True)
class Fault:
    """What was done to the machinery, from when until when."""

    kind: str
    began_at: float
    ended_at: float = 0.0
    is_seen_by_web: bool = False
    repeats: int = 0


@dataclass(slots=True)
class History:
    """Everything that happened, in the order in which it was begun. Written by many threads."""

    seed: int
    ops: list[Op] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    # how many mails may come twice, because their sender died or time jumped over its lease
    repeats_allowed: int = 0
    _lock: Any = field(default_factory=threading.Lock)

    def begin(self, who: str, kind: str, about: dict[str, str], key: str) -> Op:
        op = Op(who, kind, about, key, time.monotonic())
        with self._lock:
            self.ops.append(op)
        return op

    def end(self, op: Op, status: int, location: str) -> None:
        with self._lock:
            op.status, op.location, op.answered_at = status, location, time.monotonic()

    def begin_fault(self, kind: str, *, is_seen_by_web: bool = False, repeats: int = 0) -> Fault:
        fault = Fault(kind, time.monotonic(), is_seen_by_web=is_seen_by_web, repeats=repeats)
        with self._lock:
            self.faults.append(fault)
            self.repeats_allowed += repeats
        return fault

    def allow_repeats(self, number: int) -> None:
        with self._lock:
            self.repeats_allowed += number

    def trace(self, about: set[str]) -> list[dict[str, Any]]:
        """The ops that touch these public ids, and all faults, in order; everything where none does."""
        touched = [op for op in self.ops if {op.who, *op.about.values()} & about] or self.ops
        lines = [asdict(op) | {"at": op.invoked_at, "outcome": op.outcome} for op in touched]
        lines += [asdict(fault) | {"at": fault.began_at} for fault in self.faults]
        return sorted(lines, key=lambda line: float(line["at"]))


def get_contradictions(history: History, world: World) -> list[Violation]:
    """Every answer against the rows: a yes stands, a row was asked for, nothing broke down without a fault."""
    return [
        *_check_answers(history, world),
        *_check_rows_were_asked_for(history, world),
        *_check_keys(history, world),
        *_check_files(history, world),
        *_check_breakdowns(history),
    ]


def _check_answers(history: History, world: World) -> Iterator[Violation]:
    """Whoever was told yes finds it done."""
    claims = {str(row["public_id"]): row for row in world.of("claim")}
    placements = {str(row["public_id"]): row for row in world.of("placement")}
    receipts = {str(row["public_id"]) for row in world.of("receipt")}
    by_id = world.by_id("claim")
    for op in history.ops:
        if op.outcome != OK:
            continue
        claim = claims.get(op.about.get("claim", ""))
        placement = placements.get(op.about.get("placement", ""))
        stands = True
        match op.kind:
            case "accept":
                made = placements.get(public_id_in(op.location))
                stands = made is not None and by_id[made["claim_id"]] is claim
            case "decline":
                stands = claim is not None and claim["declined_at"] is not None
            case "withdraw":
                stands = claim is not None and claim["withdrawn_at"] is not None
            case "undo" | "cancel":
                stands = placement is not None and placement["cancelled_at"] is not None
            case "return":
                stands = placement is not None and placement["returned_at"] is not None
            case "file":
                stands = public_id_in(op.location) in receipts
        if not stands:
            yield Violation("what was answered stands", f"{op.kind} was answered yes", tuple(op.about.values()))


def _check_rows_were_asked_for(history: History, world: World) -> Iterator[Violation]:
    """Whatever people alone can do, somebody asked for."""
    asked: dict[str, set[str]] = defaultdict(set)
    for op in history.ops:
        if op.outcome != FAIL:
            asked[op.kind] |= set(op.about.values())
    people = {row["id"]: str(row["public_id"]) for row in world.of("employee")}
    played = {str(row["public_id"]) for row in world.of("claim")} & {
        about for op in history.ops for about in op.about.values()
    }
    for claim in world.of("claim", lambda row: str(row["public_id"]) in played):
        public_id = str(claim["public_id"])
        person = people[claim["employee_id"]]
        is_by_somebody = claim["withdrawn_at"] and claim["withdrawn_by_id"]
        if is_by_somebody and public_id not in asked["withdraw"] and person not in asked["leave"]:
            yield Violation("nothing happens unasked", "withdrawn", (public_id,))
        if claim["declined_at"] and not claim["accepted_at"] and public_id not in asked["decline"]:
            yield Violation("nothing happens unasked", "declined", (public_id,))
    for row in world.of("placement"):
        public_id = str(row["public_id"])
        if row["cancelled_because"] == "undone" and public_id not in asked["undo"]:
            yield Violation("nothing happens unasked", "undone", (public_id,))
        if row["cancelled_because"] == "person" and public_id not in asked["cancel"]:
            yield Violation("nothing happens unasked", "cancelled", (public_id,))
        if row["returned_at"] and public_id not in asked["return"]:
            yield Violation("nothing happens unasked", "returned", (public_id,))


def _check_keys(history: History, world: World) -> Iterator[Violation]:
    """One form key does one thing, however often it was sent: filings by person, offers by role and person."""
    sure: dict[tuple[str, ...], set[str]] = defaultdict(set)
    perhaps: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for op in history.ops:
        if op.kind not in ("file", "offer"):
            continue
        pair = (op.kind, *(op.about[name] for name in sorted(op.about)))
        if op.outcome == OK:
            sure[pair].add(op.key)
        if op.outcome != FAIL:
            perhaps[pair].add(op.key)
    made: Counter[tuple[str, ...]] = Counter()
    assignments, people, roles = world.by_id("assignment"), world.by_id("employee"), world.by_id("role")
    for choice in world.of("choice", lambda row: row["version"] > 0):
        made["file", str(assignments[choice["assignment_id"]]["public_id"])] += 1
    for claim in world.of("claim"):
        person = str(people[claim["employee_id"]]["public_id"])
        made["offer", person, str(roles[claim["role_id"]]["public_id"])] += 1
    for pair, keys in perhaps.items():
        before = history_start(world, pair)
        if not len(sure[pair]) <= made[pair] - before <= len(keys):
            says = f"{len(sure[pair])} to {len(keys)} forms of {pair[0]} made {made[pair] - before}"
            yield Violation("a form key does one thing", says, pair[1:])


def _check_files(history: History, world: World) -> Iterator[Violation]:
    """A file is read as a whole or not at all, and as a whole where that was answered."""
    came = Counter(row["hr_id"].partition("-")[0] for row in world.of("employee"))
    for op in history.ops:
        if op.kind != "import":
            continue
        batch = op.about["batch"]
        if came[batch] not in (0, IMPORTED) or (op.outcome == OK and not came[batch]):
            yield Violation("a file comes whole or not at all", f"{came[batch]} of {IMPORTED} came", (batch,))


def history_start(world: World, pair: tuple[str, ...]) -> int:
    """How many there were before anybody asked: those that the population was arranged with are marked by time."""
    began = world.began_at
    if pair[0] == "file":
        assignments = {row["id"] for row in world.of("assignment") if str(row["public_id"]) == pair[1]}
        return len(world.of("choice", lambda row: row["assignment_id"] in assignments and row["filed_at"] < began))
    people = {row["id"] for row in world.of("employee") if str(row["public_id"]) == pair[1]}
    roles = {row["id"] for row in world.of("role") if str(row["public_id"]) == pair[2]}
    arranged = world.of(
        "claim", lambda row: row["employee_id"] in people and row["role_id"] in roles and row["offered_at"] < began
    )
    return len(arranged)


def _check_breakdowns(history: History) -> Iterator[Violation]:
    """The broker, the mail server and the workers may fail as they like: no page breaks down for it.

    Where the database cannot be reached or takes nothing, the answer is to come back later, never a breakdown.
    """
    seen = [fault for fault in history.faults if fault.is_seen_by_web]
    for op in history.ops:
        if op.outcome != UNKNOWN:
            continue
        if op.status not in (0, 502, 503, 504):
            yield Violation("no page breaks down", f"{op.kind} ended with {op.status}", (op.who, *op.about.values()))
        excused = any(
            fault.began_at - 1 <= op.answered_at and op.invoked_at <= (fault.ended_at or op.answered_at) + _AFTERWARDS
            for fault in seen
        )
        if not excused:
            says = f"{op.kind} ended with {op.status or 'no answer'} while nothing of the web's was broken"
            yield Violation("no page breaks down without a fault", says, (op.who, *op.about.values()))
