"""Rows of an XLSX workbook's first sheet, read without trusting it.

The archive's directory is checked before anything is unpacked (zipfile never reads past a declared size), what is
unpacked is checked before it becomes objects (a parser keeps every element of a row until the row ends), the XML
goes through defusedxml (openpyxl uses it where installed), and rows are streamed, so that a sheet which claims a row
number of a billion ends at the caller's limit.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from itertools import islice

import openpyxl

from transfers.formats.problems import Limits, Problem, TableRefused

SIGNATURE = b"PK\x03\x04"
MOST_PARTS = 2_000
MOST_TAGS = 3_000_000
"""Within one row, or within a part that has no rows: 750,000 different texts need as many."""
_ROW = re.compile(rb"<(?:\w+:)?row[\s/>]")


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
            if sum(part.file_size for part in parts) > limits.unpacked_bytes or len(parts) > MOST_PARTS:
                raise TableRefused(Problem(0, "", "unpacks_too_large"))
            for part in parts:
                _refuse_crowd(archive.read(part), limits)
    except TableRefused:
        raise
    except Exception as error:  # as above: damaged, protected by a password, packed in a way nobody knows
        raise TableRefused(Problem(0, "", "unreadable_workbook")) from error


def _refuse_crowd(part: bytes, limits: Limits) -> None:
    """Refuse a part of which a parser would make more objects than its bytes let expect."""
    start = 0
    rows = [found.start() for found in islice(_ROW.finditer(part), limits.rows + 2)]
    if len(rows) > limits.rows + 1:
        raise TableRefused(Problem(0, "", "too_many_rows", {"limit": limits.rows}))
    for end in (*rows, len(part)):
        if end - start > MOST_TAGS and part.count(b"<", start, end) > MOST_TAGS:
            raise TableRefused(Problem(0, "", "unpacks_too_large"))
        start = end


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
