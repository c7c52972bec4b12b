"""make run on real processes: Ctrl-C, SIGKILL, crashes, busy ports, half-made data."""

import json
import os
import signal
import socket
import stat
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from portal.embedded import pids, postgres, valkey
from tests.processes import PROJECT, wait_until
from tests.run import Run

Start = Callable[..., Run]
# A real installation rather than the demonstration: loading a company is not what is tested here.
REAL = {"DEMO": "", "PORTAL_URL": "https://localhost", "ALLOWED_HOSTS": "localhost"}
NAMES = ("postgres", "valkey", "web", "worker", "beat")


def port_of(run: Run) -> int:
    """Where this run's pages are: PORTAL_URL is what a proxy would serve."""
    command = pids.command_of(run.pid_of("web"))
    return int(command.split("127.0.0.1:")[1].split()[0])


def ask(run: Run, path: str) -> dict[str, object]:
    with urllib.request.urlopen(f"http://127.0.0.1:{port_of(run)}{path}", timeout=10) as answer:
        found: dict[str, object] = json.load(answer)
        return found


def test_run_serves_before_it_prints_the_address_and_ctrl_c_leaves_no_process(start_run: Start) -> None:
    run = start_run(**REAL).start()
    assert ask(run, "/readyz") == {
        "ready": True,
        "database": "ok",
        "migrations": "ok",
        "broker": "ok",
        "queue": "ok",
    }
    assert all(pids.command_of(run.pid_of(name)) for name in NAMES)
    assert run.interrupt() == 0
    assert run.processes() == []
    assert run.said.rstrip().endswith("stopped")


def test_second_run_below_the_same_folder_is_refused(start_run: Start) -> None:
    first = start_run(**REAL).start()
    before = {name: first.pid_of(name) for name in NAMES}
    second = subprocess.run(
        [sys.executable, "-m", "portal.embedded", "run"],
        cwd=PROJECT,
        env=first.env,
        capture_output=True,
        text=True,
        check=False,
        timeout=20,
    )
    assert second.returncode == 1
    assert "Already running: process" in second.stderr
    assert {name: first.pid_of(name) for name in NAMES} == before


def test_next_start_ends_both_servers_that_a_killed_supervisor_left(start_run: Start) -> None:
    run = start_run(**REAL).start()
    left = {name: run.pid_of(name) for name in NAMES}
    run.kill()
    assert pids.command_of(left["postgres"])
    assert pids.command_of(left["valkey"])
    run.start()
    again = {name: run.pid_of(name) for name in NAMES}
    for name in NAMES:
        assert again[name] != left[name]
        assert str(run.folder) not in pids.command_of(left[name])
    mine = run.processes()
    assert sum("postgres -D" in line for line in mine) == 1
    assert sum("valkey-server" in line or "redis-server" in line for line in mine) == 1
    assert ask(run, "/readyz")["ready"] is True


def test_web_worker_and_beat_end_with_a_killed_supervisor(start_run: Start) -> None:
    if sys.platform != "linux":
        pytest.skip("only Linux ends children with their parent; elsewhere the next start does")
    run = start_run(**REAL).start()
    left = [run.pid_of(name) for name in ("web", "worker", "beat")]
    run.kill()
    wait_until(lambda: not any(map(pids.command_of, left)), within=40, what="the end of web, worker and beat")


@pytest.mark.parametrize("name", NAMES)
def test_killed_process_is_started_again_and_all_is_well(start_run: Start, name: str) -> None:
    run = start_run(**REAL).start()
    before = run.pid_of(name)
    port = port_of(run)
    os.kill(before, signal.SIGKILL)
    wait_until(lambda: run.pid_of(name) not in (0, before), what=f"the restart of {name}")

    def is_well() -> bool:
        try:
            return ask(run, "/readyz")["ready"] is True and ask(run, "/readyz")["broker"] == "ok"
        except OSError:
            return False

    wait_until(is_well, within=30, what="a healthy portal")
    assert port_of(run) == port


def test_busy_port_moves_to_the_next_free_one_and_says_so(start_run: Start) -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        taken = busy.getsockname()[1]
        run = start_run(**REAL, PORT=str(taken)).start()
        assert f"port {taken} is in use, so this takes {port_of(run)}" in run.said
        assert port_of(run) > taken


def test_wrong_port_and_wrong_setting_stop_the_start_by_name(start_run: Start) -> None:
    port = start_run("a", **REAL, PORT="eight").start(until="stopped")
    assert "PORT is 'eight'; it must be a number" in port.said
    setting = start_run("b", **REAL, LOG_LEVEL="LOUD").start(until="failed: its reason")
    assert "Wrong setting: LOG_LEVEL is 'LOUD'; it must be one of" in setting.said
    wait_until(lambda: setting.processes() == [], what="the stop of the servers")


def test_keys_and_data_are_their_owners_only(start_run: Start) -> None:
    run = start_run(**REAL).start()
    private = [*(run.folder / "keys").iterdir(), run.folder / "run/embedded.env", run.folder / "valkey/server.conf"]
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in private)
    assert stat.S_IMODE((run.folder / "postgres/data").stat().st_mode) == 0o700
    secrets = [path.read_text() for path in (run.folder / "keys").iterdir()]
    shown = "\n".join([*run.processes(), run.said])
    assert not any(secret in shown for secret in secrets)
    run.interrupt()
    assert not (run.folder / "run/embedded.env").exists()


def test_second_terminal_reaches_the_same_portal(start_run: Start) -> None:
    run = start_run(**REAL).start()
    assert "ok   database: answers" in run.manage("doctor")


def test_data_of_another_major_version_is_named_and_kept(start_run: Start) -> None:
    run = start_run(**REAL)
    data = run.folder / "postgres/data"
    data.mkdir(parents=True)
    (data / "PG_VERSION").write_text("9\n")
    run.start(until="make reset")
    assert "was made by PostgreSQL 9" in run.said
    assert (data / "PG_VERSION").read_text() == "9\n"


def test_pidfile_that_names_a_stranger_ends_nobody(tmp_path: Path, start_run: Start) -> None:
    run = start_run(**REAL)
    stranger = subprocess.Popen(["sleep", "60"])
    try:
        for path in (run.folder / "postgres/data/postmaster.pid", run.folder / "valkey/server.pid"):
            path.parent.mkdir(parents=True)
            path.write_text(f"{stranger.pid}\n")
        run.manage_embedded("stop")
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_initialisation_that_was_interrupted_is_begun_again(start_run: Start) -> None:
    run = start_run(**REAL)
    unfinished = run.folder / "postgres/data.unfinished"
    unfinished.mkdir(parents=True)
    (unfinished / "PG_VERSION").write_text("18\n")
    run.start()
    assert not unfinished.exists()
    assert ask(run, "/readyz")["ready"] is True


def test_programs_that_are_asked_for_and_missing_are_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PG_BIN", str(tmp_path))
    with pytest.raises(Exception, match=r"PG_BIN is .* and there is no initdb"):
        postgres.find_programs()
    assert valkey.find_program().exists()
