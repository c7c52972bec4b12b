"""make test itself: what it does without a browser, and who its servers run as."""

import os
import pwd
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from portal.embedded import browser
from portal.embedded.identity import choose_server_user
from portal.embedded.terminal import Trouble
from tests.processes import PROJECT

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root has to become somebody else")


def test_summary_counts_the_browser_tests_that_were_left_out() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "tests/functional/test_browser.py"],
        cwd=PROJECT,
        env={**os.environ, "BROWSER": "none"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "BROWSER=none: 1 browser tests did not run" in done.stdout
    assert "1 skipped" in done.stdout.splitlines()[-1]


def test_browser_that_is_asked_for_and_draws_nothing_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("UNDRAFT_BROWSER", "/bin/false")
    with pytest.raises(Trouble, match="UNDRAFT_BROWSER is /bin/false, and that draws no page"):
        browser.ensure(tmp_path)


def test_missing_browser_that_cannot_be_fetched_fails_and_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("UNDRAFT_BROWSER", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    # Playwright's own download must not be asked for a browser either.
    monkeypatch.setenv("PLAYWRIGHT_DOWNLOAD_HOST", "http://127.0.0.1:1")
    with pytest.raises(Trouble, match=r"(?s)real browser.*apt-get install chromium.*BROWSER=none make test"):
        browser.ensure(tmp_path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root never stays root")
def test_ordinary_user_stays_itself(tmp_path: Path) -> None:
    assert choose_server_user(Path("/bin/true"), tmp_path).how == "yourself"


@as_root
def test_root_becomes_somebody_else_below_a_folder_everybody_may_enter() -> None:
    with tempfile.TemporaryDirectory(dir=PROJECT / "var") as folder:
        chosen = choose_server_user(Path("/bin/true"), Path(folder))
    said = subprocess.run(["id", "-u"], capture_output=True, text=True, check=True, **chosen.popen)
    assert int(said.stdout) == pwd.getpwnam("nobody").pw_uid


@as_root
def test_root_is_told_when_nobody_can_run_the_program(tmp_path: Path) -> None:
    program = tmp_path / "postgres"
    program.write_text("not for running")
    with pytest.raises(Trouble, match=r"refuses to run as root.*ordinary user"):
        choose_server_user(program, tmp_path)
    assert tmp_path.stat().st_uid == 0
