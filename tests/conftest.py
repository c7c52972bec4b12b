"""What every kind of test may ask for: a browser, a worker process, a whole run."""

import gc
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from itertools import groupby
from pathlib import Path

import pytest
import pytest_django
from django.db import OperationalError, connection
from django.utils import translation
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, BrowserContext, Page

from portal.embedded import ports
from tests.chromium import chromium, find_browser, newcomer
from tests.faults import Mailbox
from tests.functional.hands import NO_SCRIPTS, WAYS, Hands
from tests.processes import PROJECT, WebProcess, WorkerProcess
from tests.run import Run

NO_BROWSER = os.environ.get("BROWSER") == "none"


def pytest_configure(config: pytest.Config) -> None:
    """Playwright's loop runs in the test's own thread; Django takes that for an asynchronous caller."""
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    # A busy machine is no fault of what is tried.
    settings.register_profile("undraft", deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.load_profile("undraft")
    # WhiteNoise warns where the folder of collected files is missing; here they are served from their sources.
    (PROJECT / "var" / "static").mkdir(parents=True, exist_ok=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that asks for a page is a browser test; without a browser it is left out by word, not by silence.

    Whatever starts processes mostly waits for them: the files of such tests are spread over all the others, so that
    every test process has some, and another has something to do meanwhile.
    """
    for item in items:
        fixtures = getattr(item, "fixturenames", ())
        if {"browser", "page"} & set(fixtures):
            item.add_marker(pytest.mark.browser)
            if NO_BROWSER:
                item.add_marker(pytest.mark.skip(reason="BROWSER=none"))
        if {"worker", "start_worker", "start_web", "make_run", "live_run"} & set(fixtures):
            item.add_marker(pytest.mark.processes)
    items[:] = _spread(items)


def _spread(items: list[pytest.Item]) -> list[pytest.Item]:
    """The tests that start processes, file by file, at equal distances among the rest; none of them at the end."""
    waiting = [item for item in items if item.get_closest_marker("processes")]
    rest = [item for item in items if not item.get_closest_marker("processes")]
    files = [list(group) for _path, group in groupby(waiting, key=lambda item: item.path)]
    step = len(rest) // (len(files) or 1)
    spread = [item for n, file in enumerate(files) for item in (*file, *rest[n * step : (n + 1) * step])]
    return [*spread, *rest[len(files) * step :]]


def pytest_collection_finish() -> None:
    """What was imported stays: looking through it for garbage again and again took a sixth of the tests' time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Count the browser tests that BROWSER=none left out."""
    if NO_BROWSER:
        skipped = terminalreporter.stats.get("skipped", [])
        left_out = sum("BROWSER=none" in str(report.longrepr) for report in skipped)
        terminalreporter.write_line(f"BROWSER=none: {left_out} browser tests did not run", yellow=True)


def _delete_all(style: object, tables: Sequence[str], **_options: bool) -> list[str]:
    return ["SET LOCAL session_replication_role = replica", *(f'DELETE FROM "{table}"' for table in tables)]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker) -> Iterator[None]:
    """Rows are deleted after each test with transactions of its own: TRUNCATE makes new files for every table and
    index, which takes ten times as long. At the end threads and killed processes may still have a session, and a
    database with one is not dropped.
    """
    connection.ops.sql_flush = _delete_all  # type: ignore[method-assign]
    yield
    # A session of these may be ended by another of them at the same moment: what stays is a database not dropped.
    with suppress(OperationalError), django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )


@pytest.fixture(scope="module", autouse=True)
def _dead_rows_go(django_db_blocker: pytest_django.DjangoDbBlocker) -> Iterator[None]:
    """The tests' servers have no autovacuum: what tests left behind goes between their files, once it is much."""
    yield
    if not connection.settings_dict["NAME"].startswith("test_"):
        return  # no test of this process has asked for a database yet
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("SELECT format('%I', relname) FROM pg_stat_user_tables WHERE n_dead_tup > 2000")
        for (table,) in cursor.fetchall():
            cursor.execute(f"VACUUM (SKIP_LOCKED) {table}")


@pytest.fixture(autouse=True)
def _nothing_is_remembered() -> None:
    """What pages keep for a minute is read anew in each test: all of them stand at one instant."""
    from transfers.queries.public_facts import forget_public_facts

    forget_public_facts()
    translation.deactivate()  # a client's last answer leaves its language behind in the test's own thread


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium, the one that `make test` found."""
    path = find_browser()
    if not path:
        pytest.fail("No browser: run the tests with make test, which finds one, or with BROWSER=none")
    with chromium(path) as started:
        yield started


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser that has never been here."""
    fresh = newcomer(browser)
    yield fresh
    fresh.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """One tab. The test fails at its end if a script threw, or if a page broke its content security policy."""
    tab = context.new_page()
    broken: list[str] = []
    tab.on("pageerror", lambda error: broken.append(str(error)))
    tab.on("console", lambda line: broken.append(line.text) if "Content Security Policy" in line.text else None)
    yield tab
    assert not broken, broken


@pytest.fixture
def start_worker(transactional_db: None, tmp_path: Path) -> Iterator[Callable[..., WorkerProcess]]:
    """Start worker processes on this test's database; whichever still run are killed at its end."""
    started: list[WorkerProcess] = []

    def start(*argv: str, **env: str) -> WorkerProcess:
        folder = tmp_path / f"worker{len(started)}"
        folder.mkdir()
        worker = WorkerProcess(folder, *argv, env=env)
        started.append(worker)
        return worker.start()

    yield start
    for worker in started:
        worker.kill()


@pytest.fixture
def worker(start_worker: Callable[..., WorkerProcess]) -> WorkerProcess:
    """One worker process, ready."""
    return start_worker()


@pytest.fixture
def start_web(transactional_db: None, tmp_path: Path) -> Iterator[Callable[..., WebProcess]]:
    """Start web servers on this test's database; whichever still run are stopped at its end."""
    started: list[WebProcess] = []

    def start(**env: str) -> WebProcess:
        web = WebProcess(tmp_path, f"127.0.0.1:{ports.any_free()}", **env)
        started.append(web)
        return web.start()

    yield start
    for web in started:
        web.stop()


@pytest.fixture
def make_run() -> Iterator[Callable[..., Run]]:
    """Whole runs, each below a folder of its own; nothing of them is left at the end."""
    runs: list[Run] = []

    def make(**env: str) -> Run:
        run = Run(**env)
        runs.append(run)
        return run

    yield make
    for run in runs:
        run.clean()


@pytest.fixture(scope="session")
def live_run() -> Iterator[Run]:
    """What `make run DEMO=small` starts, shared by the walks of one test process: `.url`, `.manage(...)`."""
    run = Run()
    try:
        yield run.start(within=240)
    finally:
        run.clean()


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def tab(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """One tab of a visitor, with JavaScript and without it."""
    context = newcomer(browser, scripts=request.param)
    yield context.new_page()
    context.close()


@pytest.fixture(params=WAYS)
def hands(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Hands]:
    """A visitor with a pointer, one without JavaScript, and one with nothing but keys."""
    context = newcomer(browser, scripts=request.param != NO_SCRIPTS)
    yield Hands(context.new_page(), request.param)
    context.close()


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    """A mail server that keeps what it is given."""
    mailbox = Mailbox()
    mailbox.start()
    yield mailbox
    mailbox.stop()
