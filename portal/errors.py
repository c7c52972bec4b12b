"""The pages for what went wrong: drawn without the viewer, so that an answer tells nothing but its own sentence."""

import sys

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from transfers.errors import TransferError

_RETRY_SECONDS = "5"


def page(status: int, message: str = "", *, is_opening: bool = False) -> HttpResponse:
    """The page of a status, with a sentence where there is one; `is_opening` where nothing had been sent."""
    words = {"message": message, "is_opening": is_opening}
    response = HttpResponse(render_to_string(f"{status}.html", words), status=status)
    if status == 503:
        response["Retry-After"] = _RETRY_SECONDS
    return response


def refused(error: TransferError, *, is_opening: bool = False) -> HttpResponse:
    """The page of a refusal: its sentence and its status. A 404 carries no sentence, whatever caused it."""
    return page(error.status, "" if error.status == 404 else error.message, is_opening=is_opening)


def method_not_allowed() -> HttpResponse:
    return page(405)


def unsupported_type() -> HttpResponse:
    return page(415)


def too_large() -> HttpResponse:
    return page(413)


# Django calls the handlers below by these parameter names.
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    return page(413 if isinstance(exception, RequestDataTooBig) else 400)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    return page(403)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    return page(403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    return page(404)


def server_error(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """503 where the database could not be reached or had no connection left, else 500."""
    return page(503 if isinstance(sys.exc_info()[1], OperationalError | InterfaceError) else 500)
