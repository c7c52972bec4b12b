"""A person's authenticator app, as tests hold it in their hand."""

import time

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value

from accounts.models import Employee


class App:
    """An app that is set up for `person`, with recovery codes."""

    def __init__(self, person: Employee) -> None:
        self.secret = generate_totp_secret()
        TOTP.activate(person, self.secret)
        self.codes = RecoveryCodes.activate(person).generate_codes()

    def code(self, *, steps: int = 0) -> str:
        return code_of(self.secret, steps=steps)


def code_of(secret: str, *, steps: int = 0) -> str:
    """What an app with this secret shows now, or shows so many half minutes later."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps)))


def kinds_of(person: Employee) -> set[str]:
    return set(Authenticator.objects.filter(user=person).values_list("type", flat=True))
