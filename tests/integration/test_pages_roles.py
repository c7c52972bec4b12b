"""Roles for you, each role, and shortage: as pages; and what all pages of the person share."""

import re
from typing import Any
from uuid import uuid4

import pytest

from accounts.models import Employee
from tests import factories as f
from tests.pages import CHANGING, THEN, signed_in, text_of, travel
from transfers.actions.roles import close_role, pause_role
from transfers.actions.shortages import keep_interest, keep_shortages
from transfers.models import Preference
from transfers.queries.public_facts import forget_public_facts
from transfers.sight.actor import PORTAL

pytestmark = pytest.mark.django_db
PAGES = ["/roles/", "/roles/not-listed/", "/preferences/", "/visibility/", "/visibility/availability/", "/shortage/"]
CHANGERS = ["/preferences/add/", "/preferences/withdraw/", "/visibility/close/"]


@pytest.fixture
def person() -> Employee:
    f.policy()
    return f.EmployeeFactory.create()


def ranks(client: Any) -> dict[str, Any]:
    """The draft's form as the page drew it."""
    page = text_of(client.get("/preferences/"))
    drawn = dict(re.findall(r'<input type="number" name="(rank-[^"]+)" value="(\d+)"', page))
    hidden = dict(re.findall(r'<input type="hidden" name="(form_key|drawn)" value="([^"]*)"', page)[:2])
    return {**hidden, **drawn}


def see(client: Any, visibility: str, **more: Any) -> Any:
    return client.post("/visibility/", {**hidden(client.get("/visibility/")), "visibility": visibility, **more})


def hidden(response: Any) -> dict[str, str]:
    """The keys of the first form that carries any."""
    found = re.findall(r'<input type="hidden" name="(form_key|drawn)" value="([^"]*)"', text_of(response))
    return dict(found[:2])


def draft_of(person: Employee) -> list[int]:
    return list(
        Preference.objects.filter(candidacy__employee=person, stage="draft").values_list("role_id", flat=True)
    )


@pytest.mark.parametrize("path", PAGES)
def test_a_page_needs_a_sign_in_and_then_is_there_for_everybody(client, person, path):
    f.role()
    assert client.get(path).status_code == 302
    assert signed_in(person).get(path).status_code == 200


@pytest.mark.parametrize("path", CHANGERS)
def test_reading_a_page_that_changes_something_is_refused(person, path):
    assert signed_in(person).get(path).status_code == 405


def test_the_list_says_why_and_never_orders_across_bands(person):
    for short in (9, 2, 6, 0):
        unit = f.UnitFactory.create(approved_headcount=10, name=f"Short of {short}")
        for _ in range(10 - short):
            f.EmployeeFactory.create(unit=unit)
        f.role(unit=unit)
        f.role(unit=unit, is_trainable=True)
    page = text_of(signed_in(person).get("/roles/"))
    bars = [float(width) for width in re.findall(r'class="part" width="([\d.]+)"', page)]
    assert len(bars) == 8
    assert bars == sorted(bars, reverse=True)
    assert "Short of 9 is short of 9 of 10 people (90" in page
    assert "same level; same city" in page


def test_a_weighted_policy_is_never_called_shortage_first(person):
    f.role()
    assert "units shortest of people first" in text_of(signed_in(person).get("/roles/"))
    f.policy(order="weighted", weight_shortage_bp=3_000, weight_skills_bp=2_000)
    forget_public_facts()
    page = text_of(signed_in(person).get("/roles/"))
    assert "weighted order" in page
    assert "shortest of people first" not in page
    assert " band" not in page


@pytest.mark.case("role full or paused")
def test_paused_and_full_roles_stay_and_say_so(person):
    pause_role(f.role(title="Rests"), by=PORTAL, clock=f.clock_at(f.NOW))
    full = f.role(title="Taken")
    placement = f.placement_at("finalised", of=full)
    assert placement.announced_at is not None
    travel(THEN)
    page = text_of(signed_in(person).get("/roles/"))
    assert "Rests" in page
    assert "Paused" in page
    assert "Taken" in page
    assert "0 of 1 seat free" in page


def test_a_closed_role_leaves_the_list_at_once_and_its_page_says_so(person):
    role = f.role(title="Closes")
    client = signed_in(person)
    assert "Closes" in text_of(client.get("/roles/"))
    close_role(role, by=PORTAL, clock=f.clock_at(f.NOW))
    assert "Closes" not in text_of(client.get("/roles/"))
    page = client.get(f"/roles/{role.public_id}/")
    assert "closed for good" in text_of(page)
    assert "Add to your list" not in text_of(page)


def test_a_private_acceptance_changes_no_byte_of_anybody_s_pages(person):
    offer = f.claim()
    paths = ["/roles/", f"/roles/{offer.role.public_id}/", "/shortage/", "/roles/not-listed/"]
    travel(THEN)
    keep_shortages()
    client = signed_in(person)

    def bare(response: Any) -> str:
        page = re.sub(r'nonce="[^"]*"|value="[^"]{30,}"', "", text_of(response))
        return re.sub(r"<time.*?</time>.*?</span>", "", page, flags=re.DOTALL)

    forget_public_facts()
    before = [bare(client.get(path)) for path in paths]
    from transfers.actions.acceptance import accept_claim

    accept_claim(offer, by=offer.employee, clock=f.clock_at(f.NOW))
    forget_public_facts()
    assert [bare(client.get(path)) for path in paths] == before


def test_whatever_was_filed_the_pages_are_the_same_size():
    campaign, role = f.campaign(), f.role()
    task_force, origin = f.UnitFactory.create(), f.UnitFactory.create()
    members = {
        option: f.assignment(
            campaign, f.EmployeeFactory.create(name="Same Name", unit=task_force), origin_unit=origin
        )
        for option in ("stay", "undraft", "nothing")
    }
    for option in ("stay", "undraft"):
        f.file(members[option], option)
    travel(THEN)
    for path in [*PAGES, f"/roles/{role.public_id}/"]:
        drawn = [signed_in(member.employee).get(path) for member in members.values()]
        # the bar counts unread messages, and whoever filed, either way, has a receipt there
        sizes = {len(CHANGING.sub("", text_of(page).split("<main")[1]).encode()) for page in drawn}
        assert len(sizes) == 1, path


@pytest.mark.parametrize(
    ("asked", "is_found"),
    [
        ("words=reliability+python", True),
        ("words=haskell", False),
        ("level=5", True),
        ("level=9", False),
        ("site=berlin", True),
        ("site=nowhere", False),
        ("unit=7a0c6d1e-5b1f-4c0e-9a55-0d6c3b0f2e11", False),
    ],
)
def test_a_search_leaves_over_what_matches_every_part(person, asked, is_found):
    f.role(title="Reliability engineer")
    page = text_of(signed_in(person).get(f"/roles/?{asked}"))
    assert ("role-card" in page) is is_found
    assert ("No role matches your search" in page) is not is_found


@pytest.mark.parametrize("asked", ["unit=x", "level=-1", "level=99999999999999999999", "level=x"])
def test_a_search_that_makes_no_sense_says_so_at_the_field(person, asked):
    f.role()
    page = signed_in(person).get(f"/roles/?{asked}")
    assert page.status_code == 400
    assert "There is a problem" in text_of(page)


def test_text_of_a_role_is_shown_as_typed(person):
    f.role(title="<svg onload=alert(1)> {{7*7}}")
    page = text_of(signed_in(person).get("/roles/"))
    assert "&lt;svg onload=alert(1)&gt; {{7*7}}" in page
    assert "<svg onload" not in page


def test_a_role_that_is_not_listed_says_what_stands_in_the_way():
    role = f.role(level_min=7, level_max=9)
    client = signed_in(f.EmployeeFactory.create(skilled={}))
    assert "role-card" not in text_of(client.get("/roles/"))
    other = text_of(client.get("/roles/not-listed/"))
    assert "There is 1 other reason." in other
    page = text_of(client.get(f"/roles/{role.public_id}/"))
    assert "It starts at level 7; yours is 5." in page
    assert "It needs Python at level 3, which your profile does not list." in page


def test_a_role_s_page_shows_factors_terms_and_skills(person):
    role = f.role()
    page = text_of(signed_in(person).get(f"/roles/{role.public_id}/"))
    for words in (
        "How it is placed",
        "Required at level 3",
        "Level 4",
        "No change",
        "Rankings are counted on Mondays",
    ):
        assert words in page


def test_interest_is_shown_in_a_band(person):
    role = f.role()
    f.candidate(ranked=[role])
    keep_interest(clock=f.clock_at(f.NOW))
    assert "Fewer than 10 people ranked it" in text_of(signed_in(person).get("/roles/"))


@pytest.mark.parametrize("status", ["unknown", "preparing"])
def test_a_role_nobody_may_know_of_does_not_exist(person, status):
    from transfers.models import Role

    role = f.role()
    public_id = role.public_id if status == "preparing" else uuid4()
    if status == "preparing":
        from tests.rows import triggers_asleep

        with triggers_asleep():
            Role.objects.filter(pk=role.pk).update(status="preparing")
    forget_public_facts()
    assert signed_in(person).get(f"/roles/{public_id}/").status_code == 404


@pytest.mark.parametrize("path", PAGES)
def test_a_page_asks_the_same_few_questions_whatever_the_rows(person, path, django_assert_max_num_queries):
    roles = [f.role() for _ in range(4)]
    client = signed_in(person)
    f.candidate(person, ranked=roles)
    for role in roles:
        Preference.objects.create(candidacy=person.candidacy, role=role, stage="draft", rank=role.pk)
    f.assignment(employee=f.EmployeeFactory.create())
    travel(THEN)
    keep_shortages()
    client.get(path)
    with django_assert_max_num_queries(12) as asked:
        assert client.get(path).status_code == 200
    statements = [query["sql"] for query in asked.captured_queries]
    assert len(statements) == len(set(statements))
