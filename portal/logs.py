"""What may be logged: one JSON object a line, and no personal data."""

import json
import logging
from collections.abc import ItemsView
from datetime import UTC, datetime
from types import FrameType, TracebackType
from typing import Any

from django.http import HttpRequest
from django.views.debug import SafeExceptionReporterFilter


class JsonLines(logging.Formatter):
    """One JSON object a line: time, level, logger, message and, of an error, its traceback without values."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


class NoValues(SafeExceptionReporterFilter):
    """Error reports without local variables and without form fields: both can hold a choice or a reason."""

    def get_traceback_frame_variables(  # Django's signature
        self,
        request: HttpRequest | None,  # noqa: ARG002
        tb_frame: FrameType | TracebackType,  # noqa: ARG002
    ) -> ItemsView[str, Any]:
        nothing: dict[str, Any] = {}
        return nothing.items()

    def get_post_parameters(self, request: HttpRequest | None) -> dict[str, Any]:  # noqa: ARG002
        return {}
