"""make test: servers of the tests' own, a real browser, and a command that runs between their start and stop."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence

from portal.embedded import browser
from portal.embedded.place import PROJECT, Place
from portal.embedded.servers import Servers
from portal.embedded.terminal import say


def run_tests(argv: Sequence[str]) -> int:
    """pytest with servers and a browser; BROWSER=none does without and pytest's summary counts what did not run."""
    found = {} if os.environ.get("BROWSER") == "none" else browser.ensure(PROJECT / "var" / "browser")
    return run_with_servers([sys.executable, "-m", "pytest", *_after_dashes(argv)], extra=found)


def run_with_servers(argv: Sequence[str], *, extra: Mapping[str, str] | None = None) -> int:
    """Run any command with DATABASE_URL and REDIS_URL of servers that live as long as it does."""
    place = Place.of_test()
    place.prepare()
    lock = place.lock()
    servers = Servers(place, os.environ, durable=False)
    say("starting the tests' servers")
    # Ctrl-C goes to the command, which ends and lets the servers be stopped.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        servers.start()
        env = {**os.environ, "DEMO": "small", **(extra or {}), **servers.env}
        done = subprocess.Popen(list(_after_dashes(argv)), cwd=PROJECT, env=env)
        while True:
            try:
                return done.wait()
            except KeyboardInterrupt:
                done.send_signal(signal.SIGINT)
    finally:
        servers.stop()
        lock.close()


def _after_dashes(argv: Sequence[str]) -> Sequence[str]:
    return argv[1:] if argv and argv[0] == "--" else argv
