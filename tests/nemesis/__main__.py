"""python -m tests.nemesis [--seed 1] [--n 10]: histories from this seed on; the first that fails is written down."""

import argparse
import importlib
import json
import shutil
import sys
import time
from collections import Counter
from pathlib import Path

from portal.embedded.place import PROJECT
from tests.nemesis.scene import Scene
from tests.nemesis.standing import standing

_TRACES = PROJECT / "var" / "nemesis"


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.nemesis")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--n", type=int, default=10)
    parser.add_argument("--keep-going", action="store_true", help="play on after a history that fails")
    asked = parser.parse_args(argv)
    with standing() as scene:
        return _play_all(scene, asked.seed, asked.n, keep_going=asked.keep_going)


def _play_all(scene: Scene, seed: int, number: int, *, keep_going: bool) -> int:
    play = importlib.import_module("tests.nemesis.play").play  # its models need settings, which stand only now
    failed, sent, done = 0, Counter[str](), Counter[str]()
    for each in range(seed, seed + number):
        began = time.monotonic()
        verdict = play(scene, each)
        took = time.monotonic() - began
        ops = verdict.history.ops
        counts = {outcome: sum(op.outcome == outcome for op in ops) for outcome in ("ok", "fail", "unknown")}
        sent += Counter(op.kind for op in ops)
        done += Counter(op.kind for op in ops if op.outcome == "ok")
        broken = ", ".join(fault.kind for fault in verdict.history.faults if not fault.kind.startswith("clock"))
        _say(f"seed {each}: {took:.1f} s, {counts['ok']} done, {counts['fail']} refused, "
             f"{counts['unknown']} unknown, {len(scene.mailbox.mails)} mails; {broken or 'no fault'}")  # fmt: skip
        if verdict.violations:
            failed += 1
            for violation in verdict.violations[:20]:
                _say(f"  {violation}")
            trace = _write(each, verdict.trace(), scene)
            _say(f"  the trace: {trace}; again: make nemesis SEED={each} N=1")
            if not keep_going:
                break
    _say("answered yes: " + ", ".join(f"{kind} {done[kind]} of {count}" for kind, count in sorted(sent.items())))
    _say(f"{number if keep_going or not failed else each - seed + 1} histories, {failed} with violations")
    return 1 if failed else 0


def _write(seed: int, trace: list[dict[str, object]], scene: Scene) -> Path:
    folder = _TRACES / str(seed)
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(scene.place.logs, folder)
    path = folder / "trace.json"
    path.write_text("[\n" + ",\n".join(json.dumps(line) for line in trace) + "\n]\n")
    return path


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
