"""python -m portal.embedded run | test | with | doctor | reset | stop: what the Makefile calls."""

import shutil
import sys
from collections.abc import Callable, Sequence
from os import environ

from portal.embedded import doctor, postgres, testing, valkey
from portal.embedded.children import Child
from portal.embedded.place import Place
from portal.embedded.supervisor import Supervisor
from portal.embedded.terminal import Trouble, say
from portal.processes import get_processes


def run(argv: Sequence[str]) -> int:  # noqa: ARG001 - every command takes the rest of the line
    """Start everything and stay until Ctrl-C."""
    Supervisor(Place.of_run(), environ).run()
    return 0


def stop(argv: Sequence[str]) -> int:  # noqa: ARG001 - every command takes the rest of the line
    """Stop what a supervisor that was killed left running."""
    place = Place.of_run()
    place.prepare()
    lock = place.lock()
    for process in reversed(get_processes(address="", state=str(place.run))):
        if Child(process, place, {}).end_orphan():
            say(f"stopped the {process.name}")
    for name, ended in (("Valkey", valkey.stop(place)), ("PostgreSQL", postgres.stop(place))):
        if ended:
            say(f"stopped {name}")
    lock.close()
    return 0


def reset(argv: Sequence[str]) -> int:
    """Delete everything that `make run` made; a company of one's own only when told so."""
    place = Place.of_run()
    if place.own_company.exists() and environ.get("RESET") != "company":
        raise Trouble(f"below {place.var} lies no demonstration. To delete it for good: make reset RESET=company")
    stop(argv)
    for name in ("postgres", "valkey", "keys", "mail", "log", "run"):
        shutil.rmtree(place.var / name, ignore_errors=True)
    place.own_company.unlink(missing_ok=True)
    say(f"deleted the data below {place.var}")
    return 0


COMMANDS: dict[str, Callable[[Sequence[str]], int]] = {
    "run": run,
    "stop": stop,
    "reset": reset,
    "doctor": doctor.run,
    "test": testing.run_tests,
    "with": testing.run_with_servers,
}


def main(argv: Sequence[str]) -> int:
    if not argv or argv[0] not in COMMANDS:
        print(f"python -m portal.embedded {' | '.join(COMMANDS)}", file=sys.stderr)
        return 2
    try:
        return COMMANDS[argv[0]](argv[1:])
    except Trouble as trouble:
        print(f"undraft: {trouble}", file=sys.stderr, flush=True)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
