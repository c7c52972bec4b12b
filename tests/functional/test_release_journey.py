"""Two admins publish counts and everybody reads them: axe, light and dark, at 320 px and wide, no JavaScript."""

import re

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests import factories as f
from tests.browsing.looks import faults_in_all_looks
from tests.counts import Counted, counted
from tests.functional.hands import Hands
from tests.functional.visitors import let_in
from tests.pages import PASSWORD, THEN, travel
from transfers.models import Assignment, Release

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def closed() -> Counted:
    made = counted(THEN)
    for person in (made.first, made.second, member_of(made)):
        person.set_password(PASSWORD)
        person.save()
    travel(made.over_at)
    return made


def member_of(made: Counted):
    return Assignment.objects.filter(campaign=made.campaign).earliest("pk").employee


def sign_in(page: Page, server: LiveServer, name: str, to: str) -> None:
    page.context.clear_cookies()
    page.goto(f"{server.url}/account/sign-in/?next={to}")
    page.get_by_label("Sign-in name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(re.compile(f"{to}$"))


def test_two_people_publish_and_a_member_reads_it(hands: Hands, live_server: LiveServer, closed: Counted) -> None:
    page = hands.page
    campaign = f"/admin/transfers/campaign/{closed.campaign.pk}/"
    for person, verb in ((closed.first, "Propose to publish"), (closed.second, "Publish the counts")):
        let_in(page, live_server, person)
        page.goto(live_server.url + campaign)
        hands.press(page.get_by_role("link", name=re.compile(verb)))
        hands.press(page.get_by_role("button", name=re.compile(verb)))
        expect(page.get_by_text(re.compile(r"^Campaign “Applied AI”: "))).to_be_visible()
    let_in(page, live_server, member_of(closed))
    page.goto(f"{live_server.url}/help/")
    hands.press(page.get_by_role("contentinfo").get_by_role("link", name="Published counts"))
    hands.press(page.get_by_role("link", name="Applied AI"))
    expect(page.get_by_text("About 35 of 120 people filed undraft")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Take all these numbers as a file (CSV)").focus()
        page.keyboard.press("Enter")
    assert download.value.suggested_filename == "counts.csv"


def test_pages_of_a_release_pass_axe_and_fit_320_px(page: Page, live_server: LiveServer, closed: Counted) -> None:
    sign_in(page, live_server, member_of(closed).sign_in_name, "/releases/")
    page.goto(f"{live_server.url}/releases/")
    assert faults_in_all_looks(page) == [], "none"
    release: Release = closed.publish()
    travel(closed.over_at + f.DAY)
    for address in ("/releases/", f"/releases/{release.public_id}/"):
        page.goto(live_server.url + address)
        assert faults_in_all_looks(page) == [], address
