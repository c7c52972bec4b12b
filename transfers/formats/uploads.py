"""Whether bytes can be a table at all, by their beginning: what comes from a browser is named by whoever sends it."""

from transfers.formats.tables import OLD_WORKBOOK
from transfers.formats.workbooks import SIGNATURE

MOST_BYTES = 20_000_000
_LOOKED_AT = 4_096
_OTHERS = (
    b"%PDF", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"\x1f\x8b", b"BZh", b"7z\xbc\xaf", b"Rar!", b"\x7fELF", b"MZ",
    b"\xfd7zXZ", b"RIFF", OLD_WORKBOOK,
)  # fmt: skip
_MARKUP = (b"<!doctype", b"<html", b"<?xml", b"<svg", b"<script")
_CONTROLS = bytes(set(range(32)) - {0, 9, 10, 13})


def is_table(data: bytes) -> bool:
    """Whether this may be CSV or XLSX. What it holds is for the reader to say, row by row."""
    start = data[:_LOOKED_AT]
    if start.startswith(SIGNATURE):
        return True
    if start.startswith(_OTHERS) or start.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_MARKUP):
        return False
    return len(start) - len(start.translate(None, _CONTROLS)) <= len(start) // 10
