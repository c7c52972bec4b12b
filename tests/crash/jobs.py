"""What the forked processes do: a task as a worker runs it, a page as the web does, a sweep with all it sends out."""

from collections.abc import Callable
from typing import Any

from django.test import Client

from portal.celery import app
from transfers import tasks
from transfers.models import Tick


def run_task(name: str, **arguments: Any) -> None:
    """One message, as a worker's child carries it out."""
    getattr(tasks, name)(**arguments)


def send_form(address: str, fields: dict[str, str], session: str) -> tuple[int, str]:
    """One form, as the web answers it; returns the status and where it led. The broker cannot be reached."""
    app.conf.update(broker_url="redis://127.0.0.1:1/0")
    client = Client(raise_request_exception=False, SERVER_NAME="127.0.0.1")
    client.cookies["sessionid"] = session
    answer: Any = client.post(address, fields)
    return answer.status_code, answer.headers.get("Location", "")


def sweep() -> None:
    """Find all that is due and do it, in this process: what a beat, a broker and a worker do together."""
    app.conf.task_always_eager = True
    Tick.objects.filter(job="sweep").delete()  # each is a beat of its own, however soon it follows
    tasks.tick()


def warm_up() -> None:
    """Read addresses, templates and settings once for all the children, as a server has after its first answers."""
    Client(raise_request_exception=False, SERVER_NAME="127.0.0.1").get("/", follow=True)
    sweep()
    app.conf.task_always_eager = False


JOBS: dict[str, Callable[..., Any]] = {"task": run_task, "form": send_form, "sweep": sweep}
