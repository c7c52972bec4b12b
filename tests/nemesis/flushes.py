"""python -m tests.nemesis.flushes: the broker loses everything again and again while thousands of messages go out.

Prints one line of JSON: how many were owed, came, came twice, and how often everything was lost.
"""

import importlib
import json
import sys
import time
from collections import Counter

from tests.nemesis.scene import Scene
from tests.nemesis.standing import standing

PEOPLE, MESSAGES, FLUSHES, EVERY = 7_000, 4, 20, 30.0
_NUDGE_EVERY = 5.0
# when nothing is left to be owed, so long may sending take
_PATIENCE = 600.0


def main() -> int:
    with standing() as scene:
        told = _play(scene)
    sys.stdout.write(json.dumps(told) + "\n")
    return int(told["lost"] + told["doubled"] > 0)


def _play(scene: Scene) -> dict[str, int]:
    crowd = importlib.import_module("tests.nemesis.crowd")  # its models need settings, which stand only now
    people, began = crowd.populate(PEOPLE), time.monotonic()
    wave = PEOPLE * MESSAGES // FLUSHES
    for number in range(FLUSHES):
        crowd.owe(people, first=number * wave, number=wave)
        while time.monotonic() < began + (number + 1) * EVERY:
            _nudge(scene)
        scene.flush_broker()
    until = time.monotonic() + _PATIENCE
    while crowd.count_waiting() and time.monotonic() < until:
        _nudge(scene)
    came = Counter(str(mail["Message-ID"]) for mail in list(scene.mailbox.mails))
    owed = PEOPLE * MESSAGES
    return {"owed": owed, "lost": owed - len(came), "doubled": sum(came.values()) - len(came), "flushes": FLUSHES}


def _nudge(scene: Scene) -> None:
    scene.look_after()
    scene.send("tick")
    time.sleep(_NUDGE_EVERY)


if __name__ == "__main__":
    sys.exit(main())
