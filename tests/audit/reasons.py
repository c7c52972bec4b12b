"""Ten thousand pairs of a person and a role: every reason and every change judged by the verifier's own clearing."""

import random
from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

from tests.bench.table import say
from transfers.matching import verify
from transfers.matching.clearing import Run, Secrets, run_round, write_document
from transfers.matching.instance import Criterion
from transfers.matching.refusals import Change, Refusal, Why, what_would_change, why_not
from transfers.matching.rounds import HIGHEST_FIT, HIGHEST_RATING, Line, Participant, RoundInput

SAYS = "10,000 random pairs: why not, and what would have changed it, by the verifier's own clearing"
PAIRS, PAIRS_A_ROUND = 10_000, 250
PEOPLE, ROLES = 400, 60
_LISTED = 0.8  # of the pairs: a role on the person's list, about which there is more to say
_SECRETS = Secrets(b"one" * 8, b"two" * 8)

Order = dict[tuple[str, str], tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Judge:
    """A round as the verifier reads it, which can be altered without a new lottery."""

    document: Any
    lists: dict[str, list[str]]
    order: Order

    def clear(self) -> dict[str, str | None]:
        return verify._find_best(self.document, self.lists, self.order)


def run() -> dict[str, object]:
    """Each pair is asked of the product and answered again by the judge."""
    chance, figures, wrong = random.Random(10_000), Counter[str](), list[str]()
    while figures["pairs"] < PAIRS:
        given = _make(chance)
        found = run_round(given, _SECRETS)
        document: Any = verify.Document(_plain(write_document(given, _SECRETS, found)))
        judge = Judge(document, document.lists, verify._order_at_roles(document))
        if verify.get_faults(document) or judge.clear() != dict(found.outcome):
            wrong.append("the verifier clears it otherwise")
        for _ in range(PAIRS_A_ROUND):
            _try(chance, found, judge, figures, wrong)
        say(f"      {figures['pairs']} pairs, {len(wrong)} wrong")
    return {**figures, "wrong": wrong[:20], "violations": len(wrong)}


def _try(chance: random.Random, found: Run, judge: Judge, figures: Counter[str], wrong: list[str]) -> None:
    numbered = found.numbered
    person = chance.randrange(PEOPLE)
    ballot = numbered.ballots[person]
    listed = judge.lists[ballot]
    name = chance.choice(listed if listed and chance.random() < _LISTED else numbered.roles)
    role = numbered.roles.index(name)
    if found.outcome[ballot] == name:
        return
    figures["pairs"] += 1
    refusal = why_not(numbered.instance, found.given, person, role)
    if refusal != _reason(judge, found.outcome, ballot, name):
        wrong.append(f"{ballot} at {name}: {refusal}")
    changes = what_would_change(numbered.instance, person, role, refusal)
    for change in changes:
        figures["changes"] += 1
        altered = _alter(judge, ballot, name, change)
        got, listed = altered.clear()[ballot], altered.lists[ballot]
        if got is None or listed.index(got) > listed.index(name):
            wrong.append(f"{ballot} at {name}: {change} is not enough")


def _reason(judge: Judge, outcome: Any, ballot: str, role: str) -> Refusal:
    """From the definitions, on the verifier's own order keys."""
    listed, got = judge.lists[ballot], outcome[ballot]
    if role not in listed:
        return Refusal(Why.NOT_RANKED)
    if got is not None and listed.index(got) < listed.index(role):
        return Refusal(Why.GOT_PREFERRED)
    if not judge.document.seats[role]:
        return Refusal(Why.NO_SEAT)
    last = max(judge.order[each, role] for each, has in outcome.items() if has == role)
    own = judge.order[ballot, role]
    return Refusal(Why.LAST_SEAT, list(Criterion)[next(n for n in range(len(own)) if own[n] != last[n])])


def _alter(judge: Judge, ballot: str, role: str, change: Change) -> Judge:
    """The round with one change to one person; everybody else's keys and the lottery stay."""
    order, lists = dict(judge.order), dict(judge.lists)
    if change.kind == "seats":
        document = verify.Document.__new__(verify.Document)
        document.__dict__.update(judge.document.__dict__)
        document.seats = {**judge.document.seats, role: judge.document.seats[role] + change.value}
        return replace(judge, document=document)
    if change.kind == "ranked_first":
        lists[ballot] = [role, *(each for each in lists[ballot] if each != role)]
        return replace(judge, lists=lists)
    if change.kind == "lottery":
        return replace(judge, order=_overtake(order, ballot, change.value))
    place = ["tier", "rating", "fit"].index(change.kind)
    value = change.value if change.kind == "tier" else -change.value
    for pair in [each for each in order if each[0] == ballot and (change.kind == "tier" or each[1] == role)]:
        order[pair] = (*order[pair][:place], value, *order[pair][place + 1 :])
    return replace(judge, order=order)


def _overtake(order: Order, ballot: str, by: int) -> Order:
    """So many places earlier; those overtaken come one later."""
    own = next(key[3] for (each, _role), key in order.items() if each == ballot)

    def moved(place: int) -> int:
        return own - by if place == own else place + 1 if own - by <= place < own else place

    return {pair: (*key[:3], moved(key[3])) for pair, key in order.items()}


def _make(chance: random.Random) -> RoundInput:
    roles = [f"r{number:03}" for number in range(ROLES)]
    seats = {role: chance.choice((0, 1, 2, 3, 8)) for role in roles}
    people = []
    for number in range(PEOPLE):
        wanted = chance.sample(roles, chance.randint(0, 9))
        lines = tuple(
            Line(role, chance.randint(2, min(4, HIGHEST_RATING)), chance.randrange(0, HIGHEST_FIT, 2_000))
            for role in wanted
        )
        people.append(Participant(f"p{number:04}", chance.randint(1, 2), lines))
    return RoundInput(seats, tuple(people))


def _plain(document: Any) -> Any:
    """As a file would hold it: lists, not tuples."""
    if isinstance(document, dict):
        return {name: _plain(value) for name, value in document.items()}
    return [_plain(each) for each in document] if isinstance(document, list | tuple) else document
