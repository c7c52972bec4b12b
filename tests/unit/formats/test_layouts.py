"""Files of other systems read as ours: by a layout, and by a guess of one."""

import pytest

from transfers.formats.layout_guesses import guess
from transfers.formats.layouts import Layout, LayoutRefused, Source, lay_out, read_layout, write_layout
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
        (["Ada Lovelace"], "by_name"),
        (["Lovelace, Ada"], "by_last_first"),
        (["K-77 9"], "plain"),
    ],
)
def test_how_managers_are_named_is_seen_in_their_cells(managers: list[str], reads: str) -> None:
    data = "\n".join(["hr_id,Supervisor", *(f'{n},"{who}"' for n, who in enumerate(managers, 7))]).encode()
    assert guess("people", COLUMNS, read_all(data)).columns["manager_hr_id"].reads == reads
