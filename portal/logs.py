"""Logs: one JSON object a line, and no personal data (docs/operations.md, "Logs").

An error's text is where values hide: PostgreSQL quotes the row it refused, a parser the word it could not read. So
an error is written by class, code, constraint and place; an address by the name of its route; and of what others'
libraries say, only what quotes nothing.
"""

import json
import logging
import sys
import threading
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from traceback import extract_tb
from types import TracebackType
from typing import Any

# The innermost places of an error that are written.
MOST_PLACES = 20
# Errors whose text names parts of the program and no values.
_OF_THE_PROGRAM = (AttributeError, ImportError, NameError)
# Beginnings of lines that go on with what somebody sent: an address, a header, a message's body.
_QUOTING = (
    "Invalid request from",
    "Error handling request",
    "Exception during worker exit",
    "Received unregistered task",
    "Received invalid task message",
    "Received and deleted unknown message",
    "Can't decode message body",
    "Error calling",
)
# What Celery says of a task: these of its fields, and which of these words its line has.
_TASK_FIELDS, _TASK_WORDS = ("name", "id", "description"), ("received", "succeeded", "discarded")


class JsonLines(logging.Formatter):
    """One JSON object a line: time, level, logger, message and, of an error, what it was and where."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _message_of(record),
        }
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            line["errors"] = [_describe(each) for each in _chain(error)]
        return json.dumps(line, ensure_ascii=False)


def _message_of(record: logging.LogRecord) -> str:
    request = getattr(record, "request", None)
    if request is not None:
        return _about_request(record, request)
    if record.name.startswith("django.security."):  # says what was sent: a host name, a cookie, a path
        return record.name.rpartition(".")[2]
    data = getattr(record, "data", None)
    if record.name.startswith("celery.") and isinstance(data, Mapping):
        fields = [str(data[field]) for field in _TASK_FIELDS if data.get(field)]
        return " ".join(["task", *fields, *(word for word in _TASK_WORDS if word in str(record.msg))])
    message = _said(record)
    for opening in _QUOTING:
        if message.startswith(opening):
            return opening
    for error in _chain(record.exc_info[1]) if record.exc_info and record.exc_info[1] else ():
        for text in (repr(error), str(error)):
            message = message.replace(text, type(error).__name__) if text else message
    return message


def _said(record: logging.LogRecord) -> str:
    """The message with the class of an error where its text would stand."""
    text = type(record.msg).__name__ if isinstance(record.msg, BaseException) else str(record.msg)
    args = record.args
    if not args:
        return text
    if isinstance(args, Mapping):
        return text % {name: _shown(value) for name, value in args.items()}
    return text % tuple(_shown(value) for value in args)


class _Class(str):
    """An error's class in the place of the error, by %s and by %r."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


def _shown(value: object) -> object:
    return _Class(type(value).__name__) if isinstance(value, BaseException) else value


def _about_request(record: logging.LogRecord, request: Any) -> str:
    """Status, method and route: an address can hold a key, and one that leads nowhere anything at all."""
    match = getattr(request, "resolver_match", None)
    route = match.view_name if match is not None else "no route"
    return f"{getattr(record, 'status_code', '')} {getattr(request, 'method', '')} {route}".strip()


def _chain(error: BaseException) -> Iterator[BaseException]:
    """An error, what it was raised from or while handling, and so on; each once."""
    seen: set[int] = set()
    now: BaseException | None = error
    while now is not None and id(now) not in seen:
        seen.add(id(now))
        yield now
        now = now.__cause__ or (None if now.__suppress_context__ else now.__context__)


def _describe(error: BaseException) -> dict[str, Any]:
    told: dict[str, Any] = {"class": f"{type(error).__module__}.{type(error).__qualname__}"}
    if isinstance(error, _OF_THE_PROGRAM):
        told["says"] = str(error)
    of_database = getattr(error, "diag", None)
    for name in ("sqlstate", "table_name", "column_name", "constraint_name"):
        value = getattr(of_database, name, None)
        if value:
            told[name] = value
    places = extract_tb(error.__traceback__)[-MOST_PLACES:]
    told["places"] = [f"{place.filename}:{place.lineno} {place.name}" for place in places]
    return told


def to_console(level: str) -> dict[str, Any]:
    """Django's LOGGING: everything from `level` up, on standard error, for whoever collects it there."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "portal.logs.JsonLines"}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "django": {"handlers": [], "level": level, "propagate": True},
            # at DEBUG it writes each statement with its values, where anything keeps statements
            "django.db.backends": {"level": "INFO"},
        },
    }


def write_last_words() -> None:
    """Let what ends this process or one of its threads be written as a line too, not as Python's own traceback."""
    log = logging.getLogger("portal")

    def end(kind: type[BaseException], error: BaseException, place: TracebackType | None) -> None:
        log.critical("ended by an error", exc_info=(kind, error, place))

    def end_thread(ended: threading.ExceptHookArgs) -> None:
        if ended.exc_value is not None:
            end(ended.exc_type, ended.exc_value, ended.exc_traceback)

    sys.excepthook = end
    threading.excepthook = end_thread
