"""What no page here can mean is refused before a page sees it; fields that no page asked for are counted."""

import logging
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote_to_bytes

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from portal.errors import method_not_allowed, refused, too_large, unsupported_type
from portal.middleware import GetResponse
from transfers.errors import Invalid
from transfers.formats.uploads import MOST_BYTES

_METHODS = ("GET", "HEAD", "POST", "OPTIONS")
_BODIES = ("application/x-www-form-urlencoded", "multipart/form-data")
# The largest file that a page takes, and its form. Django bounds the fields of a form, not its files.
_MOST_BYTES = MOST_BYTES + 100_000
# What Python's and Django's readers put where bytes were no UTF-8.
_BROKEN = "\ufffd"
# Every form's own: whether a page reads them is not the question here.
_OF_EVERY_FORM = frozenset({"csrfmiddlewaretoken", "form_key", "drawn"})

log = logging.getLogger("portal.requests")


class Sent(QueryDict):
    """The fields of a form, which remember that they were asked for."""

    def __init__(self, fields: QueryDict) -> None:
        super().__init__("", mutable=True, encoding=fields.encoding)
        for name, values in fields.lists():
            self.setlist(name, values)
        self._mutable = False
        self.asked: set[str] = set(_OF_EVERY_FORM)

    def __contains__(self, name: object) -> bool:
        self.asked.add(str(name))
        return super().__contains__(name)

    def __getitem__(self, name: str) -> Any:
        self.asked.add(name)
        return super().__getitem__(name)

    def getlist(self, name: str, default: Any = None) -> Any:
        self.asked.add(name)
        return super().getlist(name, default)

    def count_unknown(self) -> int:
        """How many of the fields nothing asked for."""
        return len({name for name, _values in self.lists()} - self.asked)


class PlainRequests:
    """Methods that no page knows get 405, bodies that are no form 415, larger ones than any page takes 413, text that
    is no UTF-8 or holds NUL 400.

    Django's class views take PUT for POST, and its readers put U+FFFD where a byte was no text: whoever typed a name
    would find another one stored. A field that nothing asked for is ignored; that it came is logged by the page's
    name and a count, since names of fields are text from outside as well.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in _METHODS:
            response = method_not_allowed()
            response["Allow"] = ", ".join(_METHODS)
            return response
        if not _is_text(request.META.get("QUERY_STRING", "")):
            return refused(Invalid(_("This address holds characters that cannot be read. Go back and try again.")))
        if request.method == "POST" and _has_body(request) and request.content_type not in _BODIES:
            return unsupported_type()
        if request.method == "POST" and int(request.META.get("CONTENT_LENGTH") or 0) > _MOST_BYTES:
            return too_large()
        response = self.get_response(request)
        # `_post`: what was read; asking for POST would read a body that the page refused to
        sent = getattr(request, "_post", None)
        if isinstance(sent, Sent) and response.status_code < 400:
            unknown = sent.count_unknown() + len(request.FILES)
            if unknown and request.resolver_match is not None:
                log.info("fields that %s does not know, ignored: %d", request.resolver_match.view_name, unknown)
        return response

    def process_view(
        self, request: HttpRequest, _view: Callable[..., HttpResponse], _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        """After the check of the form's token: what it says must be text."""
        if request.method != "POST":
            return None
        if any(_BROKEN in text for name, values in request.POST.lists() for text in (name, *values)):
            return refused(
                Invalid(_("A field of this form holds a character that cannot be read. Go back and type it again."))
            )
        setattr(request, "POST", Sent(request.POST))  # noqa: B010  (Django's types take it for read-only)
        return None


def _has_body(request: HttpRequest) -> bool:
    return request.META.get("CONTENT_LENGTH") not in (None, "", "0")


def _is_text(query: str) -> bool:
    try:
        text = unquote_to_bytes(query).decode()
    except UnicodeDecodeError:
        return False
    return "\0" not in text
