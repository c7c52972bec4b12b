"""The README's walk-through against the processes that `make run` starts: the real worker moves Mira."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from seeds.cast import DOLORES, HENRIKE, KOFI, MIRA, RASMUS, CastMember
from tests.chromium import newcomer
from tests.functional.visitors import follow
from tests.processes import wait_until
from tests.run import Run

pytestmark = pytest.mark.processes


class People:
    """Each of the cast in a browser of their own, signed in with one click."""

    def __init__(self, browser: Browser, run: Run) -> None:
        self.browser, self.run, self.pages = browser, run, dict[str, Page]()

    def __call__(self, member: CastMember, path: str = "/") -> Page:
        if member.hr_id not in self.pages:
            page = newcomer(self.browser).new_page()
            page.goto(f"{self.run.url}/account/demo/")
            follow(page.get_by_role("button", name=re.compile(re.escape(member.name))))
            expect(page.get_by_text("Sign out")).to_be_visible()
            self.pages[member.hr_id] = page
        page = self.pages[member.hr_id]
        page.goto(self.run.url + path)
        return page

    def close(self) -> None:
        for page in self.pages.values():
            page.context.close()


@pytest.fixture
def people(browser: Browser, live_run: Run) -> Iterator[People]:
    cast = People(browser, live_run)
    yield cast
    cast.close()


def test_readme_s_walk_through_ends_with_mira_in_kofi_s_team(people: People, live_run: Run) -> None:
    # 1. Mira files, and the receipt proves that she did, not what
    mira = people(MIRA)
    follow(mira.get_by_role("link", name="Make your choice", exact=True))
    mira.get_by_role("radio", name="Undraft").check()
    follow(mira.get_by_role("button", name="Check my answer"))
    follow(mira.get_by_role("button", name="File my choice"))
    expect(mira.get_by_role("heading", level=1)).to_have_text("Your choice is filed")
    expect(mira.get_by_role("main")).not_to_contain_text("Undraft")

    # 2. she ranks a role of Kofi's and says who may see her; Rasmus is in her chain
    mira = people(MIRA, "/roles/")
    kofis = mira.get_by_role("listitem").filter(has_text="Card Payments Reliability").first
    follow(kofis.get_by_role("button", name=re.compile("Add to your list")))
    mira = people(MIRA, "/preferences/")
    follow(mira.get_by_role("button", name=re.compile("Submit")))
    mira = people(MIRA, "/visibility/")
    mira.get_by_role("radio", name="Managers of every role I qualify for").check()
    follow(mira.get_by_role("button", name="Save who may see me"))
    mira = people(MIRA, "/visibility/")
    expect(mira.get_by_role("main")).to_contain_text(KOFI.name)
    never = mira.get_by_role("main").locator("h2", has_text="Never").locator("xpath=following-sibling::ul[1]")
    expect(never).to_contain_text(RASMUS.name)

    # 3. Kofi finds her among those he may see, and claims her
    kofi = people(KOFI, "/hiring/")
    roles = [role.get_attribute("href") or "" for role in kofi.get_by_role("main").locator("table a").all()]
    for address in roles:
        kofi = people(KOFI, address)
        if kofi.get_by_role("link", name=MIRA.name).count():
            break
    follow(kofi.get_by_role("link", name=MIRA.name).first)
    follow(kofi.get_by_role("link", name="Claim for this role"))
    kofi.get_by_label("First day").fill((datetime.now(tz=UTC) + timedelta(days=20)).strftime("%Y-%m-%d"))
    follow(kofi.get_by_role("button", name="Claim for this role"))
    expect(people(KOFI, "/hiring/claims/").get_by_role("main")).to_contain_text(MIRA.name)

    # 4. Mira accepts; there is time to undo
    mira = people(MIRA, "/offers/")
    follow(mira.get_by_role("link", name=re.compile("^Read and answer")))
    follow(mira.get_by_role("button", name="Accept this offer"))
    expect(mira.get_by_role("button", name="Undo my acceptance")).to_be_visible()

    # 5. before the announcement those above her find nothing
    for member in (HENRIKE, RASMUS):
        expect(people(member, "/inbox/").get_by_role("main")).not_to_contain_text(MIRA.name)

    # 6. the HR partner opens her case for a purpose, and she reads who did
    dolores = people(DOLORES, "/cases/")
    dolores.get_by_label("HR id or mail address").fill(MIRA.hr_id)
    dolores.get_by_role("radio", name="A move that was accepted").check()
    follow(dolores.get_by_role("button", name="Open the case"))
    expect(dolores.get_by_role("main")).to_contain_text(MIRA.name)
    expect(people(MIRA, "/my-record/").get_by_role("main")).to_contain_text(DOLORES.name)

    # 7. days pass: the worker announces the move and carries it out
    live_run.manage("demo_clock", "--forward", "15d")
    wait_until(
        lambda: has_heard(people, "Your move was announced"), within=150, what="the worker to announce the move"
    )
    live_run.manage("demo_clock", "--forward", "30d")
    wait_until(lambda: has_moved(people), within=150, what="the worker to finalise the move")
    expect(people(MIRA, "/inbox/").get_by_role("main")).to_contain_text("You have moved")
    expect(people(KOFI, "/hiring/claims/").get_by_role("main")).to_contain_text(MIRA.name)
    sent = list((live_run.folder / "mail").glob("*.eml"))
    assert sent, "the worker wrote no mail"
    assert not any("ndrafted" in mail.read_text(errors="replace") for mail in sent)


def has_heard(people: People, title: str) -> bool:
    return people(MIRA, "/inbox/").get_by_role("link", name=title).count() > 0


def has_moved(people: People) -> bool:
    return people(MIRA, "/timeline/").locator("li.done", has_text="You move to").count() > 0
