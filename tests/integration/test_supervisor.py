"""make run on real processes: Ctrl-C, SIGKILL, crashes, busy ports, half-made data."""

import json
import os
import signal
import socket
import stat
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator

import pytest

from portal.embedded import pids
from portal.embedded.doctor import find_running
from portal.embedded.place import Place
from tests.processes import PROJECT, wait_until
from tests.run import Run

pytestmark = pytest.mark.processes
Make = Callable[..., Run]
# A real installation rather than the demonstration: loading a company is not what is tested here.
REAL = {"DEMO": "", "PORTAL_URL": "https://localhost", "ALLOWED_HOSTS": "localhost"}
NAMES = ("postgres", "valkey", "web", "worker", "beat")
WELL = {"ready": True, "database": "ok", "migrations": "ok", "broker": "ok", "queue": "ok", "history": "ok"}


@pytest.fixture(scope="module")
def running() -> Iterator[Run]:
    """A run that most tests here share, begun on a busy port where an initialisation was interrupted."""
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        run = Run(**REAL, PORT=str(busy.getsockname()[1]))
        unfinished = run.folder / "postgres/data.unfinished"
        unfinished.mkdir(parents=True)
        (unfinished / "PG_VERSION").write_text("18\n")
        try:
            yield run.start()
        finally:
            run.clean()


@pytest.fixture(scope="module")
def stopped() -> Iterator[Run]:
    """A run that was started and ended by Ctrl-C: who starts it anew leaves it ended."""
    run = Run(**REAL)
    try:
        assert len(run.start().processes()) >= len(NAMES)
        assert run.interrupt() == 0
        yield run
    finally:
        run.clean()


def port_of(run: Run) -> int:
    """Where this run's pages are: PORTAL_URL is what a proxy would serve."""
    command = pids.command_of(run.pid_of("web"))
    return int(command.split("127.0.0.1:")[1].split()[0])


def health_of(run: Run) -> dict[str, object]:
    """What /readyz says, or nothing while it does not answer."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port_of(run)}/readyz", timeout=10) as answer:
            found: dict[str, object] = json.load(answer)
            return found
    except (OSError, IndexError):
        return {}


def test_every_process_runs_and_is_well_once_the_address_is_printed(running: Run) -> None:
    assert health_of(running) == WELL
    assert (running.folder / "own-company").exists()
    assert all(pids.command_of(running.pid_of(name)) for name in NAMES)


def test_initialisation_that_was_interrupted_is_begun_again(running: Run) -> None:
    assert not (running.folder / "postgres/data.unfinished").exists()
    assert (running.folder / "postgres/data/PG_VERSION").exists()


def test_second_run_below_the_same_folder_is_refused(running: Run) -> None:
    before = {name: running.pid_of(name) for name in NAMES}
    second = subprocess.run(
        [sys.executable, "-m", "portal.embedded", "run"],
        cwd=PROJECT,
        env=running.env,
        capture_output=True,
        text=True,
        check=False,
        timeout=20,
    )
    assert second.returncode == 1
    assert "Already running: process" in second.stderr
    assert {name: running.pid_of(name) for name in NAMES} == before
    assert health_of(running) == WELL


def test_keys_and_data_are_their_owners_only(running: Run) -> None:
    keys = list((running.folder / "keys").iterdir())
    private = [*keys, running.folder / "run/embedded.env", running.folder / "valkey/server.conf"]
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in private)
    assert stat.S_IMODE((running.folder / "postgres/data").stat().st_mode) == 0o700
    shown = "\n".join([*running.processes(), running.said])
    assert not any(path.read_text() in shown for path in keys)


def test_second_terminal_reaches_the_same_portal(running: Run) -> None:
    said = running.manage("doctor", ends_with=1)
    assert "ok   database: answers" in said
    assert find_running(Place(running.folder)) == port_of(running)
    # Nothing else is wrong with a portal that was just installed: nobody administers it and no key for backups is
    # named yet; the first tick comes half a minute after the first start.
    failing = {line.split(":")[0].split()[-1] for line in said.splitlines() if line.startswith("FAIL")}
    assert failing - {"beat"} == {"admins", "backups"}


@pytest.mark.parametrize("name", NAMES)
def test_killed_process_is_started_again_and_all_is_well(running: Run, name: str) -> None:
    before, port = running.pid_of(name), port_of(running)
    os.kill(before, signal.SIGKILL)
    wait_until(lambda: running.pid_of(name) not in (0, before), what=f"the restart of {name}")
    wait_until(lambda: health_of(running) == WELL, within=40, what="a healthy portal")
    assert port_of(running) == port
    # Its heartbeat passes through the broker: it is back at work, or never left it.
    well_at = time.time()
    heartbeat = running.folder / "run/worker.ready"
    wait_until(lambda: heartbeat.exists() and heartbeat.stat().st_mtime > well_at, within=40, what="a heartbeat")


def test_ctrl_c_leaves_no_process_and_no_settings(stopped: Run) -> None:
    assert stopped.processes() == []
    assert stopped.said.rstrip().endswith("stopped")
    assert not (stopped.folder / "run/embedded.env").exists()


def test_ctrl_c_while_starting_leaves_no_process(make_run: Make) -> None:
    run = make_run(**REAL).start(until="preparing the database")
    assert run.interrupt() == 0
    assert run.processes() == []


def test_next_start_ends_both_servers_that_a_killed_supervisor_left(stopped: Run) -> None:
    run = stopped.start()
    left = {name: run.pid_of(name) for name in NAMES}
    run.kill()
    assert pids.command_of(left["postgres"])
    assert pids.command_of(left["valkey"])
    if sys.platform == "linux":
        # The kernel tells them at once; elsewhere the next start ends them.
        ours = [left[name] for name in ("web", "worker", "beat")]
        wait_until(lambda: not any(map(pids.command_of, ours)), within=40, what="the end of web, worker and beat")
    run.start()
    assert not any(str(run.folder) in pids.command_of(pid) for pid in left.values())
    mine = run.processes()
    assert sum("postgres -D" in line for line in mine) == 1
    assert sum("valkey-server" in line or "redis-server" in line for line in mine) == 1
    assert health_of(run) == WELL
    run.interrupt()


def test_busy_port_moves_to_the_next_free_one_and_says_so(running: Run) -> None:
    taken = running.env["PORT"]
    assert f"port {taken} is in use, so this takes {port_of(running)}" in running.said
    assert str(port_of(running)) != taken


def test_wrong_port_and_wrong_setting_stop_the_start_by_name(make_run: Make) -> None:
    port = make_run(**REAL, PORT="eight").start(until="must be a number")
    assert "PORT is 'eight'" in port.said
    setting = make_run(**REAL, LOG_LEVEL="LOUD").start(until="its reason stands above")
    assert "Wrong setting: LOG_LEVEL is 'LOUD'; it must be one of" in setting.said
    wait_until(lambda: setting.processes() == [], what="the stop of the servers")


def test_data_of_another_major_version_is_named_and_kept(make_run: Make) -> None:
    run = make_run(**REAL)
    data = run.folder / "postgres/data"
    data.mkdir(parents=True)
    (data / "PG_VERSION").write_text("9\n")
    run.start(until="make reset")
    assert "was made by PostgreSQL 9" in run.said
    assert (data / "PG_VERSION").read_text() == "9\n"


def test_company_of_ones_own_is_deleted_only_when_told_so(make_run: Make) -> None:
    run = make_run(**REAL)
    data = run.folder / "postgres/data"
    data.mkdir(parents=True)
    (run.folder / "own-company").touch()
    run.manage_embedded("reset")
    assert data.exists()
    run.env["RESET"] = "company"
    run.manage_embedded("reset")
    assert not data.exists()


def test_pidfile_that_names_a_stranger_ends_nobody(make_run: Make) -> None:
    run = make_run(**REAL)
    stranger = subprocess.Popen(["sleep", "60"])
    try:
        for name in ("postgres/data/postmaster.pid", "valkey/server.pid", "run/web.pid"):
            path = run.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"{stranger.pid}\n")
        run.manage_embedded("stop")
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()
