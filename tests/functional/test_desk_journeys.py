"""What HR does in the administration, in a real browser: a campaign through its gate, a file through its preview."""

import re
from datetime import datetime

import pytest
from playwright.sync_api import FilePayload, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from tests import factories as f
from tests.drafts import ready
from tests.functional.hands import Hands
from tests.functional.visitors import follow, let_in
from tests.other_layout import MENDS, company, mended, with_errors
from tests.pages import THEN, travel
from tests.uploads import carried_out, checked
from transfers.actions.uploads import take_in_upload
from transfers.models import Campaign, Upload
from transfers.sight.actor import PORTAL

pytestmark = pytest.mark.django_db(transaction=True)

SITES = b"code,name,country,time_zone\nOSL,Oslo,NO,Europe/Oslo\n"


def test_campaign_is_written_down_and_opens_only_through_its_gate(hands: Hands, live_server: LiveServer) -> None:
    travel(THEN)
    page = hands.page
    let_in(page, live_server, f.admin())
    page.goto(f"{live_server.url}/admin/")
    hands.press(page.get_by_role("main").get_by_role("link", name="Campaigns", exact=True))
    hands.press(page.get_by_role("link", name="Write down a campaign"))
    hands.write(page.get_by_label("Code:"), "second")
    hands.write(page.get_by_label("Name:"), "The second draft")
    hands.write(page.get_by_label("Deadline, local time:"), "2041-03-20T17:00")
    hands.write(page.get_by_label("Time zone:"), "Europe/Berlin")
    hands.press(page.get_by_role("button", name="Write down a campaign"))
    expect(page.get_by_text("Campaign “The second draft”: written down.")).to_be_visible()
    hands.press(page.get_by_role("link", name="Open the campaign"))
    expect(page.get_by_role("heading", name=re.compile(r"\d+ things are missing"))).to_be_visible()
    expect(page.get_by_role("button", name="Open the campaign")).to_have_count(0)
    assert Campaign.objects.get(code="second").status == "preparing"

    campaign, partner = ready(deadline=datetime(2041, 3, 20, 17))  # noqa: DTZ001  (local time)
    let_in(page, live_server, partner)
    page.goto(f"{live_server.url}/admin/transfers/campaign/{campaign.pk}/")
    hands.press(page.get_by_role("link", name="Open the campaign"))
    expect(page.get_by_text("Nothing is missing.")).to_be_visible()
    hands.write(page.get_by_label("What prompted this:"), "The memo.")
    hands.press(page.get_by_role("button", name="Open the campaign"))
    expect(page.get_by_text(re.compile(r"^Campaign “.*”: opened, and every member is told\.$"))).to_be_visible()
    campaign.refresh_from_db()
    assert campaign.status == "open"


def test_file_is_uploaded_previewed_applied_and_taken_back(hands: Hands, live_server: LiveServer) -> None:
    """The worker's part is done in between, as it does it within seconds."""
    page = hands.page
    let_in(page, live_server, f.admin())
    page.goto(f"{live_server.url}/admin/transfers/upload/")
    hands.press(page.get_by_role("link", name="Upload a file"))
    hands.pick(page.get_by_label("What the file holds:"), "sites")
    hands.hand_in(page.get_by_label("File:"), FilePayload(name="sites.csv", mimeType="text/csv", buffer=SITES))
    hands.press(page.get_by_role("button", name="Upload a file"))
    upload = Upload.objects.get()
    for verb, heading in (
        ("", "What applying it would do"),
        ("Apply all of it", "What was written"),
        ("Undo it", "What was written and taken back"),
    ):
        if verb:
            hands.press(page.get_by_role("link", name=verb))
            hands.press(page.get_by_role("button", name=verb))
        expect(page.get_by_text(re.compile(r"^Upload “sites\.csv”: "))).to_be_visible()
        carried_out(upload)
        page.goto(f"{live_server.url}/admin/transfers/upload/{upload.pk}/")
        expect(page.get_by_role("heading", name=heading, exact=True)).to_be_visible()


def test_file_of_another_system_is_mended_by_what_the_pages_say(page: Page, live_server: LiveServer) -> None:
    """Its wrong rows are downloaded, each cell is written anew by the sentence beside it, and they are sent back."""
    company()
    let_in(page, live_server, f.admin())
    page.goto(f"{live_server.url}/admin/transfers/upload/new/upload/")
    page.get_by_label("What the file holds:").select_option("people")
    sent = FilePayload(name="workers.csv", mimeType="text/csv", buffer=with_errors().encode())
    page.get_by_label("File:").set_input_files(sent)
    follow(page.get_by_role("button", name="Upload a file"))
    upload, met = carried_out(Upload.objects.get()), set[str]()
    for _turn in range(5):
        page.goto(f"{live_server.url}/admin/transfers/upload/{upload.pk}/")
        if not page.get_by_role("heading", name="What is wrong with the file").is_visible():
            break
        with page.expect_download() as download:
            page.get_by_role("link", name="Download the wrong rows").click()
        rows = mended(download.value.path().read_bytes(), met)
        follow(page.get_by_role("link", name="Upload the mended rows"))
        page.get_by_label("Mended rows:").set_input_files(FilePayload(name="r.csv", mimeType="text/csv", buffer=rows))
        follow(page.get_by_role("button", name="Upload the mended rows"))
        upload = carried_out(upload)
    follow(page.get_by_role("link", name="Apply all of it"))
    follow(page.get_by_role("button", name="Apply all of it"))
    assert carried_out(upload).counts["created"] == 44
    assert len(met) == len(MENDS) == 12


def test_page_that_waits_says_in_words_how_far_the_worker_is(page: Page, live_server: LiveServer) -> None:
    """Its script once moved the bar alone, beside a text that stayed at 0 %."""
    let_in(page, live_server, f.admin())
    upload = take_in_upload("sites", "sites.csv", SITES, by=PORTAL)
    address = f"{live_server.url}/admin/transfers/upload/{upload.pk}/"
    page.goto(address)
    told = page.locator("#progress p").first
    expect(told).to_have_text(re.compile(r"\b0\s%"))

    def further(route: Route) -> None:
        answer = route.fetch()
        body = answer.text().replace('value="0">0 %', 'value="83">83 %').replace("0&nbsp;%", "83&nbsp;%")
        route.fulfill(response=answer, body=body)

    page.route(address, further)
    expect(told).to_have_text(re.compile(r"\b83\s%"))
    expect(page.get_by_label("How far it is")).to_have_js_property("value", 83)


def test_what_to_do_about_a_row_is_read_whole_at_320_px(page: Page, live_server: LiveServer) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    let_in(page, live_server, f.admin())
    upload = checked("skills", f"code,name\n{'a-code-that-is-too-long-for-any-skill' * 3},Rust\n")
    page.goto(f"{live_server.url}/admin/transfers/upload/{upload.pk}/")
    region = page.get_by_role("region", name="Errors")
    expect(region.get_by_role("columnheader", name="What to do")).to_be_visible()
    assert region.evaluate("region => region.scrollWidth <= region.clientWidth")
