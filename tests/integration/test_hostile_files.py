"""Files made to hurt, sent by the form: each is told what is wrong with it, and the page stays a page."""

import io
import random
import zipfile
from collections.abc import Callable

import openpyxl
import pytest

from accounts.models import Site
from tests import factories as f
from tests.admin import page_of
from tests.pages import signed_in, text_of, words_at
from tests.uploads import carried_out, send_file
from transfers.formats.uploads import MOST_BYTES
from transfers.models import Upload

pytestmark = pytest.mark.django_db

HEAD = "code,name,country,time_zone\n"
ROW = "BER,Berlin,DE,Europe/Berlin\n"
SHEET = "xl/worksheets/sheet1.xml"
START = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
END = b"</sheetData></worksheet>"


def workbook(sheet: bytes) -> bytes:
    """A workbook whose one sheet is this."""
    plain, made = io.BytesIO(), io.BytesIO()
    openpyxl.Workbook().save(plain)
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, sheet if part == SHEET else old.read(part))
    return made.getvalue()


def protected() -> bytes:
    """A workbook that says its parts are enciphered."""
    data = bytearray(workbook(START + END))
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(signature)
        while place >= 0:
            data[place + flags] |= 1
            place = data.find(signature, place + 4)
    return bytes(data)


BILLION = b'<row r="1"><c r="A1" t="str"><v>code</v></c></row><row r="999999999"><c r="A999999999"/></row>'
ENTITIES = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>'
READ_AND_TOLD: dict[str, tuple[Callable[[], bytes], str]] = {
    "a workbook of 101 MB": (lambda: workbook(START + b" " * 101_000_000 + END), "unpacks to more than it may"),
    "a workbook of a crowd": (lambda: workbook(START + b"<c/>" * 3_100_000 + END), "unpacks to more than it may"),
    "a row number of a billion": (lambda: workbook(START + BILLION + END), "has more than 200000 rows"),
    "a workbook that defines entities": (lambda: workbook(ENTITIES + START + END), "The workbook cannot be read"),
    "a workbook under a password": (protected, "The workbook cannot be read"),
    "half a workbook": (lambda: workbook(START + END)[:2_000], "The workbook cannot be read"),
    "200,002 rows": (lambda: (HEAD + ROW * 200_002).encode(), "has more than 200000 rows"),
    "2,000 columns": (
        lambda: ("code,name," + ",".join(f"c{i}" for i in range(2_000)) + "\n").encode(),
        "more than 100 columns",
    ),
    "a NUL in a cell": (lambda: (HEAD + ROW.replace("Berlin", "Ber\0lin", 1)).encode(), "holds a NUL character"),
    "letters of an old code page": (
        lambda: (HEAD + ROW.replace("Berlin", "K\xf6ln", 1)).encode("latin-1"),
        "neither UTF-8 nor",
    ),
    "a quotation mark that never ends": (
        lambda: (HEAD + 'BER,"Berlin,' + "x" * 300_000).encode(),
        "do not pair here",
    ),
    "a cell of 20,000 letters": (
        lambda: (HEAD + ROW.replace("Berlin", "x" * 20_000, 1)).encode(),
        "more than 10000 letters",
    ),
    "the same header twice": (lambda: (HEAD.strip() + ",code\n" + ROW).encode(), "appears twice"),
    "rows longer than their header": (lambda: (HEAD + ROW.strip() + ",x,y\n").encode(), "This row has 6 cells"),
    "nothing but separators": (lambda: b",,,\n" * 50, "holds no rows"),
    "half of a letter in UTF-16": (lambda: (HEAD + ROW).encode("utf-16") + b"x", "neither UTF-8 nor"),
}
NEITHER = "neither a CSV file nor an XLSX workbook"
TURNED_AWAY: dict[str, tuple[bytes, int, str]] = {
    "noise": (random.Random(1).randbytes(5_000), 415, NEITHER),
    "a program": (b"MZ" + bytes(2_000), 415, NEITHER),
    "a page": (b"<!DOCTYPE html><script>alert(1)</script>", 415, NEITHER),
    "nothing": (b"", 400, "empty"),
    "an old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(3_000), 415, NEITHER),
    "more than may be sent": (HEAD.encode() + b"x" * MOST_BYTES, 413, "20"),
}


@pytest.mark.parametrize("name", READ_AND_TOLD)
def test_hostile_file_is_told_what_is_wrong_with_it(name: str) -> None:
    """It is taken in and read by the worker; nothing of it can be applied, and the page says what to do."""
    make, told = READ_AND_TOLD[name]
    desk = signed_in(f.admin())
    assert send_file(desk, "sites", make(), "sites.xlsx").status_code == 302
    made = carried_out(Upload.objects.get())
    page = words_at(desk, page_of(made))
    assert told in page
    assert desk.get(page_of(made, "apply")).status_code == 404
    assert not Site.objects.filter(code="BER").exists()


@pytest.mark.parametrize("name", TURNED_AWAY)
def test_what_is_no_table_is_turned_away_at_the_door(name: str) -> None:
    data, status, told = TURNED_AWAY[name]
    answer = send_file(signed_in(f.admin()), "sites", data)
    assert (answer.status_code, told in text_of(answer)) == (status, True), text_of(answer)
    assert not Upload.objects.exists()


def test_markup_in_cells_stays_text() -> None:
    desk = signed_in(f.admin())
    assert send_file(desk, "sites", HEAD + ROW.replace("Berlin", "<script>alert(1)</script>", 1)).status_code == 302
    made = Upload.objects.get()
    drawn = desk.get(page_of(carried_out(made)) + "?show=created").content.decode()
    assert "&lt;script&gt;alert" in drawn
    assert "<script>alert" not in drawn
