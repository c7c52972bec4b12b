"""An upload taken in, asked to be applied, checked again, dropped, and let go of."""

import re
from datetime import timedelta

from django.utils.translation import gettext as _

from transfers import atomic, ledger, transition
from transfers.actions.imports.kinds import KINDS
from transfers.clock import Clock, database_clock
from transfers.errors import Invalid, Stale, TransferError
from transfers.formats.uploads import MOST_BYTES, is_table
from transfers.models import Upload, UploadContent
from transfers.models.upload import LONGEST_FILE_NAME
from transfers.permissions.imports import check_can_import
from transfers.permissions.uploads import (
    check_can_apply_upload,
    check_can_check_again,
    check_can_drop_upload,
    check_can_work_on_upload,
)
from transfers.queries.uploads import get_changes_since, get_found, over_at
from transfers.sight.actor import PORTAL, Actor
from transfers.states import UploadStatus

# from the last step somebody took: unused it goes then, and so does what was applied
KEPT = timedelta(hours=24)


class TooLarge(TransferError):
    """More bytes than a file may have."""

    status = 413
    field = "file"

    def __init__(self) -> None:
        super().__init__(
            _("The file is larger than %(limit)d MB. Split it, or load it by command.")
            % {"limit": MOST_BYTES // 10**6}
        )


class NoTable(TransferError):
    """Bytes that are neither CSV nor a workbook."""

    status = 415
    field = "file"

    def __init__(self) -> None:
        super().__init__(_("This is neither a CSV file nor an XLSX workbook. Save the table as one of these."))


@atomic.write
def take_in_upload(kind: str, file_name: str, data: bytes, *, by: Actor, clock: Clock = database_clock) -> Upload:
    """Keep a file for a day, and have the worker check it. Raises NotAllowed, Invalid, TooLarge, NoTable."""
    at = clock()
    check_can_import(by, at)
    if kind not in KINDS:
        raise Invalid(_("Choose what the file holds."), field="kind")
    if len(data) > MOST_BYTES:
        raise TooLarge
    if not is_table(data):
        raise NoTable
    name = re.sub(r"[\x00-\x1f\x7f]", "", file_name)[-LONGEST_FILE_NAME:] or kind
    made = Upload(kind=kind, file_name=name, kept_until_at=at + KEPT)
    transition.start(made, UploadStatus.CHECKING, by=by, at=at, body={"kind": kind})
    UploadContent.objects.create(upload=made, data=data)
    return made


@atomic.write
def ask_to_apply(upload: Upload, *, by: Actor, clock: Clock = database_clock) -> Upload:
    """Have the worker write what the preview shows, whole or not at all.

    Raises NotAllowed, or Stale naming what changed since the preview was drawn. Locks: the upload.
    """
    upload = hold_upload(upload)
    at = clock()
    check_can_apply_upload(by, upload, at)
    found = get_found(upload)
    changes = get_changes_since(upload, found) if found is not None else [_("The file is kept no longer.")]
    if changes:
        words = _(
            "This changed since the preview was drawn, so nothing was applied. Check the file again. %(changes)s"
        )
        raise Stale(words % {"changes": " · ".join(changes)})
    transition.move(upload, UploadStatus.APPLYING, by=by, at=at, says="")
    return upload


@atomic.write
def check_again(upload: Upload, *, by: Actor, clock: Clock = database_clock) -> Upload:
    """Have the worker draw the preview anew, from how things stand now. Locks: the upload."""
    upload = hold_upload(upload)
    at = clock()
    check_can_check_again(by, upload, at)
    transition.move(upload, UploadStatus.CHECKING, by=by, at=at, says="", kept_until_at=at + KEPT)
    return upload


@atomic.write
def drop_upload(upload: Upload, *, by: Actor, clock: Clock = database_clock) -> Upload:
    """Delete the file unapplied. Locks: the upload."""
    upload = hold_upload(upload)
    at = clock()
    check_can_drop_upload(by, upload, at)
    transition.move(upload, UploadStatus.DROPPED, by=by, at=at, says="")
    UploadContent.objects.filter(upload=upload).delete()
    return upload


@atomic.write
def forget_upload(upload: Upload, *, by: Actor = PORTAL, clock: Clock = database_clock) -> None:
    """Delete a content whose day is over; a file that nobody applied is dropped. Locks: the upload."""
    upload = hold_upload(upload)
    at = clock()
    check_can_work_on_upload(by)
    if not over_at(at).filter(pk=upload.pk).exists():
        return
    if upload.status != UploadStatus.APPLIED:
        drop_upload(upload, by=by, clock=lambda: at)
        return
    UploadContent.objects.filter(upload=upload).delete()
    ledger.record("upload.forgotten", upload, by=by, at=at)


def hold_upload(upload: Upload) -> Upload:
    """Hold one upload: before anybody in it."""
    return Upload.objects.select_for_update(no_key=True).get(pk=upload.pk)
