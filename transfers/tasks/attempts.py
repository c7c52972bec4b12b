"""One piece of work, tried: what fails is written down and stops nothing else."""

import logging
import traceback
from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from celery.exceptions import SoftTimeLimitExceeded
from django.db import close_old_connections
from django.db.models import Model

from transfers.actions.failing_work import note_failure, note_success
from transfers.errors import TransferError
from transfers.queries.failing_work import get_failing

log = logging.getLogger(__name__)

Thing = TypeVar("Thing", bound=Model)


def each(model: type[Thing], ids: Sequence[int], action: Callable[[Thing], object]) -> None:
    """Call one action, which is one transaction, for each id that exists; one that fails does not stop the rest."""
    things = model._default_manager.in_bulk(ids)
    failing = get_failing(action.__name__) & things.keys()
    done = [pk for pk, thing in sorted(things.items()) if attempt(action.__name__, partial(action, thing), pk)]
    mended = failing.intersection(done)
    if mended:
        note_success(action.__name__, mended)


def attempt(job: str, work: Callable[[], object], thing_id: int = 0) -> bool:
    """Do one piece of work; whether it is done. What fails is written down, and logged by class and place only: a
    message can quote a row's values."""
    about = f"{job} {thing_id}" if thing_id else job
    try:
        work()
    except SoftTimeLimitExceeded:
        raise
    except TransferError as refusal:
        log.info("%s: %s", about, type(refusal).__name__)
        _note(job, thing_id, refusal)
    except Exception as error:
        places = [f"{frame.name}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)]
        log.error("%s failed: %s in %s", about, type(error).__name__, " > ".join(places[-5:]))
        close_old_connections()
        _note(job, thing_id, error)
    else:
        return True
    return False


def _note(job: str, thing_id: int, error: Exception) -> None:
    try:
        note_failure(job, thing_id, type(error).__name__)
    except Exception as lost:  # the database is away: the log has said it
        log.warning("%s: not written down: %s", job, type(lost).__name__)
