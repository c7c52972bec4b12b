"""What the worker has to do for uploads, and what changed since a preview was drawn."""

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from transfers.models import Upload, UploadContent
from transfers.queries.previews import Preview
from transfers.queries.standing_rows import get_standing_lines, read_line
from transfers.states import UploadStatus

WORKED_ON = (UploadStatus.CHECKING, UploadStatus.APPLYING, UploadStatus.UNDOING)
_MOST_NAMED = 20


def get_content(upload: Upload) -> UploadContent | None:
    """The bytes, while they are kept."""
    return UploadContent.objects.filter(upload=upload).first()


def get_changes_since(upload: Upload, preview: Preview) -> list[str]:
    """What of the file's rows stands otherwise now than when the preview was drawn, in sentences."""
    stood = preview.stood()
    now = get_standing_lines(upload.kind, stood.keys())
    differing = [key for key, line in stood.items() if now.get(key) != line]
    told = [_tell_change(key, stood[key], now.get(key)) for key in differing[:_MOST_NAMED]]
    more = len(differing) - len(told)
    return [*told, _("… and %(n)d rows more") % {"n": more}] if more else told


def _tell_change(key: str, stood: str | None, stands: str | None) -> str:
    if stood is None:
        return _("%(key)s was new and stands now.") % {"key": key}
    if stands is None:
        return _("%(key)s stood and does not stand now.") % {"key": key}
    before, now = read_line(stood), read_line(stands)
    fields = sorted(name for name in before | now if before.get(name) != now.get(name))
    words = [f"{name} “{before.get(name, '')}” → “{now.get(name, '')}”" for name in fields]
    return f"{key}: {', '.join(words)}"


def get_uploads_to_work_on(at: datetime) -> list[int]:
    """Uploads that wait for their check, to be applied or to be undone, the oldest first."""
    due = Upload.objects.filter(status__in=WORKED_ON).exclude(checking_at__gt=at)
    return list(due.order_by("pk").values_list("pk", flat=True))


def get_uploads_to_forget(at: datetime) -> list[int]:
    """Uploads whose content is kept no longer."""
    return list(over_at(at).order_by("pk").values_list("pk", flat=True))


def over_at(at: datetime) -> QuerySet[Upload]:
    """Uploads that still have a content and whose time is over."""
    has_content = Exists(UploadContent.objects.filter(upload=OuterRef("pk")))
    return Upload.objects.filter(has_content, kept_until_at__lte=at).exclude(
        status__in=(UploadStatus.APPLYING, UploadStatus.UNDOING)
    )
