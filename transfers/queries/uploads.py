"""What a check found of an upload, packed and read, and what the worker has to do for uploads."""

import hashlib
import json
import zlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from transfers.models import Upload, UploadContent
from transfers.queries.standing_rows import Rows, get_standing_rows
from transfers.states import UploadStatus

CREATED, CHANGED, UNCHANGED, MISSING = "created", "changed", "unchanged", "missing"
ERRORS, WAITING, WARNINGS = "errors", "waiting", "warnings"
PARTS = (ERRORS, CREATED, CHANGED, UNCHANGED, MISSING, WAITING, WARNINGS)
# counted beside the parts: the file's headers, and its rows that are wrong one by one
COLUMNS, WRONG_ROWS = "columns", "wrong_rows"
# rows on one page of a preview
PAGE = 50
WORKED_ON = (UploadStatus.CHECKING, UploadStatus.APPLYING, UploadStatus.UNDOING)
_MOST_NAMED = 20

# a field's text before and after; a row that is new has nothing before
Fields = dict[str, list[str]]


class Row(NamedTuple):
    """One row that is new or differs: its number in the file (or 0), its key, and each field's old and new text."""

    number: int
    key: str
    fields: Fields


@dataclass(slots=True)
class Found:
    """What a check found. Problems are (row, column, sentence); `before` is how the file's rows stood, by key;
    `headers` are the file's own, `layout` (TOML) how they were read where they are not ours."""

    counts: dict[str, int]
    errors: list[list[Any]] = field(default_factory=list)
    warnings: list[list[Any]] = field(default_factory=list)
    waiting: list[list[Any]] = field(default_factory=list)
    created: list[Row] = field(default_factory=list)
    changed: list[Row] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)
    before: Rows = field(default_factory=dict)
    headers: list[str] = field(default_factory=list)
    layout: str = ""

    def digest(self) -> str:
        """Of everything that the preview shows of what would be written."""
        shown = [self.created, self.changed, sorted(self.missing), self.waiting, self.layout]
        return hashlib.sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()

    def unchanged(self) -> list[str]:
        """Keys of the rows that stand already as the file says them."""
        differing = {row.key for row in (*self.created, *self.changed)}
        waiting = {number for number, _column, _words in self.waiting}
        return [key for key, number in self.numbers.items() if key not in differing and number not in waiting]


def pack(found: Found) -> bytes:
    return zlib.compress(json.dumps(asdict(found)).encode(), 1)


def unpack(packed: bytes) -> Found:
    read = json.loads(zlib.decompress(packed))
    for part in (CREATED, CHANGED):
        read[part] = [Row(*row) for row in read[part]]
    return Found(**read)


def get_content(upload: Upload) -> UploadContent | None:
    """The bytes, while they are kept."""
    return UploadContent.objects.filter(upload=upload).first()


def get_found(upload: Upload) -> Found | None:
    """What the last check found, while it is kept."""
    packed = UploadContent.objects.filter(upload=upload).values_list("found", flat=True).first()
    return unpack(bytes(packed)) if packed is not None else None


def get_part(found: Found, part: str) -> Sequence[Any]:
    """The rows of one part of a preview."""
    if part == UNCHANGED:
        return found.unchanged()
    rows: Sequence[Any] = getattr(found, part)
    return rows


def get_changes_since(upload: Upload, found: Found) -> list[str]:
    """What of the file's rows stands otherwise now than when the preview was drawn, in sentences."""
    now = get_standing_rows(upload.kind, found.numbers.keys())
    differing = [key for key in found.numbers if now.get(key) != found.before.get(key)]
    told = [_tell_change(key, found.before.get(key), now.get(key)) for key in differing[:_MOST_NAMED]]
    more = len(differing) - len(told)
    return [*told, _("… and %(n)d rows more") % {"n": more}] if more else told


def _tell_change(key: str, before: dict[str, str] | None, now: dict[str, str] | None) -> str:
    if before is None:
        return _("%(key)s was new and stands now.") % {"key": key}
    if now is None:
        return _("%(key)s stood and does not stand now.") % {"key": key}
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
