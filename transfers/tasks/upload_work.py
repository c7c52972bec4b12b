"""An upload checked or applied, with word of how far it is."""

from functools import partial

from celery import shared_task

from transfers.actions.imports.run import STEPS
from transfers.actions.upload_undo import keep_applied, undo_upload
from transfers.actions.upload_work import (
    READ,
    apply_upload,
    found_of,
    keep_check,
    look_at_upload,
    send_back,
    try_upload,
)
from transfers.actions.uploads import forget_upload
from transfers.clock import Clock, database_clock
from transfers.errors import Busy, TransferError
from transfers.models import Upload
from transfers.progress import tell_progress
from transfers.states import UploadStatus
from transfers.tasks.attempts import each

_STEPS = (READ, *STEPS)


def carry_out_upload(upload: Upload, *, clock: Clock = database_clock) -> None:
    """Check, apply or undo it, as its status asks. Raises Busy where another import runs for too long."""
    progress = partial(_tell, f"upload-{upload.pk}")
    if upload.status == UploadStatus.APPLYING:
        try:
            apply_upload(upload, clock=clock, progress=progress)
        except Busy:
            raise
        except TransferError as refusal:
            upload = send_back(upload, refusal.message, clock=clock)
    if upload.status == UploadStatus.UNDOING:
        _undo(upload, clock=clock)
    if upload.status != UploadStatus.CHECKING:
        return
    try:
        file = look_at_upload(upload, progress=progress)
        found = try_upload(upload, file, clock=clock, progress=progress) if file is not None else None
    except Busy:
        raise
    except TransferError as refusal:
        found = found_of(refusal)
    if found is not None:
        keep_check(upload, found, clock=clock)


def _undo(upload: Upload, *, clock: Clock) -> None:
    try:
        undo_upload(upload, clock=clock, told=partial(tell_progress, f"upload-{upload.pk}"))
    except Busy:
        raise
    except TransferError as refusal:
        keep_applied(upload, refusal.message, clock=clock)


def _tell(what: str, step: str) -> None:
    tell_progress(what, 100 * (_STEPS.index(step) + 1) // (len(_STEPS) + 1))


@shared_task(name="transfers.tasks.carry_out_uploads")
def carry_out_uploads(*, upload_ids: list[int]) -> None:
    each(Upload, upload_ids, carry_out_upload)


@shared_task(name="transfers.tasks.forget_uploads")
def forget_uploads(*, upload_ids: list[int]) -> None:
    each(Upload, upload_ids, forget_upload)
