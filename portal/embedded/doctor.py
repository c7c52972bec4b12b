"""make doctor: what is wrong with this machine or with what runs, each with what mends it."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence

from portal.embedded import browser, pids, ports, postgres, valkey
from portal.embedded.place import PROJECT, Place
from portal.embedded.terminal import Trouble
from portal.env import read_file

ENOUGH_BYTES = 2_000_000_000


def run(argv: Sequence[str]) -> int:  # noqa: ARG001 - every command takes the rest of the line
    """Look at each part, then let manage.py look at what runs."""
    place = Place.of_run()
    failing = sum(not _tell(part, look) for part, look in PARTS)
    if not place.env_file.exists() and not os.environ.get("DATABASE_URL"):
        print("ok   portal: not running (make run starts it)")
        return min(failing, 1)
    port = find_running(place)
    if port is not None:
        print(f"ok   portal: running at http://127.0.0.1:{port}/", flush=True)
    env = {**read_file(place.env_file), **os.environ}
    looked = subprocess.run([sys.executable, "manage.py", "doctor"], cwd=PROJECT, env=env, check=False)
    return 1 if failing or looked.returncode else 0


def _python() -> str:
    if sys.version_info < (3, 11):  # noqa: UP036 - somebody may have named an older one with PYTHON=
        raise Trouble("older than 3.11 → install a newer one, then: rm -rf .venv; make run")
    return sys.version.split()[0]


def _disk() -> str:
    free = shutil.disk_usage(PROJECT).free
    if free < ENOUGH_BYTES:
        raise Trouble(f"{free // 1_000_000} MB free → make room for 2 GB")
    return f"{free // 1_000_000_000} GB free"


def _postgres() -> str:
    if os.environ.get("DATABASE_URL"):
        return "the server that DATABASE_URL names"
    programs = postgres.find_programs()
    pid = postgres.pid_of(Place.of_run())
    return f"{programs}, {f'running as process {pid}' if pid else 'not running'}"


def _valkey() -> str:
    if os.environ.get("REDIS_URL"):
        return "the server that REDIS_URL names"
    program = valkey.find_program()
    pid = valkey.pid_of(Place.of_run())
    return f"{program}, {f'running as process {pid}' if pid else 'not running'}"


def find_running(place: Place) -> int | None:
    """The port of the portal that `make run` started here; None where none runs."""
    pid = pids.read_pid(place.run / "web.pid")
    bound = re.search(r"--bind \S+:(\d+)", pids.command_of(pid)) if pid is not None else None
    return int(bound[1]) if bound else None


def _port() -> str:
    wanted = int(os.environ.get("PORT") or 8000)
    if find_running(Place.of_run()) == wanted:
        return f"{wanted} is the portal's own"
    return f"{wanted} is free" if ports.is_free(wanted) else f"{wanted} is in use; make run takes the next free one"


def _browser() -> str:
    found = browser.find_on_path().get("UNDRAFT_BROWSER")
    return found or "none on PATH; make test fetches one"


PARTS: tuple[tuple[str, Callable[[], str]], ...] = (
    ("python", _python),
    ("disk", _disk),
    ("PostgreSQL", _postgres),
    ("Valkey", _valkey),
    ("port", _port),
    ("browser", _browser),
)


def _tell(part: str, look: Callable[[], str]) -> bool:
    try:
        print(f"ok   {part}: {look()}", flush=True)
    except Trouble as trouble:
        print(f"FAIL {part}: {trouble}", flush=True)
        return False
    return True
