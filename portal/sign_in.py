"""Sign-in: allauth's rules made ours, and the demo's one click. Settings name these as strings."""

import ipaddress
from typing import Any
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib.auth import get_user_model, login
from django.contrib.auth.base_user import AbstractBaseUser
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.models import Employee
from seeds.cast import CAST
from transfers.actions.sign_ins import ask_for_sign_in_link, record_sign_in
from transfers.queries.demo import get_demo_clock
from transfers.web import nudge

DEVICE_COOKIE = "known_device"
_DEVICE_SALT = "portal.sign_in.device"
_DEVICE_AGE = 365 * 24 * 3600


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """No sign-up, own paths only, attempts counted by account and device, never by address."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - named by allauth
        return False

    def is_safe_url(self, url: str | None) -> bool:
        """Only a path of this portal: a name that resolves to it today may be another's tomorrow."""
        return bool(url) and str(url).startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Say nothing: the page that follows shows whether one is signed in."""

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Failures count against an account on one known device, or on all unknown ones together.

        So a stranger who fails on purpose slows strangers; a device its person used before keeps its own count.
        """
        name = str(credentials.get("username") or credentials.get("email") or "").casefold()
        return f"{name}:{_known_device(request, name) or 'unknown'}"

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **kwargs)
        if isinstance(user, Employee):
            record_sign_in(user, method="password")
            _remember_device(request, response, user.sign_in_name)
        return response

    def send_password_reset_mail(self, user: AbstractBaseUser, email: str, context: dict[str, Any]) -> None:  # noqa: ARG002
        """Owe the mail instead of sending it: a page that waited for a mail server would tell who has an account."""
        if isinstance(user, Employee):
            ask_for_sign_in_link(user)
            nudge()


def _mark_of(sign_in_name: str) -> str:
    return salted_hmac(_DEVICE_SALT, sign_in_name).hexdigest()


def _known_device(request: HttpRequest, sign_in_name: str) -> str | None:
    """The device's id where this person signed in on it before."""
    try:
        device, mark = signing.loads(request.COOKIES.get(DEVICE_COOKIE, ""), salt=_DEVICE_SALT, max_age=_DEVICE_AGE)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return str(device) if constant_time_compare(str(mark), _mark_of(sign_in_name)) else None


def _remember_device(request: HttpRequest, response: HttpResponse, sign_in_name: str) -> None:
    device = _known_device(request, sign_in_name) or str(uuid4())
    response.set_cookie(
        DEVICE_COOKIE,
        signing.dumps([device, _mark_of(sign_in_name)], salt=_DEVICE_SALT),
        max_age=_DEVICE_AGE,
        path="/account/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _is_from_this_machine(request: HttpRequest) -> bool:
    """Whether the request came over loopback and no proxy says that it only passes it on."""
    if "HTTP_X_FORWARDED_FOR" in request.META or "HTTP_FORWARDED" in request.META:
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """The demo's cast, each to be signed in as with one click: only on loopback, only with the demo marker."""
    if not (settings.DEMO and _is_from_this_machine(request) and get_demo_clock()):
        raise Http404
    if request.method != "POST":
        return render(request, "account/demo.html", {"cast": CAST})
    known = {member.sign_in_name for member in CAST}
    person = get_user_model().objects.filter(
        sign_in_name=request.POST.get("person", ""), sign_in_name__in=known, is_active=True
    )
    for employee in person:
        login(request, employee, backend=settings.AUTHENTICATION_BACKENDS[0])
        record_authentication(request, employee, method="demo")
        record_sign_in(employee, method="demo")
        return HttpResponseRedirect(settings.LOGIN_REDIRECT_URL)
    raise Http404
