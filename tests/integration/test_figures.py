"""Pictures on the pages of their readers: drawn from what the page may show, each with its numbers as a file."""

import pytest
from django.test import Client
from django.utils import translation

from tests import factories as f
from tests.cases import CASES
from tests.costs import few_queries
from tests.counts import counted
from tests.engineer import accepted, offer, person
from tests.pages import THEN, signed_in, text_of, travel
from tests.unplaced import announced_end, long_open, undrafted
from transfers.actions.acceptance import accept_claim
from transfers.actions.campaigns import close_campaign
from transfers.actions.claims import decline_claim
from transfers.actions.shortages import keep_shortages
from transfers.formats.figures import Figure
from transfers.formats.pictures import Bar, Bars
from transfers.queries.campaign_figures import get_response_figures
from transfers.sight.actor import PORTAL
from transfers.templatetags.ui import draw

pytestmark = pytest.mark.django_db


def numbers(client: Client, address: str, name: str) -> list[str]:
    answer = client.get(f"{address}?table={name}")
    assert answer.status_code == 200, text_of(answer)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == f'attachment; filename="{name}.csv"'
    return answer.content.decode("utf-8-sig").splitlines()


def test_release_is_drawn_from_what_it_stored() -> None:
    closed = counted(THEN)
    release = closed.publish()
    travel(closed.over_at + f.DAY)
    client, page = signed_in(f.EmployeeFactory.create()), f"/releases/{release.public_id}/"
    with few_queries(page):
        text = text_of(client.get(page))
    assert 'aria-labelledby="share-by-unit-title share-by-unit-says"' in text
    assert ">35 of 120, 29 %<" in text
    assert numbers(client, page, "share-by-unit") == [
        '"Unit","Assigned","Undraft","Share in percent"',
        '"Whole campaign",120,35,29',
        '"Models",55,20,36',
        '"Data",50,"not shown","not shown"',
    ]
    assert numbers(client, page, "share-by-level")[1:] == ['"5",60,15,25', '"6",60,20,33']
    assert sorted(numbers(client, page, "share-by-site")[1:]) == ['"\'=Lisbon",60,20,33', '"Berlin",60,15,25']
    assert "filed-over-time" not in text


def test_filings_over_time_are_drawn_for_hr_once_they_were_counted() -> None:
    """Fails when the picture counts what was filed by itself: it would move while the window is open."""
    closed = counted(THEN)
    travel(closed.over_at + f.DAY)
    desk, page = signed_in(closed.first), f"/admin/transfers/campaign/{closed.campaign.pk}/figures/"
    assert "filed-over-time" not in desk.get(page).content.decode()
    closed.publish()
    assert 'aria-labelledby="filed-over-time-title filed-over-time-says"' in desk.get(page).content.decode()
    assert numbers(desk, page, "filed-over-time") == ['"By the end of","Had filed"', '"5 March 2041",50']
    assert signed_in(f.EmployeeFactory.create()).get(page).status_code in (302, 404)


def test_picture_that_a_page_does_not_have_is_no_address() -> None:
    """Fails when an unknown name leads to the page itself, or to an error."""
    client = signed_in(f.EmployeeFactory.create())
    travel(THEN)
    f.policy()
    for page in ("/timeline/", "/shortage/"):
        assert client.get(f"{page}?table=nothing").status_code == 404


def test_shortage_before_and_after_is_of_the_first_and_the_newest_day() -> None:
    travel(THEN)
    f.policy()
    grows, stays = (f.UnitFactory.create(approved_headcount=4, name=name) for name in ("=Grows", "Stays"))
    client = signed_in(f.EmployeeFactory.create(unit=stays))
    keep_shortages(clock=f.clock_at(THEN - 9 * f.DAY))
    assert '<svg class="picture" role' not in text_of(client.get("/shortage/"))
    f.EmployeeFactory.create(unit=grows)
    keep_shortages(clock=f.clock_at(THEN - f.DAY))
    with few_queries("/shortage/"):
        assert "shortage-before-after-title" in text_of(client.get("/shortage/"))
    assert numbers(client, "/shortage/", "shortage-before-after") == [
        '"Unit","23 February 2041","3 March 2041"',
        '"\'=Grows","100\N{NO-BREAK SPACE}%","75\N{NO-BREAK SPACE}%"',
    ]


def test_private_acceptance_moves_nothing_in_the_picture_of_shortages() -> None:
    """Fails when the picture counts placements itself instead of reading the kept figures."""
    travel(THEN)
    of = person()
    client = signed_in(f.EmployeeFactory.create())
    keep_shortages(clock=f.clock_at(THEN - 9 * f.DAY))
    accepted(signed_in(of), offer(of))
    keep_shortages(clock=f.clock_at(THEN))
    assert "shortage-before-after" not in text_of(client.get("/shortage/"))


def test_own_timeline_is_drawn_with_a_number_for_each_step() -> None:
    of = person()
    client = signed_in(of)
    accepted(client, offer(of, title="Platform engineer"))
    page = text_of(client.get("/timeline/"))
    assert 'aria-labelledby="timeline-title timeline-says"' in page
    lines = numbers(client, "/timeline/", "timeline")
    assert lines[0] == '"Number","Step","Day"'
    assert any("You accepted: Platform engineer" in line for line in lines)
    assert len(lines) - 1 == page.count('<p class="title">')
    other = signed_in(f.EmployeeFactory.create())
    assert other.get("/timeline/?table=timeline").status_code == 404


def test_picture_begins_at_the_right_in_a_right_to_left_language() -> None:
    """Fails when the tag does not ask which way the reader's language runs."""
    figure = Figure("some", "Title", "Says", Bars([Bar("Models", "a quarter", 0.25)]), ("A",), [])
    assert 'class="part" x="0%"' in draw(figure)
    with translation.override("he"):
        assert 'class="part" x="75%"' in draw(figure)


def test_queue_is_drawn_from_the_rows_that_the_partner_is_shown() -> None:
    travel(THEN)
    campaign = long_open()
    partner = f.hr_partner(campaign)
    page = f"{CASES}exceptions/"
    client = signed_in(partner)
    assert client.get(f"{page}?table=queue-age").status_code == 404
    undrafted(campaign, days=1)
    announced_end(campaign)
    lines = numbers(client, page, "queue-age")
    assert lines[:2] == ['"Waiting","Number"', '"Less than a day",1']
    assert [line.rsplit(",", 1)[1] for line in lines[2:]] == ["0"] * 5
    assert signed_in(f.EmployeeFactory.create()).get(f"{page}?table=queue-age").status_code == 404


def test_first_roles_of_a_list_are_drawn_by_fit_and_shortage() -> None:
    """Fails when a search is drawn too: the file beside the picture would be of other roles."""
    travel(THEN)
    f.policy()
    short = f.UnitFactory.create(approved_headcount=4)
    for title in ("=Platform engineer", "Data engineer"):
        f.role(title=title, unit=short)
    client = signed_in(f.EmployeeFactory.create())
    client.get("/roles/")
    with few_queries("/roles/"):
        assert 'aria-labelledby="fit-and-shortage-title fit-and-shortage-says"' in text_of(client.get("/roles/"))
    lines = numbers(client, "/roles/", "fit-and-shortage")
    assert lines[0] == '"Number","Role","Fit","Shortage"'
    assert lines[1].startswith('"1","\'=Platform engineer"')
    assert "fit-and-shortage" not in text_of(client.get("/roles/?words=engineer"))
    assert client.get("/roles/?words=engineer&table=fit-and-shortage").status_code == 404
    assert client.get("/roles/not-listed/?table=fit-and-shortage").status_code == 404


def test_answers_to_offers_are_drawn_once_their_time_is_over() -> None:
    """Fails when an offer counts from its answer: a number that moves would tell that somebody has answered."""
    campaign = f.campaign(opened_at=THEN - 7 * f.DAY, deadline_at=THEN + 5 * f.DAY)
    role = f.role(seats=12)
    for number in range(11):
        member = f.undrafted(in_campaign=campaign, at=THEN - f.DAY).employee
        f.candidate(member)
        made = f.claim(role, member, at=THEN)
        if number:
            answer = decline_claim if number % 2 else accept_claim
            answer(made, by=member, clock=f.clock_at(THEN + number * f.HOUR))
    close_campaign(campaign, by=PORTAL, clock=f.clock_at(THEN + 6 * f.DAY))
    over = THEN + 15 * f.DAY
    assert get_response_figures(campaign, made.expires_at) == []
    [figure] = get_response_figures(campaign, over)
    assert figure.rows[0] == ("Within a day", 10)
    assert [number for _words, number in figure.rows[1:]] == [None] * 6
    travel(over)
    desk, page = signed_in(f.hr_partner(campaign)), f"/admin/transfers/campaign/{campaign.pk}/figures/"
    assert numbers(desk, page, "response-time")[1] == '"Within a day",10'
