"""The admin: who may open it, what it shows, and what has no page there."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Employee
from portal.admin_site import PAGES, site
from tests import factories as f
from tests import rounds
from tests.admin import World, list_of, make_world, new, page_of, signed_in
from tests.crawl import seen
from tests.factories import NOW
from transfers import transition
from transfers.actions.grants import propose_grant
from transfers.clock import database_clock
from transfers.models import Assignment, Campaign, Event, Grant, Notice, Placement, Policy, Round, Simulation
from transfers.models.grant import AUDITOR, HIRING_MANAGER
from transfers.sight.actor import PORTAL

pytestmark = pytest.mark.django_db


SECRET = (
    "choice",
    "choicekey",
    "receipt",
    "entitlement",
    "candidacy",
    "preference",
    "exclusion",
    "claim",
    "pseudonym",
)


# Who administers people and rights prepares no round.
OF_HR_ALONE = (Round, Simulation)


@pytest.fixture
def world() -> World:
    return make_world()


def crawl(client: Client, start: str = "/admin/") -> Iterator[tuple[str, Any]]:
    """Every page of the admin that can be reached by links, each once."""
    seen, waiting = {start}, [start]
    while waiting:
        address = waiting.pop()
        answer = client.get(address)
        yield address, answer
        if "html" not in answer.get("Content-Type", ""):
            continue
        for link in re.findall(r'href="([^"#]+)"', answer.content.decode()):
            link = link.replace("&amp;", "&")
            if link.startswith("?"):
                link = address.split("?")[0] + link
            # sorting by several columns would make a page of every permutation
            if link.startswith("/admin/") and link not in seen and link.count("=") <= 1 and "o=" not in link:
                seen.add(link)
                waiting.append(link)


def assert_private(answers: dict[str, Any]) -> None:
    """No page tells a choice, an offer, or that there is one."""
    for address, answer in answers.items():
        words = answer.content.decode().lower()
        assert not {word for word in ("undraft<", "choice.filed", "claim.offered", "candidacy") if word in words}, (
            address
        )


def test_every_page_answers_the_admin(world: World) -> None:
    answers = dict(crawl(signed_in(world.admin)))
    assert {address: answer.status_code for address, answer in answers.items() if answer.status_code != 200} == {}
    assert {list_of(page.noun) for page in PAGES} - set(answers) == {list_of(noun) for noun in OF_HR_ALONE}
    assert len(answers) > 100
    assert_private(answers)


def test_hr_partner_has_other_pages_than_the_admin(world: World) -> None:
    stranger = f.assignment(in_campaign=f.campaign(code="hidden"))
    client = signed_in(world.partner)
    answers = dict(crawl(client))
    assert {answer.status_code for answer in answers.values()} == {200}
    assert_private(answers)
    assert {list_of(noun) for noun in OF_HR_ALONE} <= set(answers)
    for hidden in (
        list_of(Notice),
        list_of(Event),
        page_of(stranger),
        page_of(stranger.campaign),
        page_of(Grant.objects.get(employee=world.admin)),
        new(Policy, "publish"),
    ):
        assert client.get(hidden).status_code == 404
        assert hidden not in answers
    assert client.get(page_of(world.undrafted)).status_code == 200


def test_signed_out_leads_to_the_portals_own_sign_in() -> None:
    for address in ("/admin/", list_of(Employee), "/admin/login/", "/admin/nothing/", "/admin/password_change/"):
        answer = Client().get(address)
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/account/sign-in/?next=/admin/")


def test_others_get_the_404_of_a_page_that_never_was(world: World) -> None:
    hiring_manager = f.manager_of(world.pending.role)
    auditor = f.EmployeeFactory.create()
    f.grant(auditor, AUDITOR)
    for person in (world.other, hiring_manager, auditor, world.undrafted.employee):
        client = signed_in(person)
        for address in ("/admin/", list_of(Employee), page_of(world.campaign), "/admin/jsi18n/", "/admin/nothing/"):
            assert client.get(address).status_code == 404
            assert client.post(address).status_code == 404


def test_right_that_ended_closes_the_admin_at_once(world: World) -> None:
    client = signed_in(world.admin)
    assert client.get("/admin/").status_code == 200
    Grant.objects.filter(employee=world.admin).update(ends_on=NOW.date() - timedelta(days=1))
    assert client.get("/admin/").status_code == 404


def test_what_is_private_has_no_page_at_all(world: World) -> None:
    registered = {model._meta.model_name for model in site._registry}
    assert registered.isdisjoint(SECRET)
    client = signed_in(world.admin)
    for noun in SECRET:
        assert client.get(f"/admin/transfers/{noun}/").status_code == 404
    for noun, column in (
        ("receipt", "choice"),
        ("placement", "claim"),
        ("preference", "candidacy"),
        ("event", "subject"),
        ("notice", "event"),
    ):
        search = f"/admin/autocomplete/?app_label=transfers&model_name={noun}&field_name={column}"
        assert client.get(search).status_code in (403, 404)


def test_placement_is_here_for_nobody_before_its_announcement(world: World) -> None:
    for person in (world.admin, world.partner):
        client = signed_in(person)
        assert client.get(page_of(world.moved)).status_code in (200, 404)
        assert client.get(page_of(world.pending)).status_code == 404
        assert world.pending.employee.name not in client.get(list_of(Placement)).content.decode()
    assert world.moved.employee.name in signed_in(world.admin).get(list_of(Placement)).content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "entitlements__isnull=0",
        "choices__isnull=1",
        "choices__version=1",
        "employee__candidacy__isnull=0",
        "employee__claims__isnull=0",
        "own_deadline_at__isnull=0",
        "status__in=active",
    ],
)
def test_address_asks_no_column_that_is_not_shown_as_a_filter(world: World, query: str) -> None:
    client = signed_in(world.admin)
    assert client.get(f"{list_of(Assignment)}?{query}").status_code in (302, 400)
    assert client.get(f"{list_of(Employee)}?candidacy__isnull=0").status_code == 400
    assert client.get(f"{list_of(Employee)}?placements__isnull=0").status_code == 400


def test_nothing_can_be_added_changed_or_deleted_past_the_verbs(world: World) -> None:
    client = signed_in(world.admin)
    for page in PAGES:
        for tail in ("add/", "1/delete/", "1/history/", "1/password/", "add/?_popup=1"):
            assert client.get(list_of(page.noun) + tail).status_code == 404
            assert client.post(list_of(page.noun) + tail, {"post": "yes"}).status_code == 404
    assert client.post(page_of(world.undrafted.employee), {"name": "Renamed"}).status_code == 404
    delete = {"action": "delete_selected", "_selected_action": [world.undrafted.pk], "index": "0", "post": "yes"}
    client.post(list_of(Assignment), delete)
    assert Assignment.objects.filter(pk=world.undrafted.pk).exists()
    assert "Renamed" not in Employee.objects.values_list("name", flat=True)


def test_admin_reads_of_events_the_day_and_the_class_only(world: World) -> None:
    words = signed_in(world.admin).get(list_of(Event)).content.decode()
    assert "One person’s affairs".lower() in words.lower() or "one person&#x27;s affairs" in words
    for private in ("choice.filed", "claim.", "placement.", "candidacy", world.undrafted.employee.name):
        assert private not in words


def test_messages_about_one_person_are_counted_not_listed(world: World) -> None:
    client = signed_in(world.admin)
    assert "choice.filed" not in client.get(list_of(Notice)).content.decode()
    assert client.get(new(Notice, "others")).status_code == 200
    private = Notice.objects.filter(template="choice.filed", channel="mail").first()
    assert private is not None
    assert client.get(page_of(private)).status_code == 404


def test_admin_who_watches_sees_no_count_move_while_somebody_files(world: World) -> None:
    """Fails when Events, counted messages or what waits show what was recorded today."""
    client, now = signed_in(world.admin), database_clock()
    member = f.assignment(f.campaign(deadline_at=now + 14 * f.DAY))
    pages = (list_of(Event), new(Notice, "others"), "/admin/")

    def told() -> list[bytes]:
        return [seen(client.get(page), page)[1] for page in pages]

    before = told()
    f.file(member, "undraft", at=now)
    assert told() == before
    mail = Notice.objects.get(recipient=member.employee, channel="mail")
    transition.move_silently(mail, "sending", by=PORTAL, at=now, leased_until_at=now)
    transition.move_silently(mail, "needs_attention", by=PORTAL, at=now)
    assert told() == before


def _many() -> None:
    campaign = Campaign.objects.get(code="shown")
    for _ in range(20):
        f.assignment(in_campaign=campaign)
    for _ in range(5):
        rounds.prepared([f.role()])
    for _ in range(20):
        role = f.role()
        propose_grant(HIRING_MANAGER, f.EmployeeFactory.create(), role=role, by=PORTAL)


def test_list_takes_few_queries_whatever_the_rows(world: World) -> None:
    _many()
    admin, partner = signed_in(world.admin), signed_in(world.partner)
    asked = {}
    for page in PAGES:
        with CaptureQueriesContext(connection) as captured:
            assert (partner if page.noun in OF_HR_ALONE else admin).get(list_of(page.noun)).status_code == 200
        asked[page.noun] = len(captured)
    assert {noun: number for noun, number in asked.items() if number > 12} == {}


def test_autocomplete_finds_people_by_name_without_their_accents(world: World) -> None:
    f.EmployeeFactory.create(name="Åsa Öberg")
    address = "/admin/autocomplete/?app_label=transfers&model_name=grant&field_name=employee&term=asa+oberg"
    found = signed_in(world.admin).get(address).json()["results"]
    assert [each["text"] for each in found] == ["Åsa Öberg"]


@pytest.mark.parametrize("sent", ["abc", "-1", "9" * 30, "2041-01-01"])
def test_what_is_no_id_is_refused_at_the_field(world: World, sent: str) -> None:
    """Fails when the refused form looks the value up while it is drawn again."""
    person = f.EmployeeFactory.create()
    address = f"/admin/accounts/employee/{person.pk}/manager/"
    answer = signed_in(world.admin).post(address, {"form_key": str(uuid4()), "manager": sent, "reason": "A move."})
    assert answer.status_code == 400
