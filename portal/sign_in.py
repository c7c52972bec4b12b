"""Sign-in: allauth's rules made ours, and the demo's one click. Settings name these as strings."""

import ipaddress
import uuid
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.account.views import PasswordResetFromKeyView, account_inactive
from allauth.core import context
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model, login
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.models import Employee
from portal.devices import known_device, remember_device
from portal.second_factors import needs_second_factor
from seeds.cast import CAST
from transfers.actions.sign_ins import (
    ask_for_sign_in_link,
    pass_attempt,
    record_sign_in,
    record_sign_in_change,
    remove_second_factors,
    try_to_sign_in,
)
from transfers.models import SignInAttempt
from transfers.models.sign_in_attempt import PASSWORD
from transfers.nudges import nudge
from transfers.queries.demo import get_demo_clock
from transfers.queries.second_factors import has_second_factor
from transfers.web import is_sign_in_fresh

# What allauth would mail about, as the Event says it.
_CHANGES = {
    "account/email/password_changed": "password",
    "account/email/password_reset": "password",
    "account/email/password_set": "password",
    "socialaccount/email/account_connected": "company_linked",
    "socialaccount/email/account_disconnected": "company_unlinked",
    "mfa/email/totp_activated": "app_added",
    "mfa/email/totp_deactivated": "app_removed",
    "mfa/email/webauthn_added": "passkey_added",
    "mfa/email/webauthn_removed": "passkey_removed",
    "mfa/email/recovery_codes_generated": "codes_made",
}
# What was done, of which the page that follows shows nothing; a link's own page says it itself.
_DONE = {
    "account/messages/password_changed.txt": _("Your password was changed. You are signed out everywhere else."),
    "mfa/messages/totp_deactivated.txt": _("The authenticator app was removed. Its codes do not work any more."),
    "mfa/messages/webauthn_removed.txt": _("The passkey was removed. It does not work here any more."),
    "usersessions/messages/sessions_logged_out.txt": _("You are signed out everywhere else."),
    "account/messages/logged_out.txt": _("You are signed out."),
}
_PROVES_A_FACTOR = {"app_added", "passkey_added"}


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """No sign-up, own paths only, tries counted by account and device, never by address."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _("That name and password do not belong together. Check both."),
        "incorrect_password": _("That is not your password."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - named by allauth
        return False

    def is_safe_url(self, url: str | None) -> bool:
        """Only a path of this portal: a name that resolves to it today may be another's tomorrow."""
        return bool(url) and str(url).startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def get_client_ip(self, request: HttpRequest) -> str:  # noqa: ARG002
        """Nobody's: a limit by address would count an office, and a list of addresses tells who was where."""
        return "0.0.0.0"  # noqa: S104  (no address to listen on)

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,  # noqa: ARG002
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Say what went wrong, and what was done where the page that follows does not show it."""
        if level == messages.ERROR and message:
            messages.add_message(request, level, message, extra_tags)
        done = _DONE.get(message_template or "")
        if done is not None and request.user.is_authenticated:
            messages.success(request, done)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002 - named by allauth
        return reverse("mfa_index")

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Nothing: `authenticate` counts."""

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        attempt = count_attempt(request, str(credentials.get("username", "")), step=PASSWORD)
        user: AbstractBaseUser | None = super().authenticate(request, **credentials)
        if user is not None:
            pass_attempt(attempt)
        return user

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:  # noqa: ARG002
        """A sign-in of the last ten minutes is as good as a confirmation."""
        return not is_sign_in_fresh(context.request)

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **kwargs)
        if not isinstance(user, Employee):
            return response
        record_sign_in(user, method=_method_of(request, user))
        if needs_second_factor(user) and not has_second_factor(user):
            response = HttpResponseRedirect(reverse("mfa_index"))
        remember_device(request, response, user.sign_in_name)
        return response

    def send_password_reset_mail(self, user: AbstractBaseUser, email: str, context: dict[str, Any]) -> None:  # noqa: ARG002
        """Owe the mail instead of sending it: a page that waited for a mail server would tell who has an account."""
        if isinstance(user, Employee):
            ask_for_sign_in_link(user)
            nudge()

    def send_notification_mail(self, template_prefix: str, user: AbstractBaseUser, *args: Any, **kwargs: Any) -> None:  # noqa: ARG002
        """Owe a message about a change to how somebody signs in, and end what they signed in on elsewhere."""
        what = _CHANGES.get(template_prefix)
        if what is None or not isinstance(user, Employee):
            return
        record_sign_in_change(user, what=what)
        nudge()
        if what in _PROVES_A_FACTOR:
            record_authentication(self.request, user, method="mfa", type=what)
        end_other_sessions(self.request, user)


def count_attempt(request: HttpRequest, sign_in_name: str, *, step: str) -> SignInAttempt:
    """Count a try on the device the request comes from. Raises SlowedDown where there were too many."""
    device = known_device(request, sign_in_name)
    if device is None and request.user.is_authenticated:
        # who is signed in confirms on a device that they have just signed in on, whatever became of its cookie
        device = uuid.uuid5(uuid.NAMESPACE_OID, str(request.session.session_key))
    return try_to_sign_in(sign_in_name, step=step, device=device)


def end_other_sessions(request: HttpRequest, person: Employee) -> None:
    """Sign `person` out everywhere but here."""
    for session in UserSession.objects.filter(user=person).exclude(session_key=request.session.session_key or ""):
        session.end()


def _method_of(request: HttpRequest, person: Employee) -> str:
    proofs = get_authentication_records(request, person)
    if any(proof.get("passwordless") for proof in proofs):
        return "passkey"
    return "company" if any(proof["method"] == "socialaccount" for proof in proofs) else "password"


class NewPassword(PasswordResetFromKeyView):  # type: ignore[misc]
    """A password set by a mailed link. The device it is set on is known from then on: whoever is slowed by others'
    failures gets in by this link. Second factors stay, unless HR sent a reset because they were lost."""

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        if remove_second_factors(self.reset_user):
            nudge()
        remember_device(self.request, response, self.reset_user.sign_in_name)
        return response


def inactive(request: HttpRequest) -> HttpResponse:
    """That a sign-in is closed; whoever is signed in has an open one, and is led home."""
    if request.user.is_authenticated:
        return HttpResponseRedirect(settings.LOGIN_REDIRECT_URL)
    answer: HttpResponse = account_inactive(request)
    return answer


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
    asked = request.POST.get("person", "")
    if asked not in known:
        raise Http404
    for employee in get_user_model().objects.filter(sign_in_name=asked, is_active=True):
        login(request, employee, backend=settings.AUTHENTICATION_BACKENDS[0])
        record_authentication(request, employee, method="demo")
        UserSession.objects.create_from_request(request)
        record_sign_in(employee, method="demo")
        return HttpResponseRedirect(settings.LOGIN_REDIRECT_URL)
    raise Http404
