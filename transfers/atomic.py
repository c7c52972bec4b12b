"""The outermost transaction of an action, and the answer that a form key gets once.

`write` decorates every action. It opens the transaction, and runs the action once more when PostgreSQL chose it as
the victim of a deadlock, when it waited too long for a lock (portal/databases.py says how long), when a migration
changed what a statement had been prepared for, or when another transaction was first with what there is only one of:
the second time the action sees it and says so in words. An action called by an action joins.
"""

import hashlib
import uuid
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import IntegrityError, NotSupportedError, OperationalError, connection, transaction
from django.utils.translation import gettext as _

from accounts.models import Employee
from transfers.clock import NOW
from transfers.errors import Busy, TransferError
from transfers.models import IdempotencyKey
from transfers.prepared import CHANGED, ask

_DEADLOCK, _LOCK_NOT_AVAILABLE, _TWIN = "40P01", "55P03", "23505"
# what is an error of ours where it comes again
_ONCE = frozenset({CHANGED, _TWIN})
_ATTEMPTS = 2

P = ParamSpec("P")
R = TypeVar("R")


class FormKeyReused(TransferError):
    """The same form key came with another body."""

    def __init__(self) -> None:
        super().__init__(
            _("This form was sent before with other answers. Open the page again and check what stands.")
        )


def write(action: Callable[P, R]) -> Callable[P, R]:
    """Run `action` in one transaction, or inside the one that is already open.

    Raises Busy when the rows stayed locked by others twice; nothing was changed then.
    """

    @wraps(action)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        if connection.in_atomic_block:
            with transaction.atomic():
                return action(*args, **kwargs)
        return _outermost(lambda: action(*args, **kwargs))

    return run


def _outermost(work: Callable[[], R]) -> R:
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            with transaction.atomic(durable=False):
                return work()
        except (OperationalError, NotSupportedError, IntegrityError) as error:
            why = getattr(error.__cause__, "sqlstate", None)
            if why not in (_DEADLOCK, _LOCK_NOT_AVAILABLE, *_ONCE) or (why in _ONCE and attempt == _ATTEMPTS):
                raise
            if attempt == _ATTEMPTS:
                raise Busy(
                    _("Others are changing the same thing just now. Nothing was changed; try again.")
                ) from error
    raise AssertionError  # pragma: no cover


_KEEP = f"""
INSERT INTO transfers_idempotencykey (employee_id, key, digest, location, at) VALUES (%s, %s, %s, '', {NOW})
ON CONFLICT (employee_id, key) DO NOTHING RETURNING at
"""  # noqa: S608  (our own words)
# RETURNING: what is asked prepared returns rows
_LEADS = "UPDATE transfers_idempotencykey SET location = %s WHERE employee_id = %s AND key = %s RETURNING at"


def answer_once(work: Callable[[], str], *, by: Employee, key: uuid.UUID, body: bytes) -> str:
    """Do `work` once for a person's form key and return where its answer led.

    `work` calls actions and returns a location. The same key with the same body (compared by SHA-256) returns the
    stored location and does nothing; with another body it raises FormKeyReused. A refusal leaves no key behind.
    """
    digest = hashlib.sha256(body).digest()

    @write
    def once() -> str:
        if not _is_new(by, key, digest):
            answer = IdempotencyKey.objects.get(employee=by, key=key)
            if bytes(answer.digest) != digest:
                raise FormKeyReused
            return answer.location
        location = work()
        ask(_LEADS, [location, by.pk, key])
        return location

    return once()


def find_answer(*, by: Employee, key: str, body: bytes) -> str | None:
    """Where the answer to this very form led, if it was answered: what it was about may be past by now."""
    try:
        kept = IdempotencyKey.objects.filter(employee=by, key=uuid.UUID(key), digest=hashlib.sha256(body).digest())
    except ValueError:
        return None
    return kept.values_list("location", flat=True).first() or None


def _is_new(by: Employee, key: uuid.UUID, digest: bytes) -> bool:
    """Keep the key, or wait for who is using it just now. One statement: every form that is sent runs it."""
    return bool(ask(_KEEP, [by.pk, key, digest]))
