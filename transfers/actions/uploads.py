"""An upload taken in, asked to be applied, checked again, dropped, and let go of."""

import re
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from transfers import atomic, ledger, transition
from transfers.actions.imports.kinds import KINDS
from transfers.clock import Clock, database_clock
from transfers.errors import Invalid, Stale, TransferError
from transfers.formats.uploads import MOST_BYTES, is_table
from transfers.models import SavedLayout, Upload, UploadContent
from transfers.models.upload import LONGEST_FILE_NAME
from transfers.permissions.imports import check_can_import
from transfers.permissions.uploads import (
    check_can_apply_upload,
    check_can_check_again,
    check_can_drop_upload,
    check_can_work_on_upload,
)
from transfers.queries.previews import get_preview
from transfers.queries.upload_rows import CannotMend, put_back
from transfers.queries.uploads import get_changes_since, get_content, over_at
from transfers.sight.actor import PORTAL, Actor
from transfers.states import UploadStatus

# from the last step somebody took: unused it goes then, and so does what was applied
KEPT = timedelta(hours=24)
# why mended rows do not fit
_WORDS = {
    "unreadable": gettext_lazy("Row %(what)s of the mended rows cannot be read. Save the table as CSV UTF-8."),
    "column": gettext_lazy("The column “%(what)s” is missing from the mended rows. Leave every column as it was."),
    "number": gettext_lazy("Row %(what)s has another text in its error column. Leave that column as it was."),
}


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
def take_in_upload(
    kind: str,
    file_name: str,
    data: bytes,
    *,
    layout: SavedLayout | None = None,
    by: Actor,
    clock: Clock = database_clock,
) -> Upload:
    """Keep a file for a day, and have the worker check it: by a saved layout, or by a guess of what its columns mean.

    Raises NotAllowed, Invalid, TooLarge, NoTable.
    """
    at = clock()
    check_can_import(by, at)
    if kind not in KINDS:
        raise Invalid(_("Choose what the file holds."), field="kind")
    if layout is not None and layout.kind != kind:
        raise Invalid(_("This layout is of another kind of file."), field="layout")
    _check_bytes(data)
    name = re.sub(r"[\x00-\x1f\x7f]", "", file_name)[-LONGEST_FILE_NAME:] or kind
    made = Upload(kind=kind, file_name=name, layout=layout.text if layout else "", kept_until_at=at + KEPT)
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
    preview = get_preview(upload)
    changes = get_changes_since(upload, preview) if preview is not None else [_("The file is kept no longer.")]
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
def mend_upload(upload: Upload, mended: bytes, *, by: Actor, clock: Clock = database_clock) -> Upload:
    """Put mended rows in the place of the wrong ones, and have the worker check the file again.

    Raises NotAllowed, Invalid naming what does not fit, TooLarge, NoTable. Locks: the upload.
    """
    upload = hold_upload(upload)
    at = clock()
    check_can_check_again(by, upload, at)
    content = get_content(upload)
    if content is None:
        raise Invalid(_("The file is kept no longer. Upload it again."), field="file")
    _check_bytes(mended)
    try:
        content.data = put_back(bytes(content.data), mended)
    except CannotMend as cannot:
        raise Invalid(_WORDS[cannot.code] % {"what": cannot.what}, field="file") from cannot
    content.save(update_fields=["data"])
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
    if upload.status not in (UploadStatus.APPLIED, UploadStatus.UNDONE):
        drop_upload(upload, by=by, clock=lambda: at)
        return
    UploadContent.objects.filter(upload=upload).delete()
    ledger.record("upload.forgotten", upload, by=by, at=at)


def _check_bytes(data: bytes) -> None:
    if len(data) > MOST_BYTES:
        raise TooLarge
    if not is_table(data):
        raise NoTable


def hold_upload(upload: Upload) -> Upload:
    """Hold one upload: before anybody in it."""
    return Upload.objects.select_for_update(no_key=True).get(pk=upload.pk)
