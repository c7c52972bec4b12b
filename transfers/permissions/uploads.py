"""Who uploads files, applies and drops them."""

from datetime import datetime

from django.utils.translation import gettext as _

from transfers.errors import NotAllowed, NotVisible
from transfers.models import Upload
from transfers.permissions.imports import check_can_import
from transfers.sight.actor import Actor, Portal
from transfers.states import UploadStatus

_DROPPABLE = (UploadStatus.CHECKING, UploadStatus.CHECKED, UploadStatus.REFUSED)


def check_can_apply_upload(actor: Actor, upload: Upload, at: datetime) -> None:
    """Whoever may import, once the file was checked and holds no error."""
    check_can_import(actor, at)
    if upload.status != UploadStatus.CHECKED:
        raise NotAllowed(_("Only a file that was checked and holds no error can be applied, once."))


def check_can_check_again(actor: Actor, upload: Upload, at: datetime) -> None:
    """Whoever may import, while the file is neither applied nor gone."""
    check_can_import(actor, at)
    if upload.status not in (UploadStatus.CHECKED, UploadStatus.REFUSED):
        raise NotAllowed(_("This file is being worked on, or is done with."))


def check_can_drop_upload(actor: Actor, upload: Upload, at: datetime) -> None:
    """Whoever may import, and the portal after a day; not what is being applied or was."""
    if not isinstance(actor, Portal):
        check_can_import(actor, at)
    if upload.status not in _DROPPABLE:
        raise NotAllowed(_("This file is being applied, or is done with."))


def check_can_undo_upload(actor: Actor, upload: Upload, at: datetime) -> None:
    """Whoever may import, within a day of the application."""
    check_can_import(actor, at)
    if upload.status != UploadStatus.APPLIED:
        raise NotAllowed(_("Only what was applied can be undone, once."))
    if at >= upload.kept_until_at:
        raise NotAllowed(_("It was applied more than 24 hours ago and can no longer be undone."))


def check_can_work_on_upload(actor: Actor) -> None:
    """The portal."""
    if not isinstance(actor, Portal):
        raise NotVisible()
