"""Rows of an XLSX workbook's first sheet, read without trusting it.

The archive's directory is checked before anything is unpacked (zipfile never reads past a declared size), the
XML goes through defusedxml (openpyxl uses it where installed), and rows are streamed, so that a sheet which
claims a row number of a billion ends at the caller's limit.
"""

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time

import openpyxl

from transfers.formats.problems import Limits, Problem, TableRefused

SIGNATURE = b"PK\x03\x04"
MOST_PARTS = 2_000


def read_workbook(data: bytes, limits: Limits) -> Iterator[list[str]]:
    """Yield each row of the first sheet as text, gaps as empty rows. Raises TableRefused."""
    _refuse_bomb(data, limits)
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # a sheet may declare any size; believe only the rows it holds
        for cells in sheet.iter_rows(values_only=True):
            yield [_text(cell) for cell in cells]
    except Exception as error:  # hostile input reaches a large parser: whatever it raises, the file is refused
        raise TableRefused(Problem(0, "", "unreadable_workbook")) from error


def _refuse_bomb(data: bytes, limits: Limits) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise TableRefused(Problem(0, "", "unreadable_workbook")) from error
    unpacked = sum(part.file_size for part in parts)
    if unpacked > limits.unpacked_bytes or len(parts) > MOST_PARTS:
        raise TableRefused(Problem(0, "", "unpacks_too_large"))


def _text(value: object) -> str:
    """Return a cell as a person would type it: whole numbers without a point, days as 2026-11-23."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time.min else value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
