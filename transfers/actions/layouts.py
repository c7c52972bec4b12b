"""How an upload's columns are read: told by who uploaded it, and saved under a name for the next file."""

from django.db.models import Max
from django.utils.translation import gettext as _

from transfers import atomic, ledger, transition
from transfers.actions.imports.layouts import to_layout
from transfers.actions.uploads import KEPT, hold_upload
from transfers.clock import Clock, database_clock
from transfers.errors import Invalid
from transfers.formats.layouts import Layout, write_layout
from transfers.models import SavedLayout, Upload
from transfers.models.saved_layout import LONGEST_LAYOUT_NAME
from transfers.permissions.imports import check_can_import
from transfers.permissions.uploads import check_can_check_again
from transfers.sight.actor import Actor, employee_of
from transfers.states import UploadStatus


@atomic.write
def lay_out_upload(
    upload: Upload, layout: Layout, *, save_as: str = "", by: Actor, clock: Clock = database_clock
) -> Upload:
    """Have the worker read the upload by this layout, and keep that under a name where one is given.

    Raises NotAllowed, Invalid. Locks: the upload.
    """
    upload = hold_upload(upload)
    at = clock()
    check_can_check_again(by, upload, at)
    text = write_layout(layout)
    to_layout(text, upload.kind)  # whatever a page sends is a layout, or nothing is kept
    transition.move(upload, UploadStatus.CHECKING, by=by, at=at, says="", layout=text, kept_until_at=at + KEPT)
    if save_as:
        save_layout(upload.kind, save_as, text, by=by, clock=lambda: at)
    return upload


@atomic.write
def save_layout(kind: str, name: str, text: str, *, by: Actor, clock: Clock = database_clock) -> SavedLayout:
    """Keep a layout as the next version of its name. Raises NotAllowed, Invalid."""
    at = clock()
    check_can_import(by, at)
    name = " ".join(name.split())
    if not 0 < len(name) <= LONGEST_LAYOUT_NAME:
        raise Invalid(_("Give the layout a name of at most 60 letters."), field="save_as")
    to_layout(text, kind)
    standing = SavedLayout.objects.filter(kind=kind, name=name)
    last = standing.aggregate(last=Max("version"))["last"] or 0
    made = SavedLayout.objects.create(
        kind=kind, name=name, version=last + 1, text=text, saved_at=at, saved_by=employee_of(by)
    )
    ledger.record("layout.saved", made, by=by, at=at)
    return made
