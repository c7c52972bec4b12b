"""One history: a company, a few rounds of people, sweepers and faults, a rest, and the judgement."""

import random
import threading
import time
from collections.abc import Iterator
from datetime import timedelta

from django.db import connection

from accounts.models import Employee
from tests.nemesis import administration, clock, faults, population
from tests.nemesis.history import History, get_contradictions
from tests.nemesis.mails import get_mail_violations
from tests.nemesis.model import get_violations_at_rest
from tests.nemesis.people import STEPS, Stage, take_steps
from tests.nemesis.scene import MOST_SENDERS, Scene
from tests.nemesis.violation import Violation
from tests.nemesis.world import World, read_world
from transfers.actions.notices import retry_notice
from transfers.models import Notice
from transfers.queries.seals import verify_history
from transfers.states import NoticeStatus

ROUNDS, ACTORS, EACH = 3, 5, 2
_SWEEP_EVERY = 0.25
_REST_WITHIN = 240.0


class Verdict:
    """What a seed came to: nothing wrong, or what was, with everything that touched it."""

    def __init__(self, history: History, world: World, violations: list[Violation]) -> None:
        self.history = history
        self.world = world
        self.violations = violations

    def trace(self) -> list[dict[str, object]]:
        """The shortest part of the history that touches what is wrong."""
        named = {about for violation in self.violations for about in violation.about}
        public = set(named)
        for noun in ("claim", "placement", "assignment", "role", "employee"):
            for row in self.world.of(noun):
                if f"{noun} {row['id']}" in named:
                    public.add(str(row["public_id"]))
        return self.history.trace(public)


def play(scene: Scene, seed: int) -> Verdict:
    """Everything is drawn from the seed; only who comes first is the machine's."""
    rng = random.Random(seed)
    scene.flush_broker()
    population.empty()
    scene.mailbox.mails.clear()
    people = population.populate(rng, scene.address)
    connection.close()
    history = History(seed)
    stage = Stage(people, history, placements=list(people.placements))
    for number in range(ROUNDS):
        edge = clock.jump_to_an_edge(scene.conninfo, history, rng)
        stage.today = (edge or people.began_at).date() + timedelta(days=1)
        _play_round(scene, stage, rng, f"{seed}:{number}")
    world = _rest(scene, history, people)
    violations = [
        *_check_seals(),
        *get_violations_at_rest(world),
        *get_contradictions(history, world),
        *get_mail_violations(history, world, scene.mailbox.mails),
    ]
    return Verdict(history, world, violations)


def _play_round(scene: Scene, stage: Stage, rng: random.Random, name: str) -> None:
    over = threading.Event()
    injected = faults.draw(rng)

    def sweep() -> None:
        # two beats: the ticks meet in one slot
        while not over.wait(_SWEEP_EVERY):
            scene.send("tick")
            scene.send("tick")
            scene.send("sweep")
            scene.send("seal_history")
            _look_after(scene, stage.history)

    def break_things() -> None:
        for number, inject in enumerate(injected):
            time.sleep(rng.uniform(0, 0.5))
            inject(scene, stage.history, random.Random(f"{name}:fault{number}"))

    steps = STEPS | administration.STEPS
    actors = [
        threading.Thread(target=take_steps, args=(stage, random.Random(f"{name}:{number}"), steps, EACH), daemon=True)
        for number in range(ACTORS)
    ]
    others = [threading.Thread(target=sweep, daemon=True), threading.Thread(target=break_things, daemon=True)]
    for thread in (*actors, *others):
        thread.start()
    try:
        for thread in (*actors, others[1]):
            thread.join()
    finally:
        over.set()
    others[0].join()


def _rest(scene: Scene, history: History, people: population.Population) -> World:
    """Nothing breaks any more and time passes, until nothing is due; if that never comes, the model says what is."""
    scene.wait_for_workers()
    deadline = time.monotonic() + _REST_WITHIN
    turn = 0
    while True:
        _look_after(scene, history)
        # what only time brings about, as the end of a freeze, is a tick's and no sweep's
        scene.send("tick")
        scene.send("sweep")
        scene.send("seal_history")
        time.sleep(_SWEEP_EVERY)
        world = read_world(scene.conninfo, began_at=people.began_at)
        if not any(violation.rule == "nothing due is left" for violation in get_violations_at_rest(world)):
            return world
        if time.monotonic() > deadline:
            return world
        turn += 1
        if turn % 3 == 0:
            _ask_an_administrator(people.admin)
            clock.jump(scene.conninfo, history, timedelta(hours=3))


def _check_seals() -> Iterator[Violation]:
    proof = verify_history()
    connection.close()
    if not proof.holds:
        yield Violation("seals are intact", str(proof))


def _look_after(scene: Scene, history: History) -> None:
    """A worker whose broker goes away while it holds messages may give up, and a child in the middle of a mail."""
    for name in scene.look_after():
        history.begin_fault(f"{name} ended by itself", repeats=MOST_SENDERS // 2).ended_at = time.monotonic()


def _ask_an_administrator(admin: Employee) -> None:
    """What a mail server refused for good waits for a person, who sends it again."""
    for notice in Notice.objects.filter(status=NoticeStatus.NEEDS_ATTENTION):
        retry_notice(notice, by=admin)
    connection.close()
