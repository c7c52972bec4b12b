"""Start-up with settings good and bad, each in a process of its own."""

import base64
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from portal.env import Environment, WrongSetting, read_file

PROJECT = Path(__file__).resolve().parent.parent.parent
REAL = {
    "DEMO": "",
    "SECRET_KEY": "a secret that nobody knows and that is long enough for anything",
    "RECEIPT_SIGNING_KEY": base64.b64encode(bytes(range(32))).decode(),
    "DATABASE_URL": "postgres://nobody@127.0.0.1:1/nowhere",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "PORTAL_URL": "https://undraft.example.com",
    "ALLOWED_HOSTS": "undraft.example.com",
}


def start(*argv: str, **env: str) -> subprocess.CompletedProcess[str]:
    """manage.py with these settings and no others."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LD_LIBRARY_PATH")}
    return subprocess.run(
        [sys.executable, "manage.py", *argv],
        cwd=PROJECT,
        env={**kept, **env},
        capture_output=True,
        text=True,
        check=False,
    )


def test_deployment_check_of_a_real_installation_is_clean() -> None:
    checked = start("check", "--deploy", "--fail-level", "WARNING", **REAL)
    assert checked.returncode == 0, checked.stderr
    assert "no issues" in checked.stdout


def test_cookies_of_a_real_installation_belong_to_its_host_and_tls_alone() -> None:
    said = start("diffsettings", **REAL).stdout
    for name in ("SESSION", "CSRF"):
        assert f"{name}_COOKIE_NAME = '__Host-" in said
        assert f"{name}_COOKIE_SECURE = True" in said
    assert "KNOWN_DEVICE_COOKIE_NAME = '__Host-" in said
    assert "_COOKIE_DOMAIN" not in said


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", ""),
        ("SECRET_KEY", "short"),
        ("RECEIPT_SIGNING_KEY", ""),
        ("RECEIPT_SIGNING_KEY", "not base64"),
        ("RECEIPT_SIGNING_KEY", "c2hvcnQ="),
        ("DEBUG", "yes"),
        ("DEBUG", "perhaps"),
        ("ALLOWED_HOSTS", "*"),
        ("PORTAL_URL", "http://undraft.example.com"),
        ("DATABASE_URL", "mysql://root@127.0.0.1/undraft"),
        ("DATABASE_URL", "postgres://user:password@host:port/undraft"),
        ("REDIS_URL", "amqp://127.0.0.1"),
        ("DATABASE_POOL", "-1"),
        ("DATABASE_POOL", "many"),
        ("EMAIL_URL", "mailto:me@example.com"),
        ("LOG_LEVEL", "LOUD"),
        ("DEMO", "large"),
        ("COMPANY_TIME_ZONE", "Mars/Olympus"),
        ("OIDC_ISSUER", "http://idp.example.com"),
        ("METRICS_TOKEN", "short"),
        ("BACKUP_RECIPIENT", "AGE-SECRET-KEY-1AAAA"),
    ],
)
def test_wrong_setting_stops_the_start_with_its_name_and_no_traceback(name: str, value: str) -> None:
    stopped = start("check", **{**REAL, name: value})
    assert stopped.returncode == 1
    assert stopped.stderr.startswith(f"Wrong setting: {name} ")
    assert "password" not in stopped.stderr.replace("user:password@host", "")
    assert "Traceback" not in stopped.stderr


def test_demonstration_answers_on_this_machine_only() -> None:
    stopped = start("check", **{**REAL, "DEMO": "small"})
    assert stopped.stderr.startswith("Wrong setting: ALLOWED_HOSTS ")
    loopback = {**REAL, "DEMO": "small", "ALLOWED_HOSTS": "localhost", "PORTAL_URL": "http://localhost:8000"}
    assert start("check", **loopback).returncode == 0


def test_every_variable_of_the_example_is_read_and_the_reverse() -> None:
    written = set(re.findall(r"^([A-Z_]+)=", (PROJECT / ".env.example").read_text(), flags=re.MULTILINE))
    source = (PROJECT / "portal/settings.py").read_text()
    read = set(re.findall(r'\benv\.[a-z]+\(\s*"([A-Z_]+)"', source))
    assert written == read


def test_environment_is_read_by_settings_alone() -> None:
    readers = {
        str(path.relative_to(PROJECT))
        for package in ("portal", "transfers", "accounts", "seeds")
        for path in (PROJECT / package).rglob("*.py")
        if re.search(r"\bos\.environ\b(?!\.setdefault\(\"DJANGO_SETTINGS_MODULE)|\bgetenv\b", path.read_text())
        and "portal/embedded/" not in str(path)
    }
    assert readers == {"portal/env.py"}


def test_celery_gives_up_a_task_before_its_message_is_given_to_another() -> None:
    from portal import settings

    assert settings.CELERY_TASK_SOFT_TIME_LIMIT < settings.CELERY_TASK_TIME_LIMIT
    assert settings.CELERY_BROKER_TRANSPORT_OPTIONS["visibility_timeout"] > settings.CELERY_TASK_TIME_LIMIT
    assert settings.CELERY_BROKER_TRANSPORT_OPTIONS["socket_timeout"] <= 1
    assert settings.CELERY_ACCEPT_CONTENT == ["json"]


def test_file_values_stand_behind_those_of_the_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    first.write_text("# a comment\nTWO='from the first'\nONE=from the first\n\nnonsense\n")
    second.write_text("TWO=from the second\nTHREE=from the second\n")
    monkeypatch.setenv("ONE", "from the process")
    env = Environment.of_process(first, second)
    assert [env.text(name) for name in ("ONE", "TWO", "THREE")] == [
        "from the process",
        "from the first",
        "from the second",
    ]
    assert env.names == ["ONE", "TWO", "THREE"]
    assert read_file(tmp_path / "absent") == {}


def test_value_that_must_be_given_is_named() -> None:
    with pytest.raises(WrongSetting, match=r"^DATABASE_URL is not set"):
        Environment({"DATABASE_URL": "  "}).url("DATABASE_URL", schemes=("postgres",))
