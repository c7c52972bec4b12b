"""docker-compose.yml, written by hand, against what the supervisor runs."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from portal.embedded.postgres import SETTINGS
from portal.processes import HEALTH_PATH, Process, get_processes
from portal.quiet_log import QUIET

PROJECT = Path(__file__).resolve().parent.parent.parent
COMPOSE: dict[str, Any] = yaml.safe_load((PROJECT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
PROCESSES = get_processes(address="0.0.0.0:8000", state="/var/lib/undraft")


def names_of_settings() -> set[str]:
    lines = (PROJECT / ".env.example").read_text().splitlines()
    return {line.split("=")[0] for line in lines if "=" in line and not line.startswith("#")}


@pytest.mark.parametrize("process", PROCESSES, ids=lambda process: process.name)
def test_service_runs_the_command_and_settings_of_its_process(process: Process) -> None:
    service = SERVICES[process.name]
    assert service["command"] == ["python", "-m", *process.argv]
    # ${NAME:-2} is 2 where .env does not name it
    said = {name: re.sub(r"^\$\{\w+:-(.*)\}$", r"\1", value) for name, value in service["environment"].items()}
    assert process.env.items() <= said.items()
    assert service["stop_grace_period"] == f"{process.patience}s"


@pytest.mark.parametrize("process", PROCESSES, ids=lambda process: process.name)
def test_service_is_checked_the_way_the_supervisor_checks(process: Process) -> None:
    asked = " ".join(SERVICES[process.name]["healthcheck"]["test"])
    if process.answers:
        assert f"127.0.0.1:8000{HEALTH_PATH}'" in asked
    else:
        assert SERVICES[process.name]["environment"]["READY_FILE"] in asked


def test_every_setting_of_a_service_is_one_of_the_example() -> None:
    for process in PROCESSES:
        assert set(SERVICES[process.name]["environment"]) <= names_of_settings()


def test_web_worker_and_beat_wait_for_healthy_servers_and_the_prepared_database() -> None:
    for process in PROCESSES:
        waits = SERVICES[process.name]["depends_on"]
        assert {name: wait["condition"] for name, wait in waits.items()} == {
            "postgres": "service_healthy",
            "valkey": "service_healthy",
            "prepare": "service_completed_successfully",
        }
    assert SERVICES["prepare"]["command"] == ["python", "manage.py", "prepare"]


def test_every_service_but_the_passing_one_has_a_health_check() -> None:
    assert {name for name, service in SERVICES.items() if "healthcheck" not in service} == {"prepare"}


def test_postgres_logs_no_statement_and_no_refusal_in_either() -> None:
    given = SERVICES["postgres"]["command"]
    for name, value in QUIET.items():
        assert SETTINGS[name] == value
        assert f"{name}={value}" in given


def test_ports_are_published_to_this_machine_only() -> None:
    published = [port for service in SERVICES.values() for port in service.get("ports", [])]
    assert published
    assert all(port.startswith("127.0.0.1:") for port in published)


def test_every_volume_that_is_mounted_is_declared() -> None:
    mounted = {volume.split(":")[0] for service in SERVICES.values() for volume in service.get("volumes", [])}
    assert mounted == set(COMPOSE["volumes"])


def test_folder_of_the_audit_is_a_volume_that_the_image_lets_the_portal_write_to() -> None:
    image = (PROJECT / "Dockerfile").read_text()
    for process in PROCESSES:
        folder = SERVICES[process.name]["environment"]["AUDIT_DIR"]
        assert f"audit:{folder}" in SERVICES[process.name]["volumes"]
        assert f"mkdir {folder}" in image
        assert folder in image.partition("chown -R undraft")[2].partition("\n")[0]


def test_web_is_two_processes_and_one_where_its_counters_are_read() -> None:
    """Fails when a scrape meets now one process and now the other: counters would go up and down."""
    plain, measured = (get_processes(address="", state="", is_measured=each)[0] for each in (False, True))
    assert (plain.env["WEB_CONCURRENCY"], measured.env["WEB_CONCURRENCY"]) == ("2", "1")
