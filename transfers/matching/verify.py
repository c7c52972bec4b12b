"""Check a round's document without trusting who ran it: `python -m transfers.matching.verify ROUND.json`.

Python's standard library alone, and none of the portal's own code: copy this file and read it. It checks that

- the input is the one that both people were bound to before the run: its hash, their commitments, the seed;
- the lottery is the order of SHA-256(seed ‖ 0x00 ‖ ballot);
- the outcome is valid: roles of people's own lists, no more people than seats, none for who left or of what closed;
- the outcome is stable by the order keys: tier, then rating, then fit, then lottery;
- it is the one that is best for everybody who takes part: found again, person by person (Gale & Shapley 1962).

Exit code 0 when all of it holds, 1 when anything does not, 2 when the file is no such document.
"""

import hashlib
import heapq
import json
import sys
from collections import Counter

FORMAT = "undraft-round-1"
NO_ROLE = None
Lists = dict[str, list[str]]
Order = dict[tuple[str, str], tuple[int, ...]]


class Document:
    """The parts of the file, each of the type it must have; anything else is a ValueError."""

    def __init__(self, raw: object) -> None:
        top = _object(raw, "the file")
        if top.get("format") != FORMAT:
            raise ValueError(f"format is {top.get('format')!r}, not {FORMAT!r}")
        self.input = _object(top.get("input"), "input")
        self.input_sha256 = _text(top.get("input_sha256"), "input_sha256")
        self.commitments = [_text(each, "commitments") for each in _list(top.get("commitments"), "commitments")]
        self.secrets = [bytes.fromhex(_text(each, "secrets")) for each in _list(top.get("secrets"), "secrets")]
        self.seed = bytes.fromhex(_text(top.get("seed"), "seed"))
        self.left = {_text(each, "left") for each in _list(top.get("left"), "left")}
        self.closed = {_text(each, "closed") for each in _list(top.get("closed"), "closed")}
        got = _object(top.get("outcome"), "outcome")
        self.outcome = {ballot: role if role is NO_ROLE else _text(role, ballot) for ballot, role in got.items()}
        seats = {role: _whole(n, 0, role) for role, n in _object(self.input.get("seats"), "seats").items()}
        self.seats = {role: 0 if role in self.closed else n for role, n in seats.items()}
        self.lists: dict[str, list[str]] = {}
        self.keys: dict[tuple[str, str], tuple[int, int, int]] = {}
        for ballot, row in _object(self.input.get("participants"), "participants").items():
            self._read(ballot, _object(row, ballot))

    def _read(self, ballot: str, row: dict[str, object]) -> None:
        tier = _whole(row.get("tier"), 1, f"tier of {ballot}")
        self.lists[ballot] = []
        for line in _list(row.get("list"), ballot):
            role, rating, fit = _list(line, ballot)
            role = _text(role, ballot)
            if role not in self.seats or (ballot, role) in self.keys:
                raise ValueError(f"{ballot}: role {role} is unknown or stands twice on the list")
            self.lists[ballot].append(role)
            order = (tier, -_whole(rating, 1, ballot, 5), -_whole(fit, 0, ballot, 10_000))
            self.keys[ballot, role] = order


def get_faults(document: Document) -> list[str]:
    """Everything that does not hold, as sentences; empty means the round is what it says."""
    return [*_check_seed(document), *_check_outcome(document)]


def _check_seed(document: Document) -> list[str]:
    faults = []
    text = json.dumps(document.input, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    digest = hashlib.sha256(text.encode()).hexdigest()
    if digest != document.input_sha256:
        faults.append(f"the input's hash is {digest}, not the one that was frozen")
    hashes = [hashlib.sha256(each).hexdigest() for each in document.secrets]
    if len(hashes) != 2 or hashes != document.commitments:
        faults.append("the two secrets are not those that were committed to")
    if hashlib.sha256(b"".join(document.secrets) + bytes.fromhex(digest)).digest() != document.seed:
        faults.append("the seed is not SHA-256(first secret ‖ second secret ‖ input hash)")
    if not document.left <= document.lists.keys() or not document.closed <= document.seats.keys():
        faults.append("somebody left, or a role was closed, that did not take part")
    return faults


def _check_outcome(document: Document) -> list[str]:
    lists = {ballot: [] if ballot in document.left else wanted for ballot, wanted in document.lists.items()}
    if document.outcome.keys() != lists.keys():
        return ["the outcome does not name everybody who takes part, once"]
    faults = [f"{ballot} has role {role}, which is not on their list"
              for ballot, role in document.outcome.items() if role not in (NO_ROLE, *lists[ballot])]  # fmt: skip
    people = Counter(role for role in document.outcome.values() if role is not NO_ROLE)
    faults += [f"role {role} has {n} people and {document.seats.get(role, 0)} seats"
               for role, n in people.items() if n > document.seats.get(role, 0)]  # fmt: skip
    if faults:
        return faults
    order = _order_at_roles(document)
    faults += _blocking(document, lists, order)
    best = _find_best(document, lists, order)
    faults += [f"{ballot} has {document.outcome[ballot]}, and {role} in the outcome that is best for everybody"
               for ballot, role in best.items() if document.outcome[ballot] != role]  # fmt: skip
    return faults


def _order_at_roles(document: Document) -> Order:
    """How each person stands at each role of their list: the smaller comes first. Nobody stands alike."""
    seed = document.seed + b"\0"
    drawn = sorted(document.lists, key=lambda each: (hashlib.sha256(seed + each.encode()).digest(), each))
    lottery = {ballot: place for place, ballot in enumerate(drawn)}
    return {pair: (*key, lottery[pair[0]]) for pair, key in document.keys.items()}


def _blocking(document: Document, lists: Lists, order: Order) -> list[str]:
    holders: dict[str, list[tuple[int, ...]]] = {role: [] for role in document.seats}
    for ballot, role in document.outcome.items():
        if role is not NO_ROLE:
            holders[role].append(order[ballot, role])
    faults = []
    for ballot, wanted in lists.items():
        got = document.outcome[ballot]
        for role in wanted if got is NO_ROLE else wanted[: wanted.index(got)]:
            if len(holders[role]) < document.seats[role]:
                faults.append(f"{ballot} prefers role {role}, which has a seat free")
            elif document.seats[role] and order[ballot, role] < max(holders[role]):
                faults.append(f"{ballot} prefers role {role}, and comes before somebody who has it")
    return faults


def _find_best(document: Document, lists: Lists, order: Order) -> dict[str, str | None]:
    """One after the other asks down their list; a role lets its last holder go for somebody who comes before."""
    best: dict[str, str | None] = dict.fromkeys(lists)
    rest = {ballot: iter(wanted) for ballot, wanted in lists.items()}
    held: dict[str, list[tuple[tuple[int, ...], str]]] = {role: [] for role in document.seats}
    waiting = list(lists)
    while waiting:
        ballot = waiting.pop()
        role = next(rest[ballot], None)
        if role is None:
            continue
        # a heap of the negated: its first is who comes last at the role
        heapq.heappush(held[role], (tuple(-each for each in order[ballot, role]), ballot))
        best[ballot] = role
        if len(held[role]) > document.seats[role]:
            _, last = heapq.heappop(held[role])
            best[last] = None
            waiting.append(last)
    return best


def _no_twins(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands twice in one object")
    return found


def _object(value: object, where: str) -> dict[str, object]:
    if not isinstance(value, dict):
        raise ValueError(f"{where} is no object")
    return value


def _list(value: object, where: str) -> list[object]:
    if not isinstance(value, list):
        raise ValueError(f"{where} is no list")
    return value


def _text(value: object, where: str) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{where} is no text")
    return value


def _whole(value: object, low: int, where: str, high: int = 1 << 31) -> int:
    if type(value) is not int or not low <= value <= high:
        raise ValueError(f"{where}: {value!r} is no whole number from {low} to {high}")
    return value


def main(argv: list[str]) -> int:
    """Print what holds and what does not."""
    if len(argv) != 1:
        sys.stderr.write("python -m transfers.matching.verify ROUND.json\n")
        return 2
    try:
        with open(argv[0], encoding="utf-8") as file:  # noqa: PTH123  this file is read by people who check it
            document = Document(json.load(file, object_pairs_hook=_no_twins))
        faults = get_faults(document)
    except (OSError, ValueError, RecursionError) as error:
        sys.stderr.write(f"{argv[0]} cannot be checked: {error}\n")
        return 2
    placed = sum(role is not NO_ROLE for role in document.outcome.values())
    roles = f"roles {len(document.seats)}, of them closed {len(document.closed)}"
    lines = [f"people {len(document.lists)}, of them left {len(document.left)}; {roles}; placed {placed}"]
    lines += [f"FAULT {each}" for each in faults] or ["input as its hash says, valid, stable, best for everybody"]
    lines += [f"compare with the round's page: input {document.input_sha256}, secrets {document.commitments}"]
    sys.stdout.buffer.write("\n".join([*lines, ""]).encode(errors="backslashreplace"))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
