"""What the web server itself writes, in the form of every other line."""

import logging
from typing import Any

from gunicorn.glogging import Logger

from portal.logs import JsonLines


class WebLog(Logger):  # type: ignore[misc]  # gunicorn has no types
    """gunicorn's own log. Where it keeps one of requests, its lines are its own: it is told to keep none."""

    def _set_handler(self, log: logging.Logger, output: str | None, fmt: Any, stream: Any = None) -> None:
        super()._set_handler(log, output, JsonLines() if log is self.error_log else fmt, stream)
