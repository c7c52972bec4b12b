"""allauth's forms in this portal's words; settings name them as strings."""

from typing import Any

from allauth.account import forms as account
from django.contrib.auth.password_validation import password_validators_help_texts
from django.utils.translation import gettext_lazy as _

from transfers.clock import database_clock
from transfers.queries.addresses import find_by_link_address

_REQUIRED = {
    "login": _("Enter your sign-in name."),
    "password": _("Enter your password."),
    "oldpassword": _("Enter the password you have now."),
    "password1": _("Enter a new password."),
    "password2": _("Enter the new password once more."),
    "email": _("Enter your mail address."),
}
_LABELS = {
    "login": _("Sign-in name"),
    "password": _("Password"),
    "oldpassword": _("The password you have now"),
    "password1": _("New password"),
    "password2": _("New password once more"),
    "email": _("Mail address"),
}


def _password_hint() -> str:
    return " ".join(password_validators_help_texts())


class _OurWords:
    """Labels that stay visible instead of placeholders that vanish, and errors that say what to do."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if name in _LABELS:
                field.label = _LABELS[name]
                field.error_messages["required"] = _REQUIRED[name]
            field.help_text = _password_hint() if name == "password1" else ""


class SignInForm(_OurWords, account.LoginForm):  # type: ignore[misc]
    """Name and password."""


class ConfirmForm(_OurWords, account.ReauthenticateForm):  # type: ignore[misc]
    """The password once more."""


class ChangePasswordForm(_OurWords, account.ChangePasswordForm):  # type: ignore[misc]
    """The old password and a new one."""


class ForgottenPasswordForm(_OurWords, account.ResetPasswordForm):  # type: ignore[misc]
    """The address a link goes to: the present one, the one before while a new one waits, or the one for a leave."""

    def clean_email(self) -> str:
        email: str = super().clean_email()
        known = {user.pk for user in self.users}
        self.users += [person for person in find_by_link_address(email, database_clock()) if person.pk not in known]
        return email


class NewPasswordForm(_OurWords, account.ResetPasswordKeyForm):  # type: ignore[misc]
    """A new password, from the link."""
