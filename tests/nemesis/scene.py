"""The whole portal in real processes, on servers of its own that may be shot."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import redis
from celery import Celery
from kombu.exceptions import KombuError

from portal.embedded import pids, ports, postgres, valkey
from portal.embedded.place import PROJECT, Place
from portal.embedded.terminal import Trouble
from portal.processes import get_processes
from tests.faults import Mailbox

_WORKERS = 2
_CHILDREN = 2
# Two workers, so that work goes on while one of them starts again.
MOST_SENDERS = _WORKERS * _CHILDREN
# portal/processes.py gives a worker as much
_PATIENCE = 30


class Process:
    """One process of the portal and all it started, killed together."""

    def __init__(self, name: str, argv: tuple[str, ...], env: Mapping[str, str], folder: Path) -> None:
        self.name = name
        self._argv = argv
        self._ready = folder / f"{name}.ready"
        self._env = {**env, "READY_FILE": str(self._ready)}
        self.log = folder / f"{name}.log"
        self._running: subprocess.Popen[bytes] | None = None
        self._lock = threading.RLock()

    def start(self) -> None:
        """Start it, unless it runs: who does harm and who looks after it may both come at once."""
        with self._lock:
            if self._running is None or self.has_ended:
                self._start()

    def _start(self) -> None:
        self._ready.unlink(missing_ok=True)
        with self.log.open("ab") as output:
            self._running = subprocess.Popen(
                [sys.executable, "-m", *self._argv],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                cwd=PROJECT,
                env=self._env,
                start_new_session=True,
            )

    @property
    def is_ready(self) -> bool:
        return self._ready.exists()

    @property
    def has_ended(self) -> bool:
        return self._running is not None and self._running.poll() is not None

    def children(self) -> list[int]:
        if self._running is None:
            return []
        pid = self._running.pid
        with suppress(OSError):
            return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
        return []

    def reload(self) -> None:
        """Ask it to put new children in the place of its own, as a deploy of the web does (gunicorn's SIGHUP)."""
        if self._running is not None:
            self._running.send_signal(signal.SIGHUP)

    def retire(self) -> bool:
        """Ask it to end what it has in hand and go; False where it would not and had to be killed."""
        running = self._running
        if running is None:
            return True
        running.send_signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            # what has ended stays named until the next start: another may have been started in its place already
            running.wait(_PATIENCE)
            return True
        self.kill()
        return False

    def kill(self) -> None:
        """SIGKILL to it and its children at once, as when a machine dies."""
        with self._lock:
            if self._running is not None:
                with suppress(ProcessLookupError):
                    os.killpg(self._running.pid, signal.SIGKILL)
                self._running.wait()
                self._running = None


class Scene:
    """Start it once; every history plays on it."""

    def __init__(self, folder: Path) -> None:
        self.place = Place(folder)
        self.mailbox = Mailbox()
        self.address = f"127.0.0.1:{ports.any_free()}"
        self.conninfo = self.redis_url = ""
        self.processes: dict[str, Process] = {}
        self._sender: Celery | None = None
        self._sending = threading.Lock()

    def start_servers(self) -> dict[str, str]:
        """Start the servers; returns the environment in which everything else runs."""
        self.place.prepare()
        # durable: a crash must not take back what was answered
        self.conninfo = postgres.start(self.place)
        self.redis_url = valkey.start(self.place, durable=False)
        self.mailbox.start()
        return {
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "DEMO": "small",
            "DATABASE_URL": self.conninfo,
            "REDIS_URL": self.redis_url,
            "EMAIL_URL": self.mailbox.url,
            "VAR_DIR": str(self.place.var),
        }

    def start_portal(self) -> None:
        """Start web and workers and wait until they answer."""
        env = {name: value for name, value in os.environ.items() if name != "PYTEST_XDIST_WORKER"}
        env["LOG_LEVEL"] = "INFO"
        web, worker, _beat = get_processes(address=self.address, state=str(self.place.run))
        self.processes["web"] = Process("web", web.argv, {**env, **web.env}, self.place.logs)
        for number in range(_WORKERS):
            name = f"worker{number}"
            argv = (*worker.argv, "--hostname", f"{name}@nemesis")
            self.processes[name] = Process(name, argv, {**env, **worker.env}, self.place.logs)
        for process in self.processes.values():
            process.start()
        self.wait_for_workers()

    @property
    def workers(self) -> list[Process]:
        return [process for name, process in sorted(self.processes.items()) if name != "web"]

    def wait_for_workers(self) -> None:
        deadline = time.monotonic() + 60
        while not all(worker.is_ready for worker in self.workers):
            self.look_after()
            if time.monotonic() > deadline:
                raise AssertionError("a worker did not start: " + self.workers[0].log.read_text()[-2000:])
            time.sleep(0.05)

    def stop(self) -> None:
        for process in self.processes.values():
            process.kill()
        self.signal_broker(signal.SIGCONT)
        self.mailbox.stop()
        valkey.stop(self.place)
        postgres.stop(self.place)

    def look_after(self) -> list[str]:
        """Start again what ended by itself, as every supervisor does; returns what had."""
        ended = [process for process in self.processes.values() if process.has_ended]
        for process in ended:
            process.kill()
            process.start()
        return [process.name for process in ended]

    # --- what may be done to it ---

    def send(self, task: str, **arguments: object) -> bool:
        """Put one message into the queue, as a beat or a page does; False where the broker takes none."""
        with self._sending:
            if self._sender is None:
                self._sender = self._make_sender()
            try:
                self._sender.send_task(f"transfers.tasks.{task}", kwargs=arguments, retry=False, ignore_result=True)
            except (KombuError, redis.RedisError, OSError):
                self._sender = None
                return False
            return True

    def _make_sender(self) -> Celery:
        from django.conf import settings

        sender = Celery("nemesis", set_as_current=False)
        sender.config_from_object(settings, namespace="CELERY")
        sender.conf.update(broker_url=self.redis_url)
        return sender

    def flush_broker(self) -> None:
        with suppress(redis.RedisError):
            redis.Redis.from_url(self.redis_url, socket_timeout=2).flushall()

    def signal_broker(self, number: signal.Signals) -> None:
        pid = valkey.pid_of(self.place)
        if pid is not None:
            os.kill(pid, number)

    def restart_broker(self, pause: float) -> None:
        """Shot, away for a while, and back with nothing of what it held."""
        port = int(self.redis_url.rsplit(":", 1)[1].split("/")[0])
        self.signal_broker(signal.SIGKILL)
        time.sleep(pause)
        valkey.start(self.place, durable=False, port=port)

    def crash_postgres(self) -> None:
        """Every session ends at once, and the server comes back by its log, as after a power cut."""
        data = self.place.var / "postgres" / "data"
        port = int(self.conninfo.rsplit(":", 1)[1].split("/")[0])
        pid = postgres.pid_of(self.place)
        if pid is not None:
            pids.end(pid, str(data), by=signal.SIGQUIT, patience=10)
        for attempt in range(5):
            try:
                postgres.start(self.place, port=port)
            except Trouble:
                if attempt == 4:
                    raise
                time.sleep(0.2)
            else:
                return
