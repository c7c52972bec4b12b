"""The pages for what went wrong: drawn without the viewer, so that an answer tells nothing but its own sentence."""

import sys
from typing import NamedTuple

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from transfers.errors import TransferError

_RETRY_SECONDS = "5"
# pages that are a step of another: how their names begin, that other one, and the words that lead back to it
_STEPS = (
    ("transfers:case_", "transfers:case", _("Go back to the case")),
    ("transfers:claim_", "transfers:claim", _("Go back to the offer")),
    ("transfers:placement_", "transfers:placement", _("Go back to the move")),
)


class Back(NamedTuple):
    """Where one came from, and the words that lead there."""

    address: str
    words: str


def get_way_back(request: HttpRequest) -> Back | None:
    """The page that an address is a step of, by the address alone: HR's case, or the person's offer or move."""
    match = request.resolver_match
    if match is None or "public_id" not in match.kwargs:
        return None
    for start, step_of, words in _STEPS:
        if match.view_name.startswith(start):
            return Back(reverse(step_of, args=[match.kwargs["public_id"]]), str(words))
    return None


def page(status: int, message: str = "", *, is_opening: bool = False, back: Back | None = None) -> HttpResponse:
    """The page of a status, with a sentence where there is one; `is_opening` where nothing had been sent."""
    words = {"message": message, "is_opening": is_opening, "back": back}
    response = HttpResponse(render_to_string(f"{status}.html", words), status=status)
    if status == 503:
        response["Retry-After"] = _RETRY_SECONDS
    return response


def refused(error: TransferError, *, is_opening: bool = False, back: Back | None = None) -> HttpResponse:
    """The page of a refusal: its sentence and its status. A 404 carries no sentence, whatever caused it."""
    if error.status == 404:
        return page(404)
    return page(error.status, error.message, is_opening=is_opening, back=back)


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
