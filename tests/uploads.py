"""Uploads as tests walk them: a file sent by its form, carried out as the worker does, a verb pressed."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.admin import new, page_of
from tests.at_once import meanwhile
from tests.pages import fields_of
from transfers.actions.upload_undo import ask_to_undo, undo_upload
from transfers.actions.uploads import ask_to_apply, take_in_upload
from transfers.models import Upload
from transfers.sight.actor import PORTAL, Actor
from transfers.tasks.upload_work import carry_out_upload


def send_file(client: Client, kind: str, data: str | bytes, name: str = "file.csv", **more: Any) -> Any:
    """Send a file as the page was drawn."""
    page = new(Upload, "upload")
    return client.post(page, {**fields_of(client.get(page)), "kind": kind, **more, "file": _file(data, name)})


def press(client: Client, upload: Upload, verb: str, file: Any = None, **fields: Any) -> Any:
    """Press a verb's button as its page was drawn."""
    address = page_of(upload, verb)
    sent = {**fields_of(client.get(address)), **fields}
    return client.post(address, {**sent, "file": _file(file, "rows.csv")} if file is not None else sent)


def carried_out(upload: Upload) -> Upload:
    """What the worker makes of it."""
    carry_out_upload(Upload.objects.get(pk=upload.pk))
    return Upload.objects.get(pk=upload.pk)


def checked(kind: str, data: str | bytes, *, by: Actor = PORTAL) -> Upload:
    raw = data.encode() if isinstance(data, str) else data
    return carried_out(take_in_upload(kind, "file.csv", raw, by=by))


def applied(kind: str, data: str | bytes, *, by: Actor = PORTAL) -> Upload:
    return carried_out(ask_to_apply(checked(kind, data, by=by), by=by))


def undone_while(made: Upload, work: Callable[[], object]) -> object:
    """What came of somebody's write at the moment at which nothing was found against taking the import back."""
    came: list[object] = []

    def told(percent: int) -> None:
        if percent > 5 and not came:
            came.append(meanwhile(work))

    undo_upload(ask_to_undo(made, by=PORTAL), told=told)
    return came[0]


def _file(data: str | bytes, name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data.encode() if isinstance(data, str) else data)


@dataclass
class Walk:
    """What one file took through the pages, in seconds, and what came of it.

    `slowest_page` is the slowest upload or press of a button, with the page that it is on.
    """

    preview: float = 0.0
    application: float = 0.0
    undoing: float = 0.0
    slowest_page: float = 0.0
    seen: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)


def walk(desk: Client, data: bytes, sweep: Callable[[], object]) -> Walk:
    """People uploaded, looked at, applied and undone by the pages alone, while a worker does what they ask for."""
    done = Walk()
    began = time.perf_counter()
    assert send_file(desk, "people", data).status_code == 302
    done.slowest_page = time.perf_counter() - began
    upload = Upload.objects.latest("pk")
    for name, verb, heading in (
        ("preview", "", "What applying it would do"),
        ("application", "apply", "What was written"),
        ("undoing", "undo", "What was written and taken back"),
    ):
        if verb:
            began = time.perf_counter()
            assert press(desk, upload, verb).status_code == 302
            done.slowest_page = max(done.slowest_page, time.perf_counter() - began)
        done.seen.append(_until_drawn(desk, upload, heading, sweep))
        setattr(done, name, time.perf_counter() - began)
    upload.refresh_from_db()
    done.counts = upload.counts
    return done


def _until_drawn(desk: Client, upload: Upload, heading: str, sweep: Callable[[], object]) -> str:
    """Look at the page as its script does, until the worker is done; what it said meanwhile."""
    for _turn in range(1_200):
        sweep()
        page = desk.get(page_of(upload)).content.decode()
        if 'id="progress"' not in page:
            assert f"<h2>{heading}</h2>" in page, Upload.objects.values("status", "says", "counts").get(pk=upload.pk)
            return heading
        assert "<progress" in page
        time.sleep(0.1)
    raise AssertionError(f"“{heading}” was never drawn")
