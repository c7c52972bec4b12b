"""Devices that people signed in on before: a signed cookie, good for the names it was made for and nobody else."""

import uuid

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare, salted_hmac

_SALT = "portal.devices"
_AGE = 365 * 24 * 3600
# so many people may share one device, as at home; the one who came first is forgotten first
_MOST_PEOPLE = 5


def known_device(request: HttpRequest, sign_in_name: str) -> uuid.UUID | None:
    """The device's id where the person of this name signed in on it before."""
    device, marks = _read(request)
    own = _mark_of(sign_in_name)
    return device if any(constant_time_compare(mark, own) for mark in marks) else None


def remember_device(request: HttpRequest, response: HttpResponse, sign_in_name: str) -> None:
    """Let this device be known for this person from now on."""
    device, marks = _read(request)
    own = _mark_of(sign_in_name)
    marks = [own, *(mark for mark in marks if mark != own)][:_MOST_PEOPLE]
    response.set_cookie(
        settings.KNOWN_DEVICE_COOKIE_NAME,
        signing.dumps([str(device or uuid.uuid4()), marks], salt=_SALT),
        max_age=_AGE,
        path="/",  # as its name demands, and no domain
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _read(request: HttpRequest) -> tuple[uuid.UUID | None, list[str]]:
    try:
        device, marks = signing.loads(
            request.COOKIES.get(settings.KNOWN_DEVICE_COOKIE_NAME, ""), salt=_SALT, max_age=_AGE
        )
        return uuid.UUID(device), [str(mark) for mark in marks]
    except (signing.BadSignature, ValueError, TypeError, AttributeError):
        return None, []


def _mark_of(sign_in_name: str) -> str:
    return salted_hmac(_SALT, sign_in_name.casefold(), algorithm="sha256").hexdigest()
