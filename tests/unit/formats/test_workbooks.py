"""Workbooks: ordinary ones, and ones made to hurt."""

import io
import zipfile
from datetime import date, datetime
from typing import Any

import openpyxl
import openpyxl.xml
import pytest

from transfers.formats.problems import Limits
from transfers.formats.tables import Column, Row, Table, read_table
from transfers.formats.workbooks import MOST_TAGS

COLUMNS = (Column("hr_id"), Column("name"), Column("hired_on", is_required=False))


def workbook(rows: list[list[Any]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """The same workbook with one part of its archive exchanged."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, content if part == name else old.read(part))
    return kept.getvalue()


def read(data: bytes, limits: Limits | None = None) -> Table:
    return read_table(data, COLUMNS, limits or Limits())


def codes(table: Table) -> list[str]:
    return [problem.code for problem in table.problems]


PLAIN = workbook([["HR id", "Name", "Hired on"], [1, "Ada", date(2020, 2, 29)], [2.0, " Grace ", None]])
SHEET = "xl/worksheets/sheet1.xml"
SHEET_START = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'


def test_workbook_reads_like_the_csv_a_person_would_type() -> None:
    table = read(PLAIN)
    assert table.problems == ()
    assert table.rows == (Row(2, ("1", "Ada", "2020-02-29")), Row(3, ("2", "Grace", "")))


def test_cells_of_every_kind_become_text() -> None:
    data = workbook([["hr_id", "name", "hired_on"], [True, 1.5, datetime(2026, 11, 23, 8, 30)]])  # noqa: DTZ001
    assert read(data).rows == (Row(2, ("true", "1.5", "2026-11-23 08:30:00")),)


def test_error_shown_by_the_spreadsheet_is_told() -> None:
    table = read(workbook([["hr_id", "name"], [1, "#N/A"]]))
    assert [(problem.row, problem.column, problem.code) for problem in table.problems] == [
        (2, "name", "formula_error")
    ]


def test_xml_is_read_by_the_defused_parser() -> None:
    assert openpyxl.xml.DEFUSEDXML


def test_zip_bomb_is_refused_before_it_unpacks() -> None:
    bomb = with_part(PLAIN, SHEET, SHEET_START + b" " * 3_000_000 + b"</sheetData></worksheet>")
    assert len(bomb) < 20_000
    assert codes(read(bomb, Limits(unpacked_bytes=2_000_000))) == ["unpacks_too_large"]


def test_archive_of_many_parts_is_refused() -> None:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        for number in range(2_001):
            archive.writestr(f"part{number}", b"")
    assert codes(read(kept.getvalue())) == ["unpacks_too_large"]


@pytest.mark.parametrize(("before", "tag"), [(b"<row>", b"<c/>"), (b"", b"<x/>")], ids=["cells of one row", "no row"])
def test_crowd_of_elements_is_refused_before_a_parser_keeps_them(before: bytes, tag: bytes) -> None:
    """Each is 200 bytes in memory: 97 kB of file took 5.5 GB. Fails without the look at the tags between two rows."""
    data = with_part(PLAIN, SHEET, SHEET_START + before + tag * (MOST_TAGS + 1) + b"</sheetData></worksheet>")
    assert len(data) < 50_000
    assert codes(read(data)) == ["unpacks_too_large"]


def test_crowd_of_empty_rows_is_refused_before_it_is_read() -> None:
    data = with_part(PLAIN, SHEET, SHEET_START + b"<row/>" * 1_002 + b"</sheetData></worksheet>")
    problems = read(data, Limits(rows=1_000)).problems
    assert [(problem.row, problem.code) for problem in problems] == [(0, "too_many_rows")], "told of the whole file"


def test_entity_bomb_is_refused() -> None:
    entities = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    row = b'<row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row>'
    data = with_part(PLAIN, SHEET, entities + SHEET_START + row + b"</sheetData></worksheet>")
    assert codes(read(data)) == ["unreadable_workbook"]


def test_row_number_of_a_billion_ends_at_the_limit() -> None:
    rows = (
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>hr_id</t></is></c><c r="B1" t="inlineStr"><is><t>name</t></is>'
        b'</c></row><row r="999999999"><c r="A999999999"><v>1</v></c></row>'
    )
    data = with_part(PLAIN, SHEET, SHEET_START + rows + b"</sheetData></worksheet>")
    assert codes(read(data, Limits(rows=1_000))) == ["too_many_rows"]


def test_size_that_a_sheet_declares_is_not_believed() -> None:
    with zipfile.ZipFile(io.BytesIO(PLAIN)) as archive:
        sheet = archive.read(SHEET)
    assert b'ref="A1:C3"' in sheet
    for claim in (b'ref="A1:A1"', b'ref="A1:XFD1048576"'):
        assert read(with_part(PLAIN, SHEET, sheet.replace(b'ref="A1:C3"', claim))).rows == read(PLAIN).rows


@pytest.mark.parametrize("data", [b"PK\x03\x04", PLAIN[: len(PLAIN) // 2], with_part(PLAIN, SHEET, b"<not xml")])
def test_damaged_workbook_is_refused(data: bytes) -> None:
    assert codes(read(data)) == ["unreadable_workbook"]


def test_archive_that_is_no_workbook_is_refused() -> None:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr("hello.txt", b"hello")
    assert codes(read(kept.getvalue())) == ["unreadable_workbook"]
