"""Second factors: allauth's, their secrets sealed, and nobody at the administration without one."""

import base64
from collections.abc import Callable
from functools import cache
from io import BytesIO
from typing import Any

import qrcode
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.views import IndexView
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import get_totp_secret
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from allauth.socialaccount.models import SocialAccount
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from qrcode.image.svg import SvgPathFillImage

from accounts.models import Employee
from portal.middleware import GetResponse
from portal.sign_in_settings import COMPANY
from transfers.clock import database_clock
from transfers.queries.second_factors import factors_of, has_second_factor, must_have_second_factor
from transfers.sight.actor import Person
from transfers.web import fresh_page


@cache
def _seal(secret_key: str) -> Fernet:
    derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"portal.second_factors")
    return Fernet(base64.urlsafe_b64encode(derive.derive(secret_key.encode())))


class Adapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Secrets of apps and codes lie sealed in the database, so that a stolen backup alone signs nobody in."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy(
            "That did not prove that it is you. Use the newest code, or try the passkey again."
        ),
        "cannot_delete_authenticator": gettext_lazy(
            "Your grant for the administration needs a second factor. Add another first, then remove this one."
        ),
    }

    def encrypt(self, text: str) -> str:
        return _seal(settings.SECRET_KEY).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _seal(settings.SECRET_KEY).decrypt(encrypted_text.encode()).decode()

    def build_totp_svg(self, url: str) -> str:
        """Black on white of its own: on a dark page the picture would have no light squares to scan."""
        picture = BytesIO()
        qrcode.make(url, image_factory=SvgPathFillImage).save(picture)
        return picture.getvalue().decode()

    def get_totp_label(self, user: AbstractBaseUser) -> str:
        """The name one signs in with: a mail address is HR's to change."""
        return str(user.get_username())

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": "Undraft"}

    def get_public_key_credential_user_entity(self, user: AbstractBaseUser) -> dict[str, Any]:
        return {**super().get_public_key_credential_user_entity(user), "name": str(user.get_username())}

    def generate_authenticator_name(self, user: AbstractBaseUser, type: str) -> str:
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return _("Passkey %(number)s") % {"number": number}

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        person = authenticator.user
        return factors_of(person).exclude(pk=authenticator.pk).exists() or not needs_second_factor(person)


def needs_second_factor(person: Employee) -> bool:
    """Whether this person's right needs a second factor now: in the demonstration nobody's does."""
    return not settings.DEMO and must_have_second_factor(person, database_clock())


def has_proved_twice(request: HttpRequest, person: Employee) -> bool:
    """Whether this session's person gave a second factor, or set one up, and still has one."""
    proofs = get_authentication_records(request, person)
    return any(proof["method"] == "mfa" for proof in proofs) and has_second_factor(person)


# how the names of the pages begin, beside the administration, that open what concerns one other person
_ABOUT_OTHERS = ("transfers:case", "transfers:break_glass")


class SecondFactorFirst:
    """Outside the demonstration the administration, cases and break-glass open only to who proved twice who they are.

    Their own choice, offers and the rest stay open to the same people: a deadline does not wait for a telephone.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: Callable[..., HttpResponse], _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        match = request.resolver_match
        if match is None or ("admin" not in match.namespaces and not match.view_name.startswith(_ABOUT_OTHERS)):
            return None
        # Only now: asking who it is makes the answer vary by cookie, and a hidden thing's 404 would differ by that.
        person = request.user
        if not isinstance(person, Employee):
            return None
        if has_proved_twice(request, person) or not needs_second_factor(person):
            return None
        if has_second_factor(person):
            # signed in before it was set up
            return redirect_to_login(request.path, reverse("mfa_reauthenticate"))
        return HttpResponseRedirect(reverse("mfa_index"))


def fresh(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """One of allauth's pages, for who has just proved who they are."""

    def shown(request: HttpRequest, _viewer: Person, **kwargs: Any) -> HttpResponse:
        return view(request, **kwargs)

    return fresh_page(shown)


class Index(IndexView):  # type: ignore[misc]
    """How I sign in: factors, codes, the password, and where I am signed in."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person = self.request.user
        must = isinstance(person, Employee) and needs_second_factor(person)
        shown: dict[str, Any] = super().get_context_data(**kwargs)
        shown["is_linked"] = SocialAccount.objects.filter(user=person.pk, provider=COMPANY).exists()
        return {**shown, "must": must, "has_factor": isinstance(person, Employee) and has_second_factor(person)}


class RemovePasskey(RemoveWebAuthnView):  # type: ignore[misc]
    """Take a passkey away, unless the person's right needs it."""

    success_url = reverse_lazy("mfa_index")

    def form_valid(self, form: Any) -> HttpResponse:
        adapter = Adapter()
        if not adapter.can_delete_authenticator(self.get_object()):
            messages.error(self.request, adapter.error_messages["cannot_delete_authenticator"])
            return HttpResponseRedirect(self.success_url)
        response: HttpResponse = super().form_valid(form)
        return response


@require_safe
@fresh_page
def app_picture(request: HttpRequest, viewer: Person) -> HttpResponse:  # noqa: ARG001 - the session holds the secret
    """The picture that an authenticator app scans: a file of its own, since pages load no data: addresses."""
    adapter = Adapter()
    address = adapter.build_totp_url(viewer, get_totp_secret())
    return HttpResponse(adapter.build_totp_svg(address), content_type="image/svg+xml")
