"""What a line of the log may say: never what somebody typed, was called or filed."""

import json
import logging
import sys
from types import SimpleNamespace
from typing import Any

import pytest

from portal.logs import JsonLines, write_last_words

MARK = "zqmark@example.com"


def line_of(name: str, message: object, *args: object, error: BaseException | None = None, **extra: Any) -> Any:
    """The line that a record becomes, read again; the mark is nowhere in it."""
    about = (type(error), error, error.__traceback__) if error is not None else None
    record = logging.getLogger(name).makeRecord(name, logging.ERROR, __file__, 1, message, args, about, extra=extra)
    text = JsonLines().format(record)
    assert "zqmark" not in text
    return json.loads(text)


def raised(error: BaseException, cause: BaseException | None = None) -> BaseException:
    try:
        raise error from cause
    except BaseException as caught:
        return caught


def test_error_is_its_class_and_its_places_without_its_words() -> None:
    """Fails with logging's own formatException: the last line of a traceback is the error's text."""
    line = line_of("transfers.tasks", "it failed", error=raised(ValueError(MARK), KeyError(MARK)))
    assert [error["class"] for error in line["errors"]] == ["builtins.ValueError", "builtins.KeyError"]
    assert any("raised" in place for place in line["errors"][0]["places"])


def test_error_of_the_program_keeps_its_words() -> None:
    line = line_of("portal", "it failed", error=raised(AttributeError("'NoneType' object has no attribute 'pk'")))
    assert line["errors"][0]["says"] == "'NoneType' object has no attribute 'pk'"


def test_error_that_stands_in_the_message_is_named_by_its_class() -> None:
    error = raised(ValueError(MARK))
    assert line_of("celery.worker", "Unrecoverable error: %r", error, error=error)["message"].endswith("ValueError")
    assert line_of("x", "%s", error)["message"] == "ValueError"
    assert line_of("gunicorn.error", error, error=error)["message"] == "ValueError"
    assert line_of("x", f"it was {error!r}", error=error)["message"] == "it was ValueError"


@pytest.mark.parametrize("route", ["transfers:claim", None])
def test_request_is_named_by_its_route_and_never_by_its_address(route: str | None) -> None:
    match = SimpleNamespace(view_name=route) if route else None
    request = SimpleNamespace(method="GET", resolver_match=match, path=f"/{MARK}/")
    line = line_of("django.request", "Not Found: %s", f"/{MARK}/", request=request, status_code=404)
    assert line["message"] == f"404 GET {route or 'no route'}"


def test_refused_host_name_is_not_repeated() -> None:
    line = line_of("django.security.DisallowedHost", f"Invalid HTTP_HOST header: '{MARK}'")
    assert line["message"] == "DisallowedHost"


def test_failed_task_is_named_without_its_error_and_arguments() -> None:
    data = {"name": "transfers.tasks.sweep", "id": "1", "exc": f"ValueError('{MARK}')", "args": MARK, "kwargs": MARK}
    data |= {"description": "raised unexpected", "hostname": "here"}
    line = line_of("celery.app.trace", "Task %(name)s[%(id)s] %(description)s: %(exc)s", data, data=data)
    assert line["message"] == "task transfers.tasks.sweep 1 raised unexpected"


@pytest.mark.parametrize(
    ("message", "args"),
    [
        (f"Invalid request from ip=192.0.2.1: Invalid HTTP Header: '{MARK}'", ()),
        ("Error handling request %s %s", ("GET", f"/{MARK}/")),
        ("Exception during worker exit:\n%s", (f"Traceback … {MARK}",)),
        ("Received unregistered task of type %s. The body was: %s", ("x", MARK)),
        ("Error calling %s in Signal.send_robust() (%s)", ("receiver", raised(ValueError(MARK)))),
    ],
)
def test_line_of_a_library_that_goes_on_with_what_was_sent_is_cut(message: str, args: tuple[object, ...]) -> None:
    line = line_of("gunicorn.error", message, *args)
    assert message.startswith(line["message"])
    assert "192.0.2.1" not in line["message"]


def test_words_of_the_portal_itself_stand_as_written() -> None:
    assert line_of("transfers.tasks", "%s: %s", "expire_claim 7", "ClaimNotOpen")["message"] == (
        "expire_claim 7: ClaimNotOpen"
    )


def test_last_words_of_a_process_are_a_line_without_values(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fails where Python writes its own traceback to standard error, which is where the log goes."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr("threading.excepthook", None)
    write_last_words()
    error = raised(ValueError(MARK))
    sys.excepthook(type(error), error, error.__traceback__)
    (record,) = caplog.records
    assert "zqmark" not in JsonLines().format(record)
    assert record.getMessage() == "ended by an error"
