"""What an upload says of a file in the words of that file, and what it gives out to be mended."""

import io

import openpyxl
import pytest

from accounts.models import Employee
from tests import factories as f
from tests.admin import page_of
from tests.other_layout import HEAD, company, row
from tests.pages import signed_in, text_of, words_at
from tests.uploads import carried_out, checked, press
from transfers.actions.imports.kinds import KINDS
from transfers.actions.layouts import lay_out_upload
from transfers.actions.uploads import ask_to_apply, take_in_upload
from transfers.formats.layout_guesses import guess
from transfers.formats.layouts import Layout, Source
from transfers.formats.tables import read_all
from transfers.models import UploadContent
from transfers.sight.actor import PORTAL
from transfers.states import UploadStatus

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss() -> Employee:
    return company()


@pytest.mark.parametrize(
    "data",
    [
        "code,name\nart,Kunst\nlon,L\u00f6hne\n".encode("windows-1252"),
        b'code,name\nart,"Kunst\n',
        b"code,name\nart,Kunst,more\n",
        b"Nothing;Of this\nart;Kunst;more\n",
    ],
    ids=["letters", "quotes", "cells", "columns"],
)
def test_file_that_cannot_be_read_gives_no_rows_to_mend(data: bytes) -> None:
    """They would be none, and what nobody can read nobody can put rows back into."""
    desk, made = signed_in(f.admin()), checked("skills", data)
    assert made.status == UploadStatus.REFUSED
    page = words_at(desk, page_of(made))
    assert "Download the wrong rows" not in page
    assert "upload it anew" in page
    assert [desk.get(page_of(made, verb)).status_code for verb in ("error-rows", "mend")] == [404, 404]


def test_error_quotes_the_cell_and_the_notation_of_the_file(boss: Employee) -> None:
    """What the importer reads of it, such as 99 for IC99, stands nowhere in the file."""
    text = "\n".join([HEAD, row(10), row(11, level="IC99"), row(12, hired="31.02.2020"), row(13, hired="01.01.1900")])
    made = take_in_upload("people", "file.csv", text.encode(), by=PORTAL)
    layout = guess("people", KINDS["people"].columns, read_all(text.encode()))
    levels = Source("Grade", values={"IC99": "99", "IC5": "5"})
    carried_out(lay_out_upload(carried_out(made), Layout("people", {**layout.columns, "level": levels}), by=PORTAL))
    page = words_at(signed_in(f.admin()), page_of(made))
    assert "“IC99” is not a whole number" in page
    assert "“31.02.2020” is not a day such as 21.11.2026 (DD.MM.YYYY)." in page
    assert "“01.01.1900” is not a day such as 21.11.2026 (DD.MM.YYYY)." in page


@pytest.mark.parametrize("reads", ["plain", "by_name", "by_last_first", "by_email"])
def test_ids_and_mail_addresses_of_managers_are_known_however_the_others_are_named(
    boss: Employee, reads: str
) -> None:
    text = "\n".join([HEAD, row(10, manager="3"), row(11, manager=boss.email), row(12, manager="jo10@example.com")])
    made = take_in_upload("people", "file.csv", text.encode(), by=PORTAL)
    layout = guess("people", KINDS["people"].columns, read_all(text.encode()))
    managers = Source("Manager", reads=reads)
    made = lay_out_upload(
        carried_out(made), Layout("people", {**layout.columns, "manager_hr_id": managers}), by=PORTAL
    )
    carried_out(ask_to_apply(carried_out(made), by=PORTAL))
    found = Employee.objects.filter(hr_id__in=("10", "11", "12")).order_by("hr_id")
    assert list(found.values_list("manager__hr_id", flat=True)) == ["3", "1", "10"]


def test_mail_address_that_stands_twice_names_the_row(boss: Employee) -> None:
    made = checked("people", "\n".join([HEAD, row(10, mail="jo@example.com"), row(11, mail="JO@example.com")]))
    page = words_at(signed_in(f.admin()), page_of(made))
    assert "“JO@example.com” stands in row 2 too." in page


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_wrong_rows_have_the_separator_of_the_file(separator: str) -> None:
    desk, made = signed_in(f.admin()), checked("skills", f"code{separator}name\nx{separator}\n")
    given = desk.get(page_of(made, "error-rows")).content.decode("utf-8-sig")
    assert given.startswith(f'"code"{separator}"name"{separator}"error"')
    mended = given.replace(f'"x"{separator}""', f'"x"{separator}"An x"').encode()
    assert press(desk, made, "mend", file=mended).status_code == 302
    assert carried_out(made).status == UploadStatus.CHECKED
    assert bytes(UploadContent.objects.get().data).decode("utf-8-sig").startswith(f'"code"{separator}"name"')


def test_title_above_the_headers_of_a_workbook_is_one_error() -> None:
    book = openpyxl.Workbook()
    for cells in (["People of the company"], ["hr_id", "name", "email"], *([n, "Jo", "x"] for n in range(9))):
        book.worksheets[0].append(cells)
    file = io.BytesIO()
    book.save(file)
    made = checked("people", file.getvalue())
    page = words_at(signed_in(f.admin()), page_of(made))
    assert made.counts["errors"] == 1
    assert "1 – This row does not look like headers" in page
    assert "separator" not in page


def test_column_that_names_the_row_is_said_to_be_missing_with_the_way_to_name_it() -> None:
    desk, made = signed_in(f.admin()), checked("people", "nothing,of,this\n1,2,3\n")
    page = words_at(desk, page_of(made))
    assert "hr_id This column is missing. Say which of the file’s columns it is, or add it." in page
    assert f'href="{page_of(made, "layout")}">Say what the file’s columns mean' in text_of(desk.get(page_of(made)))


def test_form_of_columns_shows_cells_of_each_and_says_what_is_needed(boss: Employee) -> None:
    made = checked(
        "people", "\n".join([HEAD, row(10), row(10, site="x" * 99), row(11, site="OSL"), row(12, site="PAR")])
    )
    form = signed_in(f.admin()).get(page_of(made, "layout")).context["form"]
    shown = dict(form.fields["from-site"].choices)
    assert shown["h:Worker ID"] == "Worker ID: 10 · 11 · 12"
    assert shown["h:Location"] == f"Location: BER · {'x' * 23}… · OSL"
    assert shown["h:Leave Start"] == "Leave Start"
    titles = [title for title, _rows in form.groups()]
    assert titles[:3] == [
        "hr_id (every file needs it)",
        "name (needed for what is new)",
        "email (needed for what is new)",
    ]
    assert "time_zone" in titles


def test_form_of_columns_shows_cells_of_a_file_without_the_column_that_names_the_row() -> None:
    made = checked("people", "Nothing;Of this\nfirst;1\nsecond;2\n")
    form = signed_in(f.admin()).get(page_of(made, "layout")).context["form"]
    assert dict(form.fields["from-hr_id"].choices)["h:Nothing"] == "Nothing: first · second"


@pytest.mark.parametrize("kind", KINDS)
def test_columns_that_are_needed_are_columns_of_their_kind(kind: str) -> None:
    names = {column.name for column in KINDS[kind].columns if not column.is_required}
    assert set(KINDS[kind].needed) <= names
