"""Files of other systems read as ours: by a layout, and by a guess of one."""

from datetime import date

import pytest

from transfers.formats.layout_guesses import guess
from transfers.formats.layouts import (
    DAYS,
    Layout,
    LayoutRefused,
    Source,
    lay_out,
    read_day,
    read_layout,
    show_day,
    write_layout,
)
from transfers.formats.tables import Column, read_all

COLUMNS = tuple(
    Column(name, is_required=name == "hr_id")
    for name in ("hr_id", "name", "email", "manager_hr_id", "level", "site", "hired_on")
)
FILE = (
    b"Worker ID;Legal Name;Work Email;Manager Name;Grade;Hire Date;Cost Group\n"
    b'7;"Lovelace, Ada";ada@example.com;;IC5;31.01.2020;x\n'
    b'8;"Hopper, Grace";grace@example.com;"Lovelace, Ada";IC10;5.2.2021;y\n'
)
GUESSED = Layout(
    "people",
    {
        "hr_id": Source("Worker ID"),
        "name": Source("Legal Name", reads="last_first"),
        "email": Source("Work Email"),
        "manager_hr_id": Source("Manager Name", reads="by_last_first"),
        "level": Source("Grade", values={"IC10": "10", "IC5": "5"}),
        "hired_on": Source("Hire Date", reads="DD.MM.YYYY"),
    },
    ("Cost Group",),
)


def test_layout_is_guessed_from_headers_and_cells() -> None:
    assert guess("people", COLUMNS, read_all(FILE)) == GUESSED


def test_cells_are_read_as_the_layout_says_and_others_stay() -> None:
    layout = Layout("people", {**GUESSED.columns, "site": Source(constant="BER")}, ())
    table = lay_out(read_all(FILE + b"9;Alan Turing;a@example.com;;IC7;31.02.2020;z\n"), COLUMNS, layout)
    assert [row.cells for row in table.rows] == [
        ("7", "Ada Lovelace", "ada@example.com", "", "5", "BER", "2020-01-31"),
        ("8", "Grace Hopper", "grace@example.com", "Lovelace, Ada", "10", "BER", "2021-02-05"),
        ("9", "Alan Turing", "a@example.com", "", "IC7", "BER", "31.02.2020"),
    ]
    assert table.ignored == ("Cost Group",)
    assert table.absent == frozenset()
    assert lay_out(read_all(FILE), COLUMNS, GUESSED).absent == {"site"}
    assert lay_out(read_all(FILE), COLUMNS, GUESSED).ignored == ()


def test_header_that_the_file_lacks_is_named() -> None:
    table = lay_out(read_all(b"Worker ID,Name\n7,Ada\n"), COLUMNS, GUESSED)
    assert {(problem.column, problem.code) for problem in table.problems} >= {("Legal Name", "missing_column")}


def test_layout_is_written_and_read_again() -> None:
    odd = Layout("people", {"site": Source(constant='a "quoted" \\ \x7f \n word')}, ("Lön", "🙂"))
    for layout in (GUESSED, odd):
        assert read_layout(write_layout(layout), "people", COLUMNS) == layout


REFUSED = ["toml", "kind", "more", "ignored", "salary", "both", "neither", "number", "values"]
REFUSED += ["reads", "evals", "longer"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("kind = ", "no TOML"),
        ('kind = "units"', "not of people"),
        ('kind = "people"\nmore = 1', "more than"),
        ('kind = "people"\nignored = "a"', "more than"),
        ('kind = "people"\n[columns.salary]\nheader = "Pay"', "no column salary"),
        ('kind = "people"\n[columns.name]\nheader = "a"\nconstant = "b"', "either"),
        ('kind = "people"\n[columns.name]\nreads = "plain"', "either"),
        ('kind = "people"\n[columns.name]\nheader = 1', "either"),
        ('kind = "people"\n[columns.name]\nheader = "a"\nvalues = 1', "either"),
        ('kind = "people"\n[columns.name]\nheader = "a"\nreads = "eval"', "reads one of"),
        ('kind = "people"\n[columns.name]\nheader = "a"\nevals = "x"', "nothing else"),
        ("#" * 50_001, "longer"),
    ],
    ids=REFUSED,
)
def test_what_is_no_layout_is_refused_with_words(text: str, says: str) -> None:
    with pytest.raises(LayoutRefused, match=says):
        read_layout(text, "people", COLUMNS)


@pytest.mark.parametrize(
    ("days", "order"),
    [
        (["31.12.2020"], "DD.MM.YYYY"),
        (["31/12/2020", "01/02/2020"], "DD/MM/YYYY"),
        (["12/31/2020", "01/02/2020"], "MM/DD/YYYY"),
        (["20201231"], "YYYYMMDD"),
        (["2020-12-31"], "plain"),
        (["soon"], "plain"),
        ([], "plain"),
    ],
)
def test_notation_of_days_is_the_one_that_reads_most(days: list[str], order: str) -> None:
    data = "\n".join(["id,Hire Date", *(f"{n},{day}" for n, day in enumerate(days))]).encode()
    assert guess("people", COLUMNS, read_all(data)).columns["hired_on"].reads == order


@pytest.mark.parametrize(
    ("managers", "reads"),
    [
        (["7", "8"], "plain"),
        (["a@x.org"], "by_email"),
        (["7", "a@x.org", "Ada Lovelace", "Grace Hopper"], "by_name"),
        (["Ada Lovelace"], "by_name"),
        (["Lovelace, Ada"], "by_last_first"),
        (["K-77 9"], "plain"),
    ],
)
def test_how_managers_are_named_is_seen_in_their_cells(managers: list[str], reads: str) -> None:
    data = "\n".join(["hr_id,Supervisor", *(f'{n},"{who}"' for n, who in enumerate(managers, 7))]).encode()
    assert guess("people", COLUMNS, read_all(data)).columns["manager_hr_id"].reads == reads


GERMAN = {
    "hr_id": "Personalnummer",
    "name": "Mitarbeiter",
    "email": "E-Mail-Adresse",
    "unit_code": "Organisationseinheit",
    "manager_hr_id": "Vorgesetzte/r",
    "job_family": "Jobfamilie",
    "level": "Stufe",
    "site": "Standort",
    "hired_on": "Eintrittsdatum",
}


def test_usual_german_headers_are_guessed() -> None:
    columns = [Column(name) for name in GERMAN]
    raw = read_all((";".join(GERMAN.values()) + "\n" + ";".join("x" * 9) + "\n").encode())
    found = guess("people", columns, raw).columns
    assert {name: source.header for name, source in found.items()} == GERMAN


def test_of_several_headers_the_one_whose_cells_are_known_codes_is_taken() -> None:
    columns = [Column("unit_code")]
    raw = read_all(b"Cost Center,Department\nKST 0,PAY\nKST 1,SAL\n")
    assert guess("people", columns, raw, {"unit_code": {"PAY", "SAL"}}).columns["unit_code"].header == "Department"
    assert guess("people", columns, raw, {"unit_code": {"KST 0"}}).columns["unit_code"].header == "Cost Center"


def test_level_that_there_is_not_is_left_as_it_stands() -> None:
    raw = read_all(b"Grade\nIC5\nIC99\n")
    assert guess("people", [Column("level")], raw).columns["level"].values == {"IC5": "5"}


def test_day_is_shown_in_each_notation_that_reads_it() -> None:
    for order in DAYS:
        assert read_day(show_day(date(2026, 11, 21), order), order) == "2026-11-21"
