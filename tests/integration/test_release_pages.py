"""The pages of a release: the same for everybody, stored and not counted, as a table and as a spreadsheet."""

import pytest
from django.test import Client

from tests import factories as f
from tests.costs import few_queries
from tests.counts import Counted, counted
from tests.pages import CHANGING, THEN, fields_of, signed_in, text_of, travel
from transfers.actions.releases import propose_release
from transfers.models import Assignment, Release

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed() -> Counted:
    return counted(THEN)


def test_choice_that_changes_afterwards_changes_nothing_on_the_pages(closed: Counted) -> None:
    """Fails when a page counts instead of reading what was stored."""
    release = closed.publish()
    travel(closed.over_at + f.DAY)
    client = signed_in(f.EmployeeFactory.create())
    pages = ("/releases/", f"/releases/{release.public_id}/", f"/releases/{release.public_id}/counts.csv")
    told = []
    for turning in (0, 13):
        for of in Assignment.objects.filter(entitlements__status="active").order_by("pk")[:turning]:
            f.file(of, "stay", at=closed.over_at + f.DAY)
        told.append([CHANGING.sub("", text_of(client.get(page))) for page in pages])
    assert told[0] == told[1]


def test_everybody_who_is_signed_in_reads_the_same_release(closed: Counted) -> None:
    release = closed.publish()
    travel(closed.over_at + f.DAY)
    member = Assignment.objects.first()
    assert member is not None
    for person in (f.EmployeeFactory.create(), member.employee, closed.first, f.hr_partner(closed.campaign)):
        page = signed_in(person).get(f"/releases/{release.public_id}/")
        assert page.status_code == 200
        assert "About 35 of 120 people filed undraft" in text_of(page)
        # in the table, in the picture, in the picture's table
        assert text_of(page).count(">not shown<") == 5 + 1 + 2
        assert str(release.public_id) in text_of(signed_in(person).get("/releases/"))
    assert Client().get(f"/releases/{release.public_id}/").status_code == 302


def test_pages_ask_few_things_of_the_database(closed: Counted) -> None:
    release = closed.publish()
    travel(closed.over_at + f.DAY)
    client = signed_in(f.EmployeeFactory.create())
    for page in ("/releases/", f"/releases/{release.public_id}/", f"/releases/{release.public_id}/counts.csv"):
        with few_queries(page):
            assert client.get(page).status_code == 200


def test_before_it_is_published_a_release_is_a_page_that_does_not_exist(closed: Counted) -> None:
    proposal = propose_release(closed.campaign, by=closed.first, clock=f.clock_at(closed.over_at))
    travel(closed.over_at + f.HOUR)
    client = signed_in(closed.second)
    for page in ("", "counts.csv"):
        answer = client.get(f"/releases/{closed.campaign.public_id}/{page}")
        assert answer.status_code == 404
    assert "Nothing was published yet" in text_of(client.get("/releases/"))
    assert proposal.pk


def test_spreadsheet_holds_the_same_numbers_and_no_formula(closed: Counted) -> None:
    """A unit called =Tools is listed once it is large enough; its name is text."""
    tools = Assignment.objects.filter(assigned_unit__name="=Tools").first()
    assert tools is not None
    closed.people(tools.assigned_unit, 40, "none")
    release = closed.publish()
    travel(closed.over_at + f.DAY)
    answer = signed_in(closed.first).get(f"/releases/{release.public_id}/counts.csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    text = answer.content.decode("utf-8-sig")
    assert '"Whole campaign","","",160,35' in text
    assert '"\'=Tools"' in text
    assert ',"=Tools"' not in text
    assert "not shown" in text


def test_two_admins_publish_through_the_admin(closed: Counted) -> None:
    travel(closed.over_at)
    page = f"/admin/transfers/campaign/{closed.campaign.pk}/"
    first, second = signed_in(closed.first), signed_in(closed.second)
    assert "propose-release" in text_of(first.get(page))
    assert "publish-release" not in text_of(first.get(page))
    send(first, page + "propose-release/")
    assert "publish-release" not in text_of(first.get(page))
    assert first.get(page + "publish-release/").status_code == 404
    send(second, page + "publish-release/")
    assert Release.objects.get().published_by == closed.second
    assert "release" not in text_of(second.get(page)).split("object-tools")[1].split("</ul>")[0]


def send(client: Client, address: str) -> None:
    answer = client.post(address, fields_of(client.get(address)))
    assert answer.status_code == 302, text_of(answer)


def test_what_is_hidden_for_a_neighbour_is_not_called_too_few(closed: Counted) -> None:
    """Fails when a number that is left out to protect another claims that few people stand behind it."""
    release = closed.publish()
    travel(closed.over_at + f.DAY)
    client = signed_in(closed.first)
    for page in (f"/releases/{release.public_id}/", f"/releases/{release.public_id}/counts.csv", "/answers/"):
        assert "too few to show" not in text_of(client.get(page)).casefold().replace("since: too few to show", "")
    page = text_of(client.get(f"/releases/{release.public_id}/"))
    assert "where the number would let another hidden one be worked out. It does not say which." in page
