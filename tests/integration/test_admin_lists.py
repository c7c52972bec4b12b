"""The administration's lists at the size of a company: what each may ask, of every noun that is registered."""

from datetime import timedelta
from operator import attrgetter

import pytest
from django.core.paginator import Paginator
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Employee, Site
from portal.admin_site import PAGES, site
from tests import factories as f
from tests.admin import list_of, page_of, signed_in
from tests.integration.test_admin_pages import OF_HR_ALONE
from tests.pages import text_of
from transfers.admin.base import PortalAdmin, open_desk
from transfers.admin.events import EventAdmin
from transfers.calendars import start_of_portal_day
from transfers.clock import database_clock
from transfers.models import Assignment, Event, Notice, Role
from transfers.models.notice import MAIL

pytestmark = pytest.mark.django_db

MOST = 12
SHOWN = attrgetter("on", "kind", "what")
SMALL = (Site,)  # few rows whatever the company: their filters may ask which values there are


def asked(person: Employee, address: str) -> list[str]:
    """The queries of a list's page; it is drawn."""
    client = signed_in(person)
    client.get("/admin/")
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200, address
    return [query["sql"] for query in captured.captured_queries]


def test_every_registered_noun_is_among_the_pages() -> None:
    assert {type(page) for page in site._registry.values()} == set(PAGES)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.noun._meta.model_name)
def test_list_counts_its_rows_once_and_reads_no_column_of_all_of_them(page: type[PortalAdmin]) -> None:
    """Fails for a filter that looks up which values there are, and for a list that counts everything beside."""
    assert page.show_full_result_count is False
    assert page.list_per_page <= 50
    person = f.hr_partner(f.campaign()) if page.noun in OF_HR_ALONE else f.admin()
    for query in ("", "?q=a%20b") if page.search_fields else ("",):
        statements = asked(person, list_of(page.noun) + query)
        table = f'FROM "{page.noun._meta.db_table}"'
        assert len(statements) <= MOST
        assert sum("COUNT(*)" in each and table in each for each in statements) <= 1
        distinct = [each for each in statements if each.startswith("SELECT DISTINCT") and table in each]
        assert page.noun in SMALL or distinct == []


def test_people_are_listed_by_an_index() -> None:
    """Fails without the index: 78,000 people would be put into order for one page."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_sort = off")
        cursor.execute(f"EXPLAIN {Employee.objects.all()[:50].query}")
        plan = " ".join(line for (line,) in cursor.fetchall())
    assert "employee_by_name" in plan


def test_person_is_found_by_a_name_with_or_without_its_marks() -> None:
    f.EmployeeFactory.create(name="Åsa Öberg", hr_id="H-77")
    client = signed_in(f.admin())
    for words in ("Åsa", "asa oberg", "ÖBERG", "h-77"):
        assert "Åsa Öberg" in client.get(list_of(Employee), {"q": words}).content.decode(), words


def test_events_of_a_page_are_those_that_ordering_them_all_would_give(rf: object) -> None:
    """Fails when a page puts fewer days into order than it reaches back to."""
    at = start_of_portal_day(database_clock())
    nouns = ("claim", "campaign", "role", "employee")
    Event.objects.bulk_create(
        Event(verb=f"{noun}.open", noun=noun, noun_id=n, at=at - timedelta(hours=5 * n + 1))
        for n in range(30)
        for noun in nouns[: 1 + n % 4]
    )
    request = rf.get("/")  # type: ignore[attr-defined]  # pytest-django's fixture
    request.user = f.admin()
    desk = EventAdmin(Event, site)
    rows = desk.rows_for(Event.objects.all(), open_desk(request)).order_by(*desk.get_ordering(request))
    whole = [row.pk for row in rows]
    for per_page in (7, 50, len(whole)):
        pages = EventAdmin.paginator(rows, per_page)
        assert isinstance(pages, Paginator)
        paged = [SHOWN(row) for number in pages.page_range for row in pages.page(number)]
        assert paged == [SHOWN(row) for row in rows]
    assert len(whole) == Event.objects.filter(at__lt=at).count()


def test_messages_are_filtered_by_those_that_there_are() -> None:
    admin = f.admin()
    page = signed_in(admin).get(list_of(Notice)).content.decode()
    assert "?template=campaign.opened" in page
    assert "claim.offered" not in page
    now = database_clock()
    member = f.assignment(f.campaign(opened_at=now - 2 * f.DAY, deadline_at=now + f.DAY))
    f.file(member, "stay", at=now - f.DAY)
    assert Notice.objects.filter(template="choice.filed", channel=MAIL).exists()
    answer = signed_in(admin).get(f"{list_of(Notice)}?template=choice.filed").content.decode()
    assert "Nothing here matches what was asked for." in answer
    assert member.employee.name not in answer


def test_list_says_how_many_were_found_once_something_was_searched_for() -> None:
    """Fails with Django's “1 result (Show all)” over every list, and the number again below."""
    f.role(title="Data engineer")
    client = signed_in(f.admin())
    listed = text_of(client.get(list_of(Role)))
    assert "1 in all" in listed
    assert "1 result" not in listed
    found = text_of(client.get(list_of(Role), {"q": "data"}))
    assert "1 result" in found
    assert "1 in all" not in found
    assert "Nothing here matches what was asked for." in text_of(client.get(list_of(Role), {"q": "no such"}))


@pytest.mark.parametrize(
    ("noun", "said"), [(Assignment, "Assignments stand here once"), (Role, "Roles stand here once")]
)
def test_empty_list_says_what_comes_to_stand_in_it(noun: type[Assignment | Role], said: str) -> None:
    page = text_of(signed_in(f.admin()).get(list_of(noun)))
    assert said in page
    assert "in all" not in page


def test_filter_is_headed_by_what_it_filters_by() -> None:
    """Fails with Django's “By can be learned in the role”."""
    page = text_of(signed_in(f.admin()).get(list_of(Role)))
    assert "<summary>Can be learned in the role</summary>" in page
    assert "By can be" not in page


def test_yes_and_no_are_words_and_what_is_empty_is_a_dash() -> None:
    """Fails with Django's green tick and red cross, and with a page that leaves a place blank."""
    assignment, role = f.assignment(), f.role()
    client = signed_in(f.admin())
    for address in (list_of(Assignment), page_of(assignment), page_of(role)):
        page = text_of(client.get(address))
        assert "icon-yes" not in page
        assert "icon-no" not in page
    page = text_of(client.get(page_of(role)))
    assert '<div class="readonly">No</div>' in page
    assert '<div class="readonly">–</div>' in page
    assert '<div class="readonly"></div>' not in page
    assert '<div class="readonly">-</div>' not in page


def test_row_leads_to_its_page_and_says_each_column_escaped() -> None:
    """Fails when a cell is written as it was typed, or a filtered list is not found again from a page."""
    unit = f.UnitFactory.create(name="Payments <b>")
    role = f.role(unit=unit, title="Data & Search", wanted_by_on=None)
    page = signed_in(f.admin()).get(f"{list_of(Role)}?status__exact=open").content.decode()
    address = f"{page_of(role)}?_changelist_filters=status__exact%3Dopen"
    assert f'<th class="field-title"><a href="{address}">Data &amp; Search</a></th>' in page
    assert '<td class="field-unit nowrap">Payments &lt;b&gt;</td>' in page
    assert '<td class="field-wanted_by_on">–</td><td class="field-status">open</td>' in page


def test_list_is_put_into_another_order_by_its_headings() -> None:
    for title in ("Alpha", "Omega"):
        f.role(title=title)
    client = signed_in(f.admin())
    page = client.get(f"{list_of(Role)}?o=-0").content.decode()
    assert page.index("Omega") < page.index("Alpha")
    assert 'class="sortremove" href=' in page
    assert 'class="toggle descending" href="?o=0"' in page
    assert '<a href="?o=0">Title</a>' in page


def test_hr_partner_filters_assignments_by_the_campaigns_they_serve_alone() -> None:
    """Fails when the filter names every campaign of the company, one in preparation among them."""
    served, other = (f.assignment(f.campaign(name=name, opened_at=f.NOW)) for name in ("Served", "Unheard of"))
    f.assignment(other.campaign, served.employee)  # who serves somebody for one campaign reads of no other
    client = signed_in(f.hr_partner(served.campaign))
    page = client.get(list_of(Assignment)).content.decode()
    assert f"Served · {served.campaign.code}" in page
    assert "Unheard of" not in page
    for campaign in (other.campaign.pk, "x"):
        answer = text_of(client.get(f"{list_of(Assignment)}?campaign__id__exact={campaign}"))
        assert "Nothing here matches what was asked for." in answer, campaign
    assert "Unheard of" in signed_in(f.admin()).get(list_of(Assignment)).content.decode()
