"""Tables: what spreadsheets really save, and what is said when a file is wrong."""

import csv
import io
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transfers.formats.problems import MESSAGES, Limits, Problem
from transfers.formats.tables import Column, Row, Table, neutralise, read_table, write_table

COLUMNS = (Column("hr_id", ("employee id",)), Column("name"), Column("manager", is_required=False))
PLAIN = "hr_id,name,manager\n1,Ada,\n2,Grace,1\n"
EXPECTED = (Row(2, ("1", "Ada", "")), Row(3, ("2", "Grace", "1")))


def read(text: str | bytes, limits: Limits | None = None) -> Table:
    data = text.encode() if isinstance(text, str) else text
    return read_table(data, COLUMNS, limits or Limits())


def codes(table: Table) -> list[tuple[int, str, str]]:
    return [(problem.row, problem.column, problem.code) for problem in table.problems]


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.encode(),
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.encode("utf-16"),
        lambda text: text.encode("utf-16-le"),
        lambda text: text.encode("utf-16-be"),
        lambda text: text.replace(",", ";").encode(),
        lambda text: text.replace(",", "\t").encode("utf-16"),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.rstrip("\n").encode(),
        lambda text: text.replace("hr_id", '"HR-ID"').encode(),
        lambda text: text.replace("hr_id", " Employee ID ").encode(),
        lambda text: text.replace("Ada", "  Ada\u00a0").encode(),
        lambda text: (text + "\n ,,\n").encode(),
    ],
)
def test_file_as_a_spreadsheet_saves_it_is_read(encode: Callable[[str], bytes]) -> None:
    table = read(encode(PLAIN))
    assert table.problems == ()
    assert table.rows == EXPECTED


def test_rows_are_numbered_as_a_spreadsheet_shows_them() -> None:
    table = read('hr_id,name,manager\n\n1,"Ada\nLovelace",\n2,Grace,1\n')
    assert [row.number for row in table.rows] == [3, 4]
    assert table.rows[0].cells[1] == "Ada\nLovelace"


def test_separator_named_by_excel_is_obeyed_and_counted_as_a_row() -> None:
    table = read("sep=;\nhr_id;name\n1;Ada\n")
    assert table.rows == (Row(3, ("1", "Ada", "")),)


def test_comma_within_cells_does_not_beat_the_real_separator() -> None:
    table = read("hr_id;name;note, more, and, yet, more\n1;Ada;x\n")
    assert table.rows == (Row(2, ("1", "Ada", "")),)
    assert table.ignored == ("note, more, and, yet, more",)


def test_columns_may_come_in_any_order_and_unknown_ones_are_named() -> None:
    table = read("shoe size,name,hr_id\n43,Ada,1\n")
    assert table.rows == (Row(2, ("1", "Ada", "")),)
    assert table.ignored == ("shoe size",)
    assert table.headers == ("hr_id", "name", "manager")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [(0, "", "empty")]),
        ("\n , \n", [(0, "", "empty")]),
        ("name\nAda\n", [(1, "hr_id", "missing_column")]),
        ("hr_id,name,HR ID\n1,Ada,1\n", [(1, "HR ID", "duplicate_header")]),
        ("hr_id,name,employee id\n1,Ada,1\n", [(1, "employee id", "duplicate_header")]),
        ("hr_id,name,x,x\n1,Ada,1,2\n", [(1, "x", "duplicate_header"), (1, "x", "duplicate_header")]),
        ("hr_id,name\n1\n2,Grace\n3,Ada,x\n", [(2, "", "ragged"), (4, "", "ragged")]),
        ("hr_id,name\n1,A\0da\n", [(2, "name", "nul")]),
        ('hr_id,name\n1,"Ada\n', [(2, "", "quotes")]),
        ('hr_id,name\n1,"Ada" x\n', [(2, "", "quotes")]),
        ("hr_id,name\n1,#REF!\n", [(2, "name", "formula_error")]),
        (b"hr_id,name\n1,Ada\n2,Gr\xe4ce\n", [(3, "", "encoding")]),
        (b"\xff\xfeh\0r\0_", [(1, "", "encoding")]),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", [(0, "", "old_workbook")]),
        ("hr_id,name\n1," + "x" * 200_000, [(2, "", "quotes")]),
    ],
)
def test_problem_is_told_with_its_row_and_column(text: str | bytes, expected: list[tuple[int, str, str]]) -> None:
    assert codes(read(text)) == expected


def test_trailing_separators_are_no_problem() -> None:
    assert read("hr_id,name,,\n1,Ada,,\n2,Grace,,,\n").rows == (Row(2, ("1", "Ada", "")), Row(3, ("2", "Grace", "")))


def test_every_problem_is_listed_and_sound_rows_are_kept_apart() -> None:
    table = read("hr_id,name\n1\n2,G\0\n3,Ada\n")
    assert codes(table) == [(2, "", "ragged"), (3, "name", "nul")]
    assert table.rows == (Row(4, ("3", "Ada", "")),)


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (Limits(file_bytes=10), "too_large"),
        (Limits(rows=1), "too_many_rows"),
        (Limits(columns=2), "too_many_columns"),
        (Limits(cell_letters=4), "cell_too_long"),
    ],
)
def test_limit_passed_is_a_problem(limits: Limits, code: str) -> None:
    assert [problem.code for problem in read(PLAIN, limits).problems] == [code]


def test_table_at_its_limits_is_read() -> None:
    assert read(PLAIN, Limits(file_bytes=len(PLAIN), rows=2, columns=3, cell_letters=5)).rows == EXPECTED


def test_list_of_problems_ends_and_says_so() -> None:
    table = read("hr_id,name\n" + "1\n" * 50, Limits(problems=5))
    assert len(table.problems) == 6
    assert table.problems[-1].code == "too_many_problems"


def test_every_problem_has_a_sentence_that_the_caller_may_translate() -> None:
    params: dict[str, int | str] = {"limit": 1, "cells": 1, "expected": 2, "value": "#N/A"}
    for code in MESSAGES:
        assert Problem(1, "", code, params).sentence().endswith((".", ". "))
    assert Problem(1, "", "nul").sentence(lambda text: f"[{text}]").startswith("[This cell")


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_with_a_sentence(data: bytes) -> None:
    table = read(data)
    assert table.problems or table.rows is not None
    for problem in table.problems:
        assert problem.sentence()


@given(st.text(alphabet=st.sampled_from('ab,;\t"\n\r\0= '), max_size=60))
def test_any_rows_under_a_sound_header_are_read_or_refused(body: str) -> None:
    table = read("hr_id,name,manager\n" + body)
    assert all(len(row.cells) == 3 and row.number > 1 for row in table.rows)


CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=12)


@given(st.lists(st.tuples(CELLS, CELLS), max_size=6))
def test_written_table_reads_back(rows: list[tuple[str, str]]) -> None:
    sound = [(a.strip(), b.strip()) for a, b in rows]
    sound = [pair for pair in sound if all(pair) and not any(cell.startswith(("'", "#")) for cell in pair)]
    columns = (Column("hr_id"), Column("name"))
    table = read_table(write_table(["hr_id", "name"], sound), columns)
    assert table.problems == ()
    assert [row.cells for row in table.rows] == sound


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_text_that_starts_a_formula_is_neutralised(start: str) -> None:
    text = start + "cmd|'/C calc'!A0"
    written = write_table([start + "head"], [[text]]).decode("utf-8-sig")
    header, row = list(csv.reader(io.StringIO(written, newline="")))
    assert header == ["'" + start + "head"]
    assert row == ["'" + text]


def test_number_is_written_as_a_number_and_text_is_quoted() -> None:
    assert write_table(["a", "b"], [[-5, "x;=1+1"], [None, "é"]]) == (
        '\ufeff"a","b"\r\n-5,"x;=1+1"\r\n"","é"\r\n'.encode()
    )


def test_harmless_text_is_left_as_it_is() -> None:
    assert neutralise("Ada = Grace") == "Ada = Grace"
    assert neutralise("") == ""
