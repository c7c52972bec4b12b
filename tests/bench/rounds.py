"""Rounds at three sizes, beside the C reference, plain Python and another implementation of the same method."""

import heapq
import random
import sys
import time
import tracemalloc
from collections.abc import Callable
from statistics import median

import numpy as np
from matching.games import HospitalResident

from tests.bench.engine import PEOPLE, TODAY, make_person, make_roles
from tests.bench.physical import Physical, load, to_people, to_roles
from tests.bench.table import Figure, say
from transfers.matching.catalogue import Catalogue
from transfers.matching.deferred_acceptance import clear
from transfers.matching.instance import LOTTERY_MASK, NOBODY, ROLE_BIT, Instance, Ints, build, pack
from transfers.matching.overview import answer_all
from transfers.matching.rounds import Line, Participant, RoundInput
from transfers.matching.stability import get_faults
from transfers.matching.types import RankingPolicy

# people, roles, seats, what of C's time is allowed, how often it is taken
SIZES = {
    "S": (7_000, 2_000, 4_000, 10.0, 25),
    "M": (78_000, 10_000, 50_000, 5.0, 7),
    "L": (1_000_000, 100_000, 500_000, 2.5, 3),
}
_SHORTEST, _LONGEST = 5, 15


def make(people: int, roles: int, seats: int, seed: int = 1) -> Instance:
    """Lists of five to fifteen roles, some wanted by many; two tiers; at least one seat a role."""
    chance = np.random.default_rng(seed)
    lengths = chance.integers(_SHORTEST, _LONGEST + 1, people)
    wanted = chance.gamma(1.0, 1.0, roles).cumsum()
    role = np.searchsorted(wanted / wanted[-1], chance.random(lengths.sum())).astype(np.int64)
    owner = np.repeat(np.arange(people, dtype=np.int64), lengths)
    first = np.sort(np.unique(owner * roles + role, return_index=True)[1])  # a role stands on a list once
    role, owner = role[first], owner[first]
    starts = np.concatenate([[0], np.cumsum(np.bincount(owner, minlength=people))])
    tier = chance.integers(1, 3, people)[owner]
    lines = pack(role, tier, chance.integers(1, 6, len(role)), chance.integers(0, 10_001, len(role)), owner)
    free = np.bincount(chance.integers(0, roles, seats - roles), minlength=roles) + 1
    return Instance(starts.astype(np.int64), lines, free.astype(np.int64))


def measure() -> list[Figure]:
    """Each figure beside its reference in turns; without a compiler only those that need no C."""
    physical = load()
    if physical is None:
        say("no C compiler: the figures beside C are left out")
    figures: list[Figure] = []
    for name in SIZES:
        figures += _sized(name, physical)
    figures.append(_memory(make(*SIZES["L"][:3])))
    small = make(*SIZES["S"][:3])
    if physical is not None:
        plain, c = _in_turns(lambda: _plain(small), lambda: physical.clear(small), times=5)
        figures.append(Figure("plain Python with heapq, S", plain, "the C reference", c))
        figures.append(_whole(physical))
    return [*figures, *_other(small)]


def _sized(name: str, physical: Physical | None) -> list[Figure]:
    people, roles, seats, at_most, times = SIZES[name]
    instance = make(people, roles, seats)
    given, found = clear(instance), []
    if physical is not None:
        assert (physical.clear(instance) == given).all()
        ours, c = _in_turns(lambda: clear(instance), lambda: physical.clear(instance), times=times)
        what = f"clear {name}: {people:,} people, {roles:,} roles, {seats:,} seats"
        found.append(Figure(what, ours, "the C reference", c, at_most=at_most))
    stable, cleared = _in_turns(lambda: get_faults(instance, given), lambda: clear(instance), times=times)
    return [*found, Figure(f"exact stability check {name}", stable, "the clear", cleared, at_most=1.0)]


def _in_turns(one: Callable[[], object], other: Callable[[], object], *, times: int) -> tuple[float, float]:
    taken: tuple[list[float], list[float]] = ([], [])
    for _ in range(times):
        for work, seconds in zip((one, other), taken, strict=True):
            start = time.perf_counter()
            work()
            seconds.append(time.perf_counter() - start)
    return median(taken[0]), median(taken[1])


def _memory(instance: Instance) -> Figure:
    arrays = sum(array.nbytes for array in instance)
    tracemalloc.start()
    clear(instance)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return Figure(
        "peak memory of clearing L", peak / 2**20, "the instance's arrays", arrays / 2**20, at_most=5.0, unit="MB"
    )


def _whole(physical: Physical) -> Figure:
    """Every pair scored; the lists of S cleared and checked, every refusal explained."""
    chance = random.Random(20_261_123)
    roles, policy = make_roles(chance), RankingPolicy()
    people = [make_person(number, chance) for number in range(1, PEOPLE + 1)]
    catalogue, instance = Catalogue(roles), make(*SIZES["S"][:3])
    as_people, as_roles = to_people(people), to_roles(roles, TODAY)

    def ours() -> None:
        for person in people:
            catalogue.open_to(person.job_family_id).order(person, policy, TODAY)
        given = clear(instance)
        assert not get_faults(instance, given)
        answer_all(instance, given)

    def c() -> None:
        physical.score_all(as_people, as_roles)
        physical.clear(instance)

    ours_seconds, c_seconds = _in_turns(ours, c, times=3)
    what = f"whole round S: {PEOPLE:,} × {len(roles):,} pairs scored, cleared, checked, each refusal explained"
    return Figure(what, ours_seconds, "C scoring the same pairs and clearing", c_seconds, at_most=15.0)


def _other(instance: Instance) -> list[Figure]:
    """PyPI's `matching` on the same round, once: it takes minutes."""
    sys.setrecursionlimit(max(sys.getrecursionlimit(), 100_000))
    given = _as_input(instance)
    began = time.perf_counter()
    game = HospitalResident.create_from_dictionaries(*_as_dictionaries(instance))
    made = time.perf_counter()
    game.solve(optimal="resident")
    solved = time.perf_counter()
    whole, solve = solved - began, solved - made
    ours = median(_seconds(lambda: clear(build(given, b"a seed").instance)) for _ in range(5))
    clearing = median(_seconds(lambda: clear(instance)) for _ in range(9))
    return [
        Figure("from objects to result, S", ours, "PyPI matching 1.4.3", whole, at_least=50.0, is_rate=True),
        Figure("its solve alone, S", clearing, "PyPI matching 1.4.3", solve, at_least=50.0, is_rate=True),
    ]


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _lists(instance: Instance) -> list[list[int]]:
    lines, starts = instance.entries.tolist(), instance.starts.tolist()
    return [lines[starts[person] : starts[person + 1]] for person in range(instance.people)]


def _plain(instance: Instance) -> Ints:
    """The textbook loop over Python's own lists, one person after the other."""
    lists, seats = _lists(instance), instance.seats.tolist()
    held: list[list[int]] = [[] for _ in seats]
    given = np.full(instance.people, NOBODY, np.int64)
    rest = [iter(each) for each in lists]
    waiting = list(range(instance.people))
    while waiting:
        person = waiting.pop()
        for line in rest[person]:
            heap = held[line >> ROLE_BIT]
            heapq.heappush(heap, -line)
            if len(heap) <= seats[line >> ROLE_BIT]:
                break
            last = -heapq.heappop(heap)
            if last != line:
                waiting.append(last & LOTTERY_MASK)
                break
    for role, heap in enumerate(held):
        for line in heap:
            given[-line & LOTTERY_MASK] = role
    return given


def _as_input(instance: Instance) -> RoundInput:
    people = tuple(
        Participant(
            f"p{person:07}", 1, tuple(Line(f"r{line >> ROLE_BIT:06}", 3, line >> 20 & 8_191) for line in each)
        )
        for person, each in enumerate(_lists(instance))
    )
    return RoundInput({f"r{role:06}": seats for role, seats in enumerate(instance.seats.tolist())}, people)


def _as_dictionaries(instance: Instance) -> tuple[dict[str, list[str]], dict[str, list[str]], dict[str, int]]:
    wanted: dict[int, list[int]] = {}
    for line in sorted(instance.entries.tolist()):
        wanted.setdefault(line >> ROLE_BIT, []).append(line & LOTTERY_MASK)
    residents = {
        f"p{n}": [f"r{line >> ROLE_BIT}" for line in each] for n, each in enumerate(_lists(instance)) if each
    }
    hospitals = {f"r{role}": [f"p{person}" for person in people] for role, people in wanted.items()}
    return residents, hospitals, {f"r{role}": int(instance.seats[role]) for role in wanted}
