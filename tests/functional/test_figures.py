"""Pictures in a real browser: light and dark, narrow and wide, forced colours, print, right to left, in place."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from accounts.models import Employee
from tests import factories as f
from tests.counts import counted
from tests.engineer import accepted, offer, person
from tests.functional.axe import is_wider_than_its_window, violations
from tests.functional.visitors import let_in
from tests.leads import announced, lead_of, led
from tests.pages import THEN, signed_in, travel
from tests.unplaced import moved
from transfers.actions.shortages import keep_shortages
from transfers.models import SkillMinimum, StaffingMinimum

pytestmark = pytest.mark.django_db(transaction=True)

PICTURES = os.environ.get("PICTURES")
# words of a drawing that meet other words of it, or leave the window; an em of room for what fonts do
MEETING = """() => [...document.querySelectorAll('.figure > .picture')].flatMap(svg => {
  const words = [...svg.querySelectorAll('text')].map(text => [text.textContent, text.getBoundingClientRect()]);
  const out = words.filter(([, box]) => box.left < 0 || box.right > document.documentElement.clientWidth + 1);
  const met = words.flatMap(([said, box], n) => words.slice(n + 1).filter(([, other]) =>
    box.left < other.right - 1 && other.left < box.right - 1 &&
    box.top < other.bottom - 6 && other.top < box.bottom - 6)
    .map(([other]) => said + ' / ' + other));
  return [...out.map(([said]) => 'out: ' + said), ...met];
})"""


def reader() -> tuple[Employee, dict[str, str]]:
    """Somebody with a timeline, a release and shortages of two days to read."""
    closed = counted(THEN)
    long = f.UnitFactory.create(approved_headcount=9, name="Infrastruktursicherheitsüberwachungsabteilung Nord-Ost")
    short = f.UnitFactory.create(approved_headcount=5, name="צוות פיתוח")
    keep_shortages(clock=f.clock_at(THEN))
    release = closed.publish()
    travel(closed.over_at + f.DAY)
    for unit in (long, long, short):
        f.EmployeeFactory.create(unit=unit)
    keep_shortages(clock=f.clock_at(closed.over_at))
    return closed.first, {"release": f"/releases/{release.public_id}/", "shortage": "/shortage/"}


def test_pictures_pass_axe_and_their_words_keep_apart_in_every_place(page: Page, live_server: LiveServer) -> None:
    of = person()
    accepted(signed_in(of), offer(of, title="Platform engineer"))
    let_in(page, live_server, of)
    look(page, live_server, "timeline", "/timeline/")
    viewer, addresses = reader()
    let_in(page, live_server, viewer)
    for name, address in addresses.items():
        look(page, live_server, name, address)


def test_page_of_a_lead_passes_axe_and_its_words_keep_apart_in_every_place(
    page: Page, live_server: LiveServer
) -> None:
    travel(THEN)
    f.policy()
    unit, campaign = led(), f.campaign()
    for level in range(12):
        f.EmployeeFactory.create(unit=unit, skilled={"python": 1 + level % 5, "cobol": 5 if level < 3 else 1})
    StaffingMinimum.objects.create(campaign=campaign, unit=unit, people=9)
    for skill, least in (("python", 14), ("cobol", 11)):
        known = f.SkillFactory.create(code=skill)
        SkillMinimum.objects.create(campaign=campaign, unit=unit, skill=known, people=least, proficiency=1)
        SkillMinimum.objects.filter(skill__code="cobol").update(proficiency=4)
    announced(unit)
    f.role(unit=unit, title="Platform engineer")
    let_in(page, live_server, lead_of(unit))
    look(page, live_server, "lead", f"/lead/units/{unit.public_id}/?leave=4")


def test_flow_passes_axe_and_its_words_keep_apart_in_every_place(page: Page, live_server: LiveServer) -> None:
    travel(THEN)
    here, there = (
        f.UnitFactory.create(name="Anwendungsentwicklungsabteilung für KI"),
        f.UnitFactory.create(name="תשתיות"),
    )
    moved(here, there, 12)
    moved(here, f.UnitFactory.create(name="Payments"), 10)
    let_in(page, live_server, f.EmployeeFactory.create())
    look(page, live_server, "answers", "/answers/")


def look(page: Page, server: LiveServer, name: str, address: str) -> None:
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(server.url + address)
            assert page.locator(".figure > .picture").count()
            assert page.evaluate(MEETING) == [], (name, scheme, width)
            keep(page, f"{name}-{scheme}-{width}")
            page.evaluate("document.querySelectorAll('.figure details').forEach(each => each.open = true)")
            assert violations(page) == [], (name, scheme, width)
            assert not is_wider_than_its_window(page), (name, scheme, width)
    page.emulate_media(forced_colors="active", color_scheme="dark")
    keep(page, f"{name}-forced")
    page.emulate_media(forced_colors="none", media="print")
    keep(page, f"{name}-print")
    page.emulate_media(media="screen", color_scheme="light")
    page.evaluate("document.documentElement.dir = 'rtl'")
    keep(page, f"{name}-rtl")


def keep(page: Page, name: str) -> None:
    """Where PICTURES names a folder, a picture of the whole page for people to look at."""
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)
