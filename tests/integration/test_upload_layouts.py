"""Files of other systems: their columns guessed, corrected, saved; their wrong rows mended by what the pages say."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Employee
from tests import factories as f
from tests.admin import page_of
from tests.other_layout import HEAD, MENDS, company, mended, row, with_errors
from tests.pages import signed_in, text_of, words_at
from tests.uploads import carried_out, checked, press, send_file
from transfers.actions.imports.layouts import to_layout
from transfers.actions.layouts import lay_out_upload, save_layout
from transfers.actions.uploads import mend_upload, take_in_upload
from transfers.errors import Invalid, NotAllowed
from transfers.formats.layouts import Layout, Source
from transfers.models import SavedLayout, Upload, UploadContent
from transfers.sight.actor import PORTAL
from transfers.states import UploadStatus

pytestmark = pytest.mark.django_db

LAYOUT = 'kind = "skills"\n\n[columns.code]\nheader = "Id"\n\n[columns.name]\nheader = "Title"\n'


@pytest.fixture
def boss() -> Employee:
    return company()


def test_columns_are_guessed_shown_and_corrected_on_the_page(boss: Employee) -> None:
    desk = signed_in(f.admin())
    head = HEAD.replace("Grade", "Pay step")
    assert send_file(desk, "people", "\n".join([head, row(10), row(11)])).status_code == 302
    made = carried_out(Upload.objects.get())
    assert made.status == UploadStatus.REFUSED
    page = words_at(desk, page_of(made))
    assert "hired_on Hire Date DD.MM.YYYY" in page
    assert "Not read: Pay step" in page
    assert "level A new row needs this column" in page
    told = {"from-level": "h:Pay step", "values-level": "IC5 5"}
    answer = press(desk, made, "layout", **_as_drawn(desk, made, told))
    assert answer.status_code == 400
    assert "Write one a line: the file’s word = ours" in text_of(answer)
    told = {"from-level": "h:Pay step", "values-level": "IC5 = 5", "save_as": "Workday"}
    assert press(desk, made, "layout", **_as_drawn(desk, made, told)).status_code == 302
    made = carried_out(made)
    assert made.status == UploadStatus.CHECKED, words_at(desk, page_of(made))
    assert press(desk, made, "apply").status_code == 302
    carried_out(made)
    person = Employee.objects.get(hr_id="10")
    assert (person.name, person.level, str(person.hired_on)) == ("Jo Smith10", 5, "2020-01-31")
    assert person.manager is not None
    assert person.manager.hr_id == "3"
    saved = SavedLayout.objects.get()
    assert (saved.name, saved.version) == ("Workday", 1)
    assert send_file(desk, "people", "\n".join([head, row(12)]), layout=str(saved.pk)).status_code == 302
    assert carried_out(Upload.objects.first() or made).status == UploadStatus.CHECKED
    assert send_file(desk, "units", "code\nx", layout=str(saved.pk)).status_code == 400


def _as_drawn(desk: Any, upload: Upload, changed: dict[str, str]) -> dict[str, str]:
    """What a browser sends of the form of columns as it was drawn, with some fields changed."""
    form = desk.get(page_of(upload, "layout")).context["form"]
    drawn = {name: form[name].value() or "" for name in form.fields if not form.fields[name].widget.is_hidden}
    return {name: str(value) for name, value in {**drawn, **changed}.items()}


def test_form_of_columns_refuses_what_names_no_row_and_a_constant_without_text(boss: Employee) -> None:
    desk = signed_in(f.admin())
    made = checked("people", "\n".join([HEAD, row(10)]))
    for changed in ({"from-hr_id": ""}, {"from-site": "="}, {"from-site": "h:no such header"}):
        assert press(desk, made, "layout", **_as_drawn(desk, made, changed)).status_code == 400
    assert (
        press(desk, made, "layout", **_as_drawn(desk, made, {"from-site": "=", "same-site": "BER"})).status_code
        == 302
    )
    assert carried_out(made).status == UploadStatus.CHECKED


def test_manager_is_found_by_mail_or_id_and_several_of_one_name_are_listed(boss: Employee) -> None:
    by_mail = [row(n, manager="JO10@example.com" if n > 10 else "") for n in (10, 11)]
    assert checked("people", "\n".join([HEAD, *by_mail])).status == UploadStatus.CHECKED
    made = checked("people", "\n".join([HEAD, row(10, manager='"Lee, Kim"'), row(11), row(12, manager="2")]))
    desk = signed_in(f.admin())
    assert "“Lee, Kim” can be any of these people: 1, 2." in words_at(desk, page_of(made))
    assert made.counts["errors"] == 1


def test_file_with_twelve_kinds_of_error_is_mended_by_what_the_pages_say(boss: Employee) -> None:
    desk = signed_in(f.admin())
    assert send_file(desk, "people", with_errors()).status_code == 302
    met: set[str] = set()
    made, turns = carried_out(Upload.objects.get()), 0
    while made.status == UploadStatus.REFUSED:
        assert (turns := turns + 1) < 5, words_at(desk, page_of(made))
        given = desk.get(page_of(made, "error-rows"))
        assert given.headers["Content-Disposition"] == f'attachment; filename="rows-to-mend-{made.pk}.csv"'
        assert press(desk, made, "mend", file=mended(given.content, met)).status_code == 302
        made = carried_out(made)
    assert len(met) == len(MENDS) == 12
    assert made.counts["created"] == 44
    assert press(desk, made, "apply").status_code == 302
    assert carried_out(made).status == UploadStatus.APPLIED
    assert Employee.objects.filter(name__startswith="Jo Smith").count() == 44


@pytest.mark.parametrize(
    ("mended", "says"),
    [
        (b"code,name\n1,Rust\n", "The column “error” is missing"),
        (b"code,error\n1,2 \xc2\xb7 name\n", "The column “name” is missing"),
        (b"code,name,error\n1,Rust,\n", "Row 2 has another text"),
        (b"code,name,error\n1,Rust,77 \xc2\xb7 name\n", "Row 2 has another text"),
        (b'code,name,error\n1,"Rust,2\n', "cannot be read"),
        (b"%PDF", "neither a CSV"),
    ],
    ids=["error column", "name column", "no number", "other number", "unreadable", "type"],
)
def test_rows_that_do_not_fit_are_refused_at_the_field(mended: bytes, says: str) -> None:
    desk = signed_in(f.admin())
    made = checked("skills", "code,name\n1,\n")
    answer = press(desk, made, "mend", file=mended)
    assert answer.status_code in (400, 415)
    assert says in text_of(answer)
    made.refresh_from_db()
    assert made.status == UploadStatus.REFUSED


def test_formula_in_a_wrong_row_is_given_out_harmless_and_comes_back_as_it_was() -> None:
    desk = signed_in(f.admin())
    made = checked("skills", "code,name\n,=1+1\n")
    assert b"'=1+1" in desk.get(page_of(made, "error-rows")).content
    made = mend_upload(made, b"code,name,error\nx,'=1+1,2 \xc2\xb7 code\n", by=PORTAL)
    assert "=1+1" in words_at(desk, page_of(carried_out(made)) + "?show=created")


def test_layouts_are_versions_of_a_name_and_kept_only_whole() -> None:
    for version in (1, 2):
        assert save_layout("skills", " Our  HRIS ", LAYOUT, by=PORTAL).version == version
    for name, text in (("", LAYOUT), ("x" * 61, LAYOUT), ("x", "kind = 1"), ("x", LAYOUT.replace("code", "salary"))):
        with pytest.raises(Invalid):
            save_layout("skills", name, text, by=PORTAL)
    partner = f.hr_partner(f.campaign())
    with pytest.raises(NotAllowed):
        save_layout("skills", "x", LAYOUT, by=partner)
    made = checked("skills", "Id;Title\n1;Rust\n")
    with pytest.raises(NotAllowed):
        lay_out_upload(made, to_layout(LAYOUT, "skills"), by=partner)
    with pytest.raises(Invalid):
        lay_out_upload(made, Layout("units", {"code": Source("Id")}), by=PORTAL)
    with pytest.raises(Invalid):
        take_in_upload("units", "u.csv", b"code\n1", layout=SavedLayout.objects.first(), by=PORTAL)
    with pytest.raises(NotAllowed):
        mend_upload(made, b"code,name,error\n", by=partner)
    UploadContent.objects.all().delete()
    with pytest.raises(Invalid, match="kept no longer"):
        mend_upload(made, b"code,name,error\n", by=PORTAL)


def test_commands_read_and_write_the_same_layout(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, guessed, own = tmp_path / "skills.csv", tmp_path / "guessed.toml", tmp_path / "own.toml"
    file.write_text("Id;Name;Cost\n1;Rust;x\n")
    call_command("import_skills", file, save_map=guessed)
    assert to_layout(guessed.read_text(), "skills").columns["code"].header == "Id"
    assert "1 created" in capsys.readouterr().out
    call_command("import_skills", file, map=guessed)
    assert "1 unchanged" in capsys.readouterr().out
    file.write_text("code,name\n1,\n")
    with pytest.raises(CommandError, match="1 error"):
        call_command("import_skills", file, save_map=own)
    assert re.search(r"row 2, column name", capsys.readouterr().out)
    with pytest.raises(CommandError, match="no layout"):
        call_command("import_units", file, map=own)


@pytest.mark.parametrize("header", ["Shoe\0 size", "x" * 60_000])
def test_header_that_no_layout_can_name_is_told_on_the_page(header: str) -> None:
    """Fails where such a file is kept with a layout that cannot be read again: its page could not be drawn."""
    upload = checked("people", f"Employee ID,Full Name,{header}\n1,Ada Berg,39\n")
    assert upload.status == UploadStatus.REFUSED
    answer = signed_in(f.admin()).get(page_of(upload))
    assert answer.status_code == 200
