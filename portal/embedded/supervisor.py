"""make run: servers, then the database and the demonstration, then web, worker and beat, until Ctrl-C."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from types import FrameType

from portal.embedded import ports
from portal.embedded.children import Child
from portal.embedded.place import PROJECT, Place, write_private
from portal.embedded.servers import Servers
from portal.embedded.terminal import Trouble, say
from portal.env import read_file
from portal.processes import get_processes

READY_WITHIN = 60.0


class Stopped(Exception):
    """Somebody asked the supervisor to stop before everything had started."""


class Supervisor:
    """One start of everything. `run` returns when everything has stopped again."""

    def __init__(self, place: Place, given: Mapping[str, str]) -> None:
        self.place = place
        self.given = {**read_file(PROJECT / ".env"), **given}
        self.servers = Servers(place, self.given)
        self.children: list[Child] = []
        self.address = ""
        self.stopping = False

    def run(self) -> None:
        self.place.prepare()
        lock = self.place.lock()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._ask_to_stop)
        try:
            self._start()
            self._watch()
        except Stopped:
            pass
        finally:
            self._stop()
            lock.close()

    # --- Starting ---

    def _start(self) -> None:
        asked = self.given.get("PORT", "")
        if asked and not (asked.isdecimal() and 0 < int(asked) < 65536):
            raise Trouble(f"PORT is {asked!r}; it must be a number between 1 and 65535")
        for process in get_processes(address="", state=str(self.place.run)):
            if Child(process, self.place, {}).end_orphan():
                say(f"stopped the {process.name} that an earlier start had left")
        say("starting the servers")
        self.servers.start()
        wanted = int(asked or 8000)
        port = ports.next_free(wanted)
        if port != wanted:
            say(f"port {wanted} is in use, so this takes {port}")
        self.address = f"127.0.0.1:{port}"
        env = self._environment()
        write_private(self.place.env_file, "".join(f"{name}={env[name]}\n" for name in self._own_names(env)))
        say("preparing the database and the static files")
        self._manage(env, "prepare")
        if env["DEMO"]:
            say(f"the demonstration company ({env['DEMO']}): loaded once, kept afterwards")
            self._manage(env, "demo")
        else:
            self.place.own_company.touch()
        say("starting web, worker and beat")
        measured = bool(env.get("METRICS_TOKEN"))
        for process in get_processes(address=self.address, state=str(self.place.run), is_measured=measured):
            child = Child(process, self.place, env)
            child.log.unlink(missing_ok=True)
            self.children.append(child)
            child.start()
        who = self._manage(env, "demo", "--who", quietly=True) if env["DEMO"] else ""
        self._wait_until_ready()
        say("ready")
        print(f"\n  Open {env['PORTAL_URL']}/   (Ctrl-C stops everything; logs: {self.place.logs})\n", flush=True)
        if who:
            print(who, flush=True)

    def _environment(self) -> dict[str, str]:
        """What every process gets. A demonstration is the default only on a database of our own."""
        demo = self.given.get("DEMO", "full" if self.servers.has_own_postgres else "")
        ours = {
            "SECRET_KEY": self.place.key("secret_key"),
            "RECEIPT_SIGNING_KEY": self.place.key("receipt_signing_key", in_base64=True),
            "PORTAL_URL": f"http://{self.address}",
            "VAR_DIR": str(self.place.var),
        }
        return {**os.environ, **ours, **self.given, **self.servers.env, "DEMO": demo}

    def _own_names(self, env: Mapping[str, str]) -> list[str]:
        """The settings a second terminal needs to reach the same portal."""
        names = ["DEMO", "DATABASE_URL", "REDIS_URL", "SECRET_KEY", "RECEIPT_SIGNING_KEY", "PORTAL_URL", "VAR_DIR"]
        return [name for name in names if name in env]

    def _manage(self, env: Mapping[str, str], *argv: str, quietly: bool = False) -> str:
        """Run one of manage.py's commands; what it prints is shown as it comes, or returned."""
        started = subprocess.Popen(
            [sys.executable, "manage.py", *argv],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if quietly else None,
            cwd=PROJECT,
            env={**env, "STATEMENT_TIMEOUT": "0"},
            start_new_session=True,
            text=True,
        )
        while True:
            try:
                said, _ = started.communicate(timeout=0.2)
                break
            except subprocess.TimeoutExpired:
                if self.stopping:
                    started.terminate()
                    started.wait()
                    raise Stopped from None
        if started.returncode != 0:
            raise Trouble(f"`manage.py {' '.join(argv)}` failed: its reason stands above")
        return said or ""

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + READY_WITHIN
        waiting = list(self.children)
        while waiting:
            self._look_after_children()
            waiting = [child for child in waiting if not child.is_ready(self.address)]
            if waiting and time.monotonic() > deadline:
                child = waiting[0]
                raise Trouble(
                    f"The {child.process.name} did not start. The end of {child.log}:\n{child.last_words()}"
                )
            time.sleep(0.05)

    # --- Running ---

    def _watch(self) -> None:
        next_look = 0.0
        while not self.stopping:
            self._look_after_children()
            if time.monotonic() >= next_look:
                for name in self.servers.restart_lost():
                    say(f"{name} was gone and has been started again")
                next_look = time.monotonic() + 1
            time.sleep(0.1)

    def _look_after_children(self) -> None:
        if self.stopping:
            raise Stopped
        for child in self.children:
            code = child.has_crashed()
            if code is not None:
                say(f"the {child.process.name} ended with {code}; it is started again (log: {child.log})")
            child.start_if_due()

    # --- Stopping ---

    def _ask_to_stop(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002 - the signal's signature
        self.stopping = True

    def _stop(self) -> None:
        say("stopping")
        for child in reversed(self.children):
            child.stop()
        self.place.env_file.unlink(missing_ok=True)
        self.servers.stop()
        say("stopped")
