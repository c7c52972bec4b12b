"""What a check found, kept in pieces; what is told before it is done; and how far the worker is."""

import json
import re
import zlib

import pytest
from django.db import connection, transaction

from accounts.models import Skill
from tests import factories as f
from tests.admin import page_of
from tests.pages import signed_in, words_at
from tests.uploads import applied, carried_out, checked, press, send_file
from transfers.actions.imports.staging import hold_imports
from transfers.actions.upload_undo import ask_to_undo, undo_upload
from transfers.actions.upload_work import look_at_upload
from transfers.models import Upload, UploadContent
from transfers.queries.previews import CREATED, MISSING, PAGE, Found, Row, Rows, get_preview, pack, unpack
from transfers.sight.actor import PORTAL
from transfers.states import UploadStatus

pytestmark = pytest.mark.django_db

SKILLS = "code,name\n" + "".join(f"s{n:03},Skill {n}\n" for n in range(120))


def test_page_tells_what_is_read_of_a_file_before_each_of_its_rows_is_checked() -> None:
    desk = signed_in(f.admin())
    assert send_file(desk, "skills", SKILLS).status_code == 302
    made = Upload.objects.get()
    assert "as it is read" not in words_at(desk, page_of(made))
    look_at_upload(made, progress=lambda _step: None)
    page = words_at(desk, page_of(made))
    assert "The file has 120 rows." in page
    assert "code name s000 Skill 0 s001 Skill 1" in page
    assert "s005" not in page
    assert Upload.objects.get().status == UploadStatus.CHECKING
    assert not Skill.objects.filter(code="s000").exists()
    assert carried_out(made).counts["created"] == 120
    assert "as it is read" not in words_at(desk, page_of(made))


def test_columns_of_another_system_are_told_before_the_rows_are_checked() -> None:
    desk = signed_in(f.admin())
    send_file(desk, "skills", "Id,Name,Cost Group\nrust,Rust,9\n")
    made = Upload.objects.get()
    look_at_upload(made, progress=lambda _step: None)
    page = words_at(desk, page_of(made))
    assert "code Id as it stands" in page
    assert "Not read: Cost Group" in page


def test_every_page_of_a_preview_has_its_own_rows() -> None:
    desk, made = signed_in(f.admin()), checked("skills", SKILLS)
    shown = [set(re.findall(r"s\d{3}", words_at(desk, f"{page_of(made)}?page={page}"))) for page in (1, 2, 3)]
    assert [len(codes) for codes in shown] == [PAGE, PAGE, 20]
    assert set.union(*shown) == {f"s{n:03}" for n in range(120)}


def test_piece_that_is_not_asked_for_is_not_read() -> None:
    """Fails where a page unpacks the whole check: 10,000 people take half a second each time."""
    pieces = [zlib.compress(json.dumps([str(n)] * PAGE).encode()) for n in range(3)]
    rows = Rows(MISSING, 3 * PAGE, [pieces[0], b"broken", pieces[2]])
    assert rows[0:PAGE] == ["0"] * PAGE
    assert rows[2 * PAGE : 3 * PAGE] == ["2"] * PAGE
    assert rows[PAGE - 1] == "0"
    with pytest.raises(zlib.error):
        rows[PAGE : 2 * PAGE]


def test_what_is_packed_is_read_again() -> None:
    created = [Row(n, f"k{n}", {"name": ["", f"N{n}"]}) for n in range(2, 130)]
    found = Found({"rows": 128}, created=created, numbers={"k2": 2, "k3": 3}, before={"k3": "{}"}, headers=["Code"])
    packed = pack(found)
    preview = unpack(packed.data)
    assert preview is not None
    assert list(preview.rows[CREATED]) == created
    assert preview.rows[CREATED][60:70] == created[60:70]
    assert (preview.headers, preview.counts, preview.stood()) == (["Code"], {"rows": 128}, {"k2": None, "k3": "{}"})
    found.created = created[1:]
    assert pack(found).digest != packed.digest


def test_what_another_version_packed_is_kept_no_longer_and_can_be_checked_again() -> None:
    desk, made = signed_in(f.admin()), checked("skills", SKILLS)
    UploadContent.objects.update(found=zlib.compress(b"{}"))
    assert get_preview(made) is None
    assert "kept no longer" in words_at(desk, page_of(made))
    assert press(desk, made, "check").status_code == 302
    assert "s000" in words_at(desk, page_of(carried_out(made)))


def test_worker_tells_how_far_it_is_with_taking_back() -> None:
    made = ask_to_undo(applied("skills", SKILLS), by=PORTAL)
    told: list[int] = []
    assert undo_upload(made, told=told.append) is not None
    assert told == sorted(told)
    assert len(set(told)) > 2
    assert told[-1] <= 95


def test_statements_of_an_import_are_not_cut_off() -> None:
    """Fails where a company's import ends at the limit of a page's statement."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '30s'")
        with transaction.atomic():
            hold_imports()
            cursor.execute("SHOW statement_timeout")
            assert cursor.fetchone() == ("0",)


def test_preview_opens_on_what_changes_and_its_button_says_how_much_is_written() -> None:
    """Twenty new rows had hidden one that changes what stands."""
    desk = signed_in(f.admin())
    applied("skills", "code,name\nrust,Rust\n")
    made = checked("skills", SKILLS + "rust,Rust and cargo\n")
    page = words_at(desk, page_of(made))
    assert "Rust and cargo" in page
    assert "Apply all of it: 120 new, 1 changed" in page
    assert "What it would be" in page
    form = desk.get(page_of(made, "apply")).content.decode()
    assert 'value="Apply all of it: 120 new, 1 changed"' in form
    assert press(desk, made, "apply").status_code == 302
    done = words_at(desk, page_of(carried_out(made)))
    assert "What it would be" not in done
    assert "What it was and is" in done


def test_columns_of_an_upload_are_named_and_its_days_read_in_the_readers_zone() -> None:
    reader = f.admin()
    reader.time_zone = "Asia/Tokyo"
    reader.save(update_fields=["time_zone"])
    made = checked("skills", SKILLS)
    page = words_at(signed_in(reader), page_of(made))
    assert "Kept until:" in page
    assert "Tokyo time" in page
    assert "Kept until at" not in page
