"""allauth's forms for second factors in this portal's words; settings name them as strings."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as base
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from cryptography.fernet import InvalidToken
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from portal.sign_in import count_attempt
from transfers.actions.sign_ins import pass_attempt
from transfers.models.sign_in_attempt import CODE

# A code is good for its half minute and the ones before and after; allauth remembers a used one for one of the three.
_CODE_LIVES = 120
_LONGEST_NAME = 60


def _ask_for_digits(field: Any, label: Any) -> None:
    field.label = label
    field.error_messages["required"] = _("Enter the code, digits only.")
    field.widget.attrs = {"autocomplete": "one-time-code", "inputmode": "numeric"}


@contextmanager
def _made_up_is_wrong() -> Iterator[None]:
    """Made-up bytes of a passkey fail in the library in many ways: all of them are a wrong proof."""
    try:
        yield
    except ValidationError:
        raise
    except Exception as error:
        raise get_adapter().validation_error("incorrect_code") from error


class _Code:
    """A code of an app or a recovery code; tries are counted as those of passwords are."""

    fields: dict[str, Any]
    user: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_for_digits(self.fields["code"], _("Code from your app, or a recovery code"))

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]  # type: ignore[attr-defined]
        attempt = count_attempt(context.request, self.user.sign_in_name, step=CODE)
        for factor in Authenticator.objects.filter(user=self.user).exclude(type=Authenticator.Type.WEBAUTHN):
            if self._is_right(factor, code):
                pass_attempt(attempt)
                factor.user = self.user
                self.authenticator = factor
                return code
        raise get_adapter().validation_error("incorrect_code")

    @staticmethod
    def _is_right(factor: Authenticator, code: str) -> bool:
        """Whether the code is this factor's and not used before. What another SECRET_KEY sealed is never right."""
        try:
            is_valid = factor.wrap().validate_code(code)
        except InvalidToken:
            return False
        return bool(is_valid and cache.add(f"used-code:{factor.pk}:{code}", True, _CODE_LIVES))


class CodeForm(_Code, base.AuthenticateForm):  # type: ignore[misc]
    """The second step of signing in."""


class ConfirmCodeForm(_Code, base.ReauthenticateForm):  # type: ignore[misc]
    """A code instead of the password, to confirm."""


class AddAppForm(totp.ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a new app."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_for_digits(self.fields["code"], _("The code that the app shows now"))


def _ask_for_passkey(field: Any) -> None:
    """Nobody types it: what is missing or broken there came so from the browser."""
    said = _("Your browser sent no passkey. Nothing was changed: try again, or use another way.")
    field.error_messages |= {"required": said, "invalid": said}


class _Passkey:
    """What a browser says a passkey proved."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_for_passkey(self.fields["credential"])

    def clean_credential(self) -> Authenticator:
        with _made_up_is_wrong():
            return super().clean_credential()  # type: ignore[misc]


class SignInPasskeyForm(_Passkey, webauthn.LoginWebAuthnForm):  # type: ignore[misc]
    """A passkey instead of name and password."""


class PasskeyForm(_Passkey, webauthn.AuthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey as the second step."""


class ConfirmPasskeyForm(_Passkey, webauthn.ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey instead of the password, to confirm."""


class AddPasskeyForm(webauthn.AddWebAuthnForm):  # type: ignore[misc]
    """A new passkey and what to call it."""

    def clean(self) -> dict[str, Any]:
        with _made_up_is_wrong():
            cleaned: dict[str, Any] = super().clean()
        return cleaned

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_for_passkey(self.fields["credential"])
        self.fields["name"].label = _("What you call it")
        self.fields["name"].validators.append(MaxLengthValidator(_LONGEST_NAME))
        self.fields["name"].widget.attrs |= {"maxlength": str(_LONGEST_NAME)}
        self.fields["passwordless"].label = _("Sign in with it alone, without my password")
        self.fields["passwordless"].help_text = _(
            "It must then be one that asks for your finger, face or PIN. Otherwise it stands beside the password."
        )
        self.fields["passwordless"].initial = True
