"""What signing in leaves behind."""

import uuid
from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from accounts.models import Employee
from transfers import ledger
from transfers.actions.addresses import owe_other_addresses
from transfers.actions.locks import lock_person
from transfers.atomic import write
from transfers.clock import Clock, database_clock
from transfers.errors import TransferError
from transfers.models import SignInAttempt
from transfers.models.notice import MAIL
from transfers.models.sign_in_attempt import FAILED, PASSED, REFUSED, RESET
from transfers.queries.second_factors import is_reset_open
from transfers.queries.sign_ins import is_one_too_many

_SALT = "transfers.actions.sign_ins"
# one row that says that somebody was kept out is enough for so long
_SAID_FOR = timedelta(hours=1)


class SlowedDown(TransferError):
    """Too many tries failed on devices like this one; the page says how to get in all the same."""

    status = 429


def try_to_sign_in(name: str, *, step: str, device: uuid.UUID | None, clock: Clock = database_clock) -> SignInAttempt:
    """Count a try before it is looked at. Raises SlowedDown, whether or not `name` is anybody's.

    Three short transactions, so that what runs beside it counts this one too.
    """
    attempt = _open_attempt(name, step=step, device=device, clock=clock)
    if is_one_too_many(attempt):
        _refuse_attempt(attempt, name)
        raise SlowedDown(_("Too many tries failed."))
    return attempt


@write
def _open_attempt(name: str, *, step: str, device: uuid.UUID | None, clock: Clock) -> SignInAttempt:
    return SignInAttempt.objects.create(
        account=account_of(name), step=step, device=device, outcome=FAILED, at=clock()
    )


@write
def pass_attempt(attempt: SignInAttempt) -> None:
    """What was tried was right."""
    SignInAttempt.objects.filter(pk=attempt.pk).update(outcome=PASSED)


@write
def _refuse_attempt(attempt: SignInAttempt, name: str) -> None:
    """Forget a try that was not looked at; where the name is somebody's, keep one an hour as a sign of it."""
    person = Employee.objects.filter(sign_in_name=name.casefold(), is_active=True).first()
    said = SignInAttempt.objects.filter(person=person, at__gt=attempt.at - _SAID_FOR)
    if person is None or said.exists():
        SignInAttempt.objects.filter(pk=attempt.pk).delete()
    else:
        SignInAttempt.objects.filter(pk=attempt.pk).update(outcome=REFUSED, person=person)


def account_of(name: str) -> str:
    """The keyed hash under which tries for this sign-in name are counted."""
    return salted_hmac(_SALT, name.casefold(), algorithm="sha256").hexdigest()


@write
def record_sign_in(person: Employee, *, method: str, clock: Clock = database_clock) -> None:
    """Write that `person` signed in, and how: "password", "passkey", "company", "demo". Shown only to the person."""
    ledger.record("employee.signed_in", person, by=person, at=clock(), subject=person, body={"method": method})


@write
def record_sign_in_change(person: Employee, *, what: str, clock: Clock = database_clock) -> None:
    """Write that `person` changed how they sign in, and tell them wherever their mail goes."""
    person = Employee.objects.select_related("site").get(pk=person.pk)
    at = clock()
    event = ledger.record("employee.sign_in_changed", person, by=person, at=at, subject=person, body={"what": what})
    ledger.owe(event, person, "employee.sign_in_changed", at=at)
    owe_other_addresses(event, person, link=False, at=at)


@write
def remove_second_factors(person: Employee, *, clock: Clock = database_clock) -> bool:
    """Take away the second factors of a person who has just set a password by a link, where a reset is open.

    Whoever asked HR for it lost them; nobody but the person, through that link, can do it. Being without them counts
    as being kept out. Locks: the person.
    """
    person = lock_person(person.pk)
    at = clock()
    if not is_reset_open(person, at) or not Authenticator.objects.filter(user=person).exists():
        return False
    Authenticator.objects.filter(user=person).delete()
    SignInAttempt.objects.create(
        account=account_of(person.sign_in_name), step=RESET, outcome=REFUSED, at=at, person=person
    )
    event = ledger.record("employee.second_factors_removed", person, by=person, at=at, subject=person)
    ledger.owe(event, person, "employee.second_factors_removed", at=at)
    owe_other_addresses(event, person, link=False, at=at)
    return True


@write
def ask_for_sign_in_link(person: Employee, *, clock: Clock = database_clock) -> None:
    """Owe `person` a mail with a link to set a password. The link is made when the mail is: no row holds it.

    Where it goes is decided then too, so that an address written in between does not get it.
    """
    person = Employee.objects.select_related("site").get(pk=person.pk)
    at = clock()
    event = ledger.record("employee.link_asked", person, by=person, at=at, subject=person)
    ledger.owe(event, person, "employee.sign_in_link", at=at, channels=[MAIL])
    owe_other_addresses(event, person, link=True, at=at)
