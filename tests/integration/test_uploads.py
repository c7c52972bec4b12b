"""Files uploaded in the administration: looked at row by row, applied whole by the worker, or dropped."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import Employee, Site
from tests import factories as f
from tests.admin import new, page_of
from tests.pages import fields_of, signed_in, text_of, words_at
from transfers import transition
from transfers.actions.imports.kinds import KINDS as IMPORTS
from transfers.actions.uploads import ask_to_apply, forget_upload, take_in_upload
from transfers.errors import NotAllowed, NotVisible
from transfers.models import Campaign, Event, Upload, UploadContent
from transfers.sight.actor import PORTAL
from transfers.states import CampaignStatus, UploadStatus
from transfers.tasks.upload_work import carry_out_upload

pytestmark = pytest.mark.django_db

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "examples"
KINDS = ("sites", "skills", "families", "units", "people", "unit_leads", "roles", "assignments", "leavers")
EXAMPLES = [("units" if kind == "unit_leads" else kind, FOLDER / f"{kind}.csv") for kind in KINDS]
SITES = "code,name,country,time_zone\nBER,Berlin,DE,Europe/Berlin\nOSL,Oslo,NO,Europe/Oslo\n"


def upload(client: Client, kind: str, data: str | bytes, name: str = "file.csv", **more: str) -> Any:
    """Send a file as the page was drawn."""
    page = new(Upload, "upload")
    raw = data.encode() if isinstance(data, str) else data
    fields = {**fields_of(client.get(page)), "kind": kind, **more}
    return client.post(page, {**fields, "file": SimpleUploadedFile(name, raw)})


def press(client: Client, thing: Upload, verb: str) -> Any:
    address = page_of(thing, verb)
    return client.post(address, fields_of(client.get(address)))


def checked(client: Client, kind: str, data: str | bytes) -> Upload:
    assert upload(client, kind, data).status_code == 302
    made = Upload.objects.get()
    carry_out_upload(made)
    made.refresh_from_db()
    return made


def test_file_is_looked_at_applied_and_told_of() -> None:
    desk = signed_in(f.admin())
    f.SiteFactory.create(code="OSL", name="Christiania", country="NO", time_zone="Europe/Oslo")
    made = checked(desk, "sites", SITES)
    assert made.status == UploadStatus.CHECKED
    assert not Site.objects.filter(code="BER").exists()
    assert "BER" in words_at(desk, page_of(made) + "?show=created")
    assert re.search("name: Christiania → Oslo", words_at(desk, page_of(made) + "?show=changed"))
    assert press(desk, made, "apply").status_code == 302
    made.refresh_from_db()
    assert made.status == UploadStatus.APPLYING
    assert "How far it is" in words_at(desk, page_of(made))
    carry_out_upload(made)
    made.refresh_from_db()
    assert made.status == UploadStatus.APPLIED
    assert Site.objects.get(code="OSL").name == "Oslo"
    assert "What was written" in words_at(desk, page_of(made))
    assert Event.objects.filter(verb="import.sites").count() == 1
    assert Event.objects.get(verb="upload.applied").body["counts"]["created"] == 1


def test_page_names_the_columns_of_each_file() -> None:
    page = words_at(signed_in(f.admin()), new(Upload, "upload"))
    assert re.search("sites code name, country, time_zone holidays", page)
    assert all(column.name in page for kind in IMPORTS.values() for column in kind.columns)


def test_second_click_applies_nothing_twice() -> None:
    desk = signed_in(f.admin())
    made = checked(desk, "sites", SITES)
    address = page_of(made, "apply")
    sent = fields_of(desk.get(address))
    assert [desk.post(address, sent).status_code for _ in range(2)] == [302, 302]
    for _ in range(2):
        carry_out_upload(Upload.objects.get())
    assert Event.objects.filter(verb="import.sites").count() == 1


def test_preview_of_older_data_is_refused_and_says_what_changed() -> None:
    desk = signed_in(f.admin())
    f.SiteFactory.create(code="OSL", name="Christiania", country="NO", time_zone="Europe/Oslo")
    made = checked(desk, "sites", SITES)
    address = page_of(made, "apply")
    sent = fields_of(desk.get(address))
    Site.objects.filter(code="OSL").update(name="Kristiania")
    answer = desk.post(address, sent)
    assert answer.status_code == 409
    assert "OSL: name “Christiania” → “Kristiania”" in text_of(answer)
    assert press(desk, made, "check").status_code == 302
    carry_out_upload(Upload.objects.get())
    assert press(desk, made, "apply").status_code == 302


def test_form_of_an_older_preview_is_stale() -> None:
    desk = signed_in(f.admin())
    made = checked(desk, "sites", SITES)
    sent = fields_of(desk.get(page_of(made, "apply")))
    Upload.objects.update(drawn="another")
    assert desk.post(page_of(made, "apply"), sent).status_code == 409


def test_what_changed_after_the_click_is_shown_again_and_not_applied() -> None:
    desk = signed_in(f.admin())
    f.SiteFactory.create(code="OSL", name="Christiania", country="NO", time_zone="Europe/Oslo")
    made = checked(desk, "sites", SITES)
    assert press(desk, made, "apply").status_code == 302
    Site.objects.filter(code="OSL").update(name="Kristiania")
    carry_out_upload(Upload.objects.get())
    made.refresh_from_db()
    assert made.status == UploadStatus.CHECKED
    assert "changed since the preview was drawn" in made.says
    assert "Kristiania → Oslo" in words_at(desk, page_of(made) + "?show=changed")
    assert Site.objects.get(code="OSL").name == "Kristiania"


def test_errors_are_listed_with_row_and_column_and_nothing_can_be_applied() -> None:
    desk = signed_in(f.admin())
    made = checked(desk, "sites", "code,name,country,time_zone\nBER,Berlin,Norge,Europe/Nowhere\n")
    assert made.status == UploadStatus.REFUSED
    page = words_at(desk, page_of(made))
    assert "2 country" in page
    assert "2 time_zone" in page
    assert desk.get(page_of(made, "apply")).status_code == 404
    with pytest.raises(NotAllowed):
        ask_to_apply(made, by=f.admin())


def test_company_of_every_kind_is_loaded_by_pages_and_stands_unchanged_afterwards() -> None:
    """The examples of docs/imports.md, in their order, twice: the second time nothing of them differs."""
    who = f.admin()
    campaign = Campaign(code="applied-ai", name="Applied AI")
    transition.start(campaign, CampaignStatus.PREPARING, by=PORTAL, at=f.NOW)
    for is_second in (False, True):
        for kind, file in EXAMPLES:
            made = take_in_upload(kind, file.name, file.read_bytes(), by=PORTAL)
            carry_out_upload(made)
            made.refresh_from_db()
            assert made.status == UploadStatus.CHECKED, (kind, made.counts)
            counts = made.counts
            if is_second and file.name != "units.csv":
                assert counts["unchanged"] == counts["rows"], (kind, counts)
            carry_out_upload(ask_to_apply(made, by=who if kind == "sites" else PORTAL))
            made.refresh_from_db()
            assert made.status == UploadStatus.APPLIED
            assert counts == made.counts


def test_file_of_the_readme_s_walk_is_guessed_and_changes_nothing_that_stands() -> None:
    made = checked(signed_in(f.admin()), "skills", (FOLDER / "skills_of_another_system.csv").read_bytes())
    assert (made.status, made.counts["created"], made.counts["changed"]) == (UploadStatus.CHECKED, 2, 0)


def test_what_is_no_file_of_its_kind_says_which_column_is_missing() -> None:
    desk = signed_in(f.admin())
    made = checked(desk, "people", "nothing,of,this\n1,2,3\n")
    assert made.status == UploadStatus.REFUSED
    assert "This column is missing" in words_at(desk, page_of(made))


def test_file_that_is_sent_twice_by_one_form_is_kept_once() -> None:
    desk, page = signed_in(f.admin()), new(Upload, "upload")
    fields = {**fields_of(desk.get(page)), "kind": "sites"}
    sent = [
        desk.post(page, {**fields, "file": SimpleUploadedFile("file.csv", text.encode())})
        for text in (SITES, SITES, SITES + "PAR,Paris,FR,Europe/Paris\n")
    ]
    assert [answer.status_code for answer in sent] == [302, 302, 400]
    assert Upload.objects.count() == 1


def test_body_that_no_page_takes_is_refused_unread() -> None:
    answer = signed_in(f.admin()).post(
        new(Upload, "upload"), b"x", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH="20200000"
    )
    assert answer.status_code == 413


@pytest.mark.parametrize(
    ("data", "status", "says"),
    [
        (b"%PDF-1.7 something", 415, "neither a CSV file"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, 415, "neither a CSV file"),
        (b"<html><script>alert(1)</script>", 415, "neither a CSV file"),
        (b"a" * 20_000_001, 413, "larger than 20 MB"),
        (b"", 400, "empty"),
    ],
)
def test_what_is_no_table_is_refused_at_the_field(data: bytes, status: int, says: str) -> None:
    answer = upload(signed_in(f.admin()), "people", data)
    assert answer.status_code == status
    assert says in text_of(answer)
    assert not Upload.objects.exists()


def test_kind_that_there_is_not_is_refused() -> None:
    assert upload(signed_in(f.admin()), "choices", SITES).status_code == 400


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le"])
def test_encodings_are_read(encoding: str) -> None:
    assert checked(signed_in(f.admin()), "sites", SITES.encode(encoding)).status == UploadStatus.CHECKED


def test_dropped_file_is_deleted() -> None:
    desk = signed_in(f.admin())
    made = checked(desk, "sites", SITES)
    assert press(desk, made, "drop").status_code == 302
    assert not UploadContent.objects.exists()
    page = words_at(desk, page_of(made))
    assert "kept no longer" in page
    assert "Kept until" not in page


@pytest.mark.parametrize("is_applied", [False, True])
def test_content_goes_after_a_day(is_applied: bool) -> None:
    made = checked(signed_in(f.admin()), "sites", SITES)
    if is_applied:
        carry_out_upload(ask_to_apply(made, by=f.admin()))
        made.refresh_from_db()
    forget_upload(made, clock=f.clock_at(made.kept_until_at - f.HOUR))
    assert UploadContent.objects.exists()
    forget_upload(made, clock=f.clock_at(made.kept_until_at))
    made.refresh_from_db()
    assert not UploadContent.objects.exists()
    assert made.status == (UploadStatus.APPLIED if is_applied else UploadStatus.DROPPED)


def test_admins_alone_upload() -> None:
    partner, member = f.hr_partner(f.campaign()), f.EmployeeFactory.create()
    for person in (partner, member):
        with pytest.raises(NotAllowed):
            take_in_upload("sites", "file.csv", SITES.encode(), by=person)
        assert signed_in(person).get(new(Upload, "upload")).status_code == 404
    made = take_in_upload("sites", "file.csv", SITES.encode(), by=PORTAL)
    with pytest.raises(NotVisible):
        forget_upload(made, by=partner)


def test_right_that_ended_before_the_worker_came_applies_nothing() -> None:
    who = f.admin()
    made = checked(signed_in(who), "sites", SITES)
    ask_to_apply(made, by=who)
    Employee.objects.filter(pk=who.pk).update(is_active=False)
    carry_out_upload(Upload.objects.get())
    made.refresh_from_db()
    assert made.status == UploadStatus.REFUSED
    assert not Site.objects.filter(code="BER").exists()
