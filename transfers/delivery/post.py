"""Carrying letters out of the house: to the mail server, or to files where none is set."""

import smtplib
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a letter was not taken: a class and a code, never an address or what the server wrote.

    `is_permanent`: the same letter will be refused again. `is_about_server`: so will every other letter, now.
    """

    error: str
    is_permanent: bool = False
    is_about_server: bool = False


class Post:
    """One connection for several letters. Leave it by `close`, also after an error."""

    def __init__(self) -> None:
        self._backend: BaseEmailBackend = get_connection()

    def open(self) -> Refusal | None:
        """Reach the server. A refusal here is always about the server, so it is always worth another try."""
        try:
            self._backend.open()
        except (smtplib.SMTPException, OSError) as error:
            return Refusal(_name(error), is_about_server=True)
        return None

    def carry(self, letter: EmailMessage) -> Refusal | None:
        """Hand one letter over; None means it was taken."""
        if connection.in_atomic_block:
            raise RuntimeError("A transaction never waits for the network.")
        try:
            taken = self._backend.send_messages([letter])
        except smtplib.SMTPServerDisconnected as error:
            return Refusal(_name(error), is_about_server=True)
        except smtplib.SMTPException as error:
            return Refusal(_name(error), is_permanent=_is_permanent(error))
        except OSError as error:
            return Refusal(_name(error), is_about_server=True)
        except ValueError as error:
            # a line break in an address, or an address that cannot be written: no attempt will mend it
            return Refusal(_name(error), is_permanent=True)
        return None if taken else Refusal("NotTaken")

    def close(self) -> None:
        """End the connection; a server that hangs up first has everything already."""
        try:
            self._backend.close()
        except (smtplib.SMTPException, OSError):
            return


def _codes(error: smtplib.SMTPException) -> Sequence[int]:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return [code for code, _ in error.recipients.values()]
    if isinstance(error, smtplib.SMTPResponseException):
        return [error.smtp_code]
    return []


def _is_permanent(error: smtplib.SMTPException) -> bool:
    """Whether the server said 5xx. 421 and every 4xx mean: later."""
    codes = _codes(error)
    return bool(codes) and all(500 <= code < 600 for code in codes)


def _name(error: Exception) -> str:
    codes: Sequence[int | None] = []
    if isinstance(error, smtplib.SMTPException):
        codes = _codes(error)
    elif isinstance(error, OSError):
        codes = [error.errno]
    return " ".join([type(error).__name__, *(str(code) for code in codes if code is not None)])
