"""What runs: web, worker and beat, as data.

The supervisor of `make run` starts this list; docker-compose.yml says the same by hand and a test compares them.
"""

from collections.abc import Mapping
from dataclasses import dataclass

HEALTH_PATH = "/healthz"
READY_PATH = "/readyz"


@dataclass(frozen=True, slots=True)
class Process:
    """One kind of process: `python -m <argv>`, with `env` added. Any number of web and worker may run.

    `answers` is the path that says it is up; a process without one writes READY_FILE instead. `patience` is how
    many seconds it may take to end its work when asked to stop.
    """

    name: str
    argv: tuple[str, ...]
    env: Mapping[str, str]
    answers: str
    patience: int


def get_processes(*, address: str, state: str, is_measured: bool = False) -> tuple[Process, ...]:
    """All processes, in the order in which they start. `state` is a folder the beat may write to.

    `is_measured`: somebody scrapes /metrics, whose counters live in one process (docs/adr/0015-metrics.md). Otherwise
    the web is two, so that two cores answer.
    """
    return (
        Process(
            name="web",
            argv=(
                *("gunicorn", "portal.wsgi", "--bind", address),
                *("--worker-class", "gthread", "--threads", "8"),
                # A restart now and then keeps a slow leak from ever mattering; the jitter keeps two apart.
                *("--max-requests", "20000", "--max-requests-jitter", "2000"),
                *("--timeout", "60", "--graceful-timeout", "20", "--no-control-socket"),
                *("--logger-class", "portal.web_log.WebLog"),
            ),
            env={"DATABASE_POOL": "8", "WEB_CONCURRENCY": "1" if is_measured else "2"},
            answers=HEALTH_PATH,
            patience=25,
        ),
        Process(
            name="worker",
            argv=(
                *("celery", "-A", "portal", "worker", "--concurrency", "2", "--loglevel", "INFO"),
                *("--without-gossip", "--without-mingle"),
            ),
            env={"DATABASE_POOL": "0"},
            answers="",
            patience=30,
        ),
        Process(
            name="beat",
            argv=(
                *("celery", "-A", "portal", "beat", "--loglevel", "INFO"),
                *("--schedule", f"{state}/beat-schedule", "--pidfile", ""),
            ),
            env={"DATABASE_POOL": "0"},
            answers="",
            patience=10,
        ),
    )
