"""Reading one choice by the partner or by two people, and what waits: axe, light and dark, narrow and wide."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests import factories as f
from tests.browsing.looks import faults_in_all_looks
from tests.cases import address
from tests.functional.hands import Hands
from tests.functional.visitors import let_in
from tests.glass import GLASSES, NOTE, page_of, proposed, scene
from tests.pages import THEN, travel
from tests.unplaced import returned
from transfers.actions.cases import open_case
from transfers.clock import database_clock
from transfers.models import HeldMove

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_people_open_one_choice(hands: Hands, live_server: LiveServer) -> None:
    travel(THEN)
    of, proposer, second = scene()
    page = hands.page
    let_in(page, live_server, proposer)
    page.goto(f"{live_server.url}{GLASSES}")
    hands.press(page.get_by_role("link", name="Propose break-glass"))
    hands.write(page.get_by_label("HR id or mail address"), of.employee.hr_id)
    hands.pick(page.get_by_label("Campaign"), of.campaign.name)
    hands.choose(page.get_by_label("A duty by law"))
    hands.write(page.get_by_label("In your words"), NOTE)
    hands.press(page.get_by_role("button", name="Propose break-glass"))
    expect(page.get_by_text("Waits for a second person")).to_be_visible()
    led = page.url
    let_in(page, live_server, second)
    page.goto(led)
    hands.press(page.get_by_role("button", name="Confirm it"))
    let_in(page, live_server, proposer)
    page.goto(led)
    hands.press(page.get_by_role("button", name="Read what was filed"))
    expect(page.get_by_role("heading", level=1)).to_have_text("What was filed")
    let_in(page, live_server, of.employee)
    page.goto(f"{live_server.url}/my-record/")
    expect(page.get_by_text("who read it")).to_be_visible()


def test_pages_of_reading_and_what_waits_pass_axe_and_fit_320_px(page: Page, live_server: LiveServer) -> None:
    travel(THEN)
    of, proposer, second = scene()
    partner = f.hr_partner(of.campaign)
    glass = proposed(of, proposer)
    open_case(of.employee, "reading", by=partner, clock=database_clock)
    let_in(page, live_server, second)
    for at in (GLASSES, f"{GLASSES}propose/", page_of(glass)):
        page.goto(live_server.url + at)
        assert faults_in_all_looks(page) == [], at
    let_in(page, live_server, partner)
    page.goto(live_server.url + address(of.employee, f"read/{of.public_id}/"))
    assert faults_in_all_looks(page) == []
    person, reviewer = returned()
    HeldMove.objects.create(employee=person, unit=f.UnitFactory.create(), changes_manager=False, at=THEN)
    open_case(person, "unplaced_review", by=reviewer, clock=database_clock)
    let_in(page, live_server, reviewer)
    for at in ("/cases/exceptions/", address(person, "review/")):
        page.goto(live_server.url + at)
        assert faults_in_all_looks(page) == [], at
