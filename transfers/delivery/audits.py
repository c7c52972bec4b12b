"""The head of the history, signed and kept outside the database."""

import tempfile
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from transfers.clock import Clock, database_clock
from transfers.formats import signatures
from transfers.formats.seals import Head, read_head
from transfers.formats.signatures import Malformed, Signed
from transfers.queries.receipts import get_public_keys
from transfers.queries.seals import read_standing_head


class NotSealed(Exception):
    """There is no seal yet, so there is no head to write."""


def export_head(to: Path) -> Head:
    """Write the newest seal, signed, to a file; whoever reads it meets a whole one. Raises NotSealed, OSError."""
    head = read_standing_head()
    if head is None:
        raise NotSealed
    text = head.to_json()
    signed = Signed(text, signatures.sign(text, settings.RECEIPT_SIGNING_KEY))
    to.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", dir=to.parent, suffix=".part", delete=False) as part:
        part.write(signed.to_file())
    Path(part.name).chmod(0o644)  # it holds no secret and is there to be copied away
    Path(part.name).replace(to)
    return head


def read_exported_head(file: Path) -> Head:
    """A head that was exported. Raises Malformed, also where none of the portal's keys signed it, and OSError."""
    try:
        signed = signatures.read_signed(file.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise Malformed("this is no head of a history") from error
    if not signatures.is_signed_by_any(signed, get_public_keys()):
        raise Malformed("none of the portal's keys signed this")
    return read_head(signed.text)


def get_days_without_export(at: datetime) -> list[int]:
    """Today as an ordinal, where heads are to be kept and today's is not; else nothing."""
    if not settings.AUDIT_DIR or _file_of(at).exists():
        return []
    return [at.astimezone(UTC).toordinal()]


def export_daily(*, clock: Clock = database_clock) -> None:
    """Write the day's head. A day without any seal before it writes none."""
    if read_standing_head() is not None:
        export_head(_file_of(clock()))


def _file_of(at: datetime) -> Path:
    return Path(settings.AUDIT_DIR) / f"head-{at.astimezone(UTC):%Y-%m-%d}.txt"
