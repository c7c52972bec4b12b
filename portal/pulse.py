"""Each web process asks itself for a page once a minute and writes down that it answered.

It knows what it can know from within: that the process runs, that a page is drawn by all the middleware and a
template, and that its pool reaches the database. It does not know whether people reach the process.
"""

import logging
import threading
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.db import close_old_connections, connection

from transfers.actions.pulses import keep_pulse

log = logging.getLogger(__name__)

PERIOD = 60
PAGE = "/account/sign-in/"  # where everybody begins
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def start(application: Application) -> threading.Thread:
    """Begin, in a thread that ends with its process."""
    thread = threading.Thread(target=_beat, args=(application, threading.Event()), name="pulse", daemon=True)
    thread.start()
    return thread


def _beat(application: Application, never: threading.Event) -> None:
    while True:
        try:
            if answers(application):
                keep_pulse()
        except Exception as error:  # the database may be away; what is missing then says so
            log.warning("no pulse: %s", type(error).__name__)
            connection.close()
        finally:
            close_old_connections()
        never.wait(PERIOD)


def answers(application: Application) -> bool:
    """Whether the page where everybody begins is answered whole, as a server would ask for it."""
    at = urlsplit(settings.PORTAL_URL)
    asked: dict[str, Any] = {
        "PATH_INFO": PAGE,
        "HTTP_HOST": at.netloc,
        "HTTP_X_FORWARDED_PROTO": at.scheme,
        "wsgi.url_scheme": at.scheme,
        "REMOTE_ADDR": "127.0.0.1",
    }
    setup_testing_defaults(asked)
    told: list[str] = []
    body = application(asked, lambda status, _headers, _error=None: told.append(status))
    try:
        for _part in body:
            pass
    finally:
        close = getattr(body, "close", None)
        if close is not None:
            close()
    return bool(told) and told[0].startswith("200")
