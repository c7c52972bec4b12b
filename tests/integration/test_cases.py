"""The case of one person: opened for a purpose and for an hour, recorded, and never a way to a choice."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Employee
from tests import factories as f
from tests.cases import CASES, address, claimed, late_member, member, open_case
from tests.costs import MOST
from tests.pages import THEN, fields_of, signed_in, size_of, text_of, travel
from tests.walks import campaign_then, draw, offer_fields, undraft
from transfers.actions.acceptance import accept_claim
from transfers.models import Assignment, Claim, Event, Placement, Role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def then() -> None:
    travel(THEN)


def test_case_opens_by_hr_id_or_mail_whatever_its_letters() -> None:
    of, partner = member(email="Ada.Berg@example.com", hr_id="E-77")
    for sought in ("E-77", "ada.berg@EXAMPLE.com", " E-77 "):
        client, answer = open_case(partner, of.employee, sought=sought)
        assert (answer.status_code, answer["Location"]) == (302, address(of.employee))
    assert client.get(address(of.employee)).status_code == 200


@pytest.mark.parametrize("sought", ["E-7", "Ada", "%", "' OR 1=1 --", "E-77\u202e"])
def test_case_does_not_open_by_a_part_of_it(sought: str) -> None:
    of, partner = member(name="Ada Berg", hr_id="E-77")
    _client, answer = open_case(partner, of.employee, sought=sought)
    assert answer.status_code == 400
    assert "Nobody whom you serve has this HR id or mail address." in text_of(answer)


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"sought": ""}, "Give an HR id or a mail address"),
        ({"sought": "x" * 1_000_000}, "at most 254 characters"),
        ({"sought": "E\x00"}, "Null characters are not allowed."),
        ({"purpose": ""}, "Choose what you open the case for"),
        ({"purpose": "curiosity"}, "Choose what you open the case for"),
    ],
)
def test_case_form_refuses_at_the_field(sent: dict[str, str], sentence: str) -> None:
    of, partner = member()
    _client, answer = open_case(partner, of.employee, **sent)
    assert answer.status_code == 400
    assert sentence in text_of(answer)
    assert not Event.objects.filter(verb="case.opened").exists()


def test_person_who_is_not_served_looks_like_one_who_is_not_there() -> None:
    _of, partner = member()
    other, _ = member()
    _client, known = open_case(partner, other.employee)
    _client, unknown = open_case(partner, other.employee, sought="E-none")
    assert known.status_code == unknown.status_code == 400
    assert size_of(known) - len(other.employee.hr_id) == size_of(unknown) - len("E-none")


def test_partner_opens_no_case_of_their_own_and_none_of_their_reports() -> None:
    of, partner = member()
    below = f.assignment(of.campaign, f.EmployeeFactory.create(manager=partner)).employee
    for person in (partner, below):
        assert open_case(partner, person)[1].status_code == 400


def test_drafted_partner_opens_nobody_of_their_own_campaign() -> None:
    of, partner = member()
    f.assignment(of.campaign, partner)
    assert open_case(partner, of.employee)[1].status_code == 400


def test_cases_are_the_404_of_no_page_for_everybody_else() -> None:
    of, _partner = member()
    for viewer in (of.employee, f.EmployeeFactory.create(), f.admin(), f.manager_of(f.role())):
        client = signed_in(viewer)
        assert client.get(CASES).status_code == 404
        assert client.post(CASES, {"sought": of.employee.hr_id, "purpose": "other"}).status_code == 404
        assert client.get(address(of.employee)).status_code == 404


def test_case_is_not_there_before_it_is_opened_nor_an_hour_later() -> None:
    of, partner = member()
    assert signed_in(partner).get(address(of.employee)).status_code == 404
    client, _ = open_case(partner, of.employee)
    assert client.get(address(of.employee)).status_code == 200
    travel(THEN + timedelta(minutes=61))
    closed, never = client.get(address(of.employee)), client.get(f"{CASES}{uuid4()}/")
    assert closed.status_code == never.status_code == 404
    assert len(closed.content) == len(never.content)


def test_case_opened_by_one_partner_is_closed_to_another() -> None:
    of, partner = member()
    open_case(partner, of.employee)
    assert signed_in(f.hr_partner(of.campaign)).get(address(of.employee)).status_code == 404


def test_case_closes_at_once_when_the_partner_enters_the_chain() -> None:
    of, partner = member()
    client, _ = open_case(partner, of.employee)
    Employee.objects.filter(pk=of.employee_id).update(manager=partner)
    assert client.get(address(of.employee)).status_code == 404


def test_person_sees_who_opened_their_case_and_for_what() -> None:
    of, partner = member()
    open_case(partner, of.employee, "cancellation")
    page = text_of(signed_in(of.employee).get("/my-record/"))
    assert partner.name in page
    assert "HR partner" in page
    assert "Opened your case for: cancelling a move" in page
    event = Event.objects.get(verb="case.opened")
    assert event.body == {"purpose": "cancellation"}


def test_opening_sent_twice_is_recorded_once() -> None:
    of, partner = member()
    client = signed_in(partner)
    fields = draw(client, CASES) | {"sought": of.employee.hr_id, "purpose": "other"}
    assert [client.post(CASES, fields).status_code for _ in range(2)] == [302, 302]
    assert client.post(CASES, fields | {"purpose": "claim"}).status_code == 409
    assert Event.objects.filter(verb="case.opened").count() == 1


def test_sixty_cases_can_be_opened_an_hour() -> None:
    of, partner = member()
    codes = [open_case(partner, of.employee)[1].status_code for _ in range(61)]
    assert codes == [302] * 60 + [409]


@pytest.mark.parametrize("filed", ["stay", "undraft", ""])
def test_case_reads_alike_whatever_was_filed(filed: str) -> None:
    of, partner = member(name="Ada Berg", hr_id="E-1")
    if filed:
        f.file(of, filed, at=THEN - f.DAY)
    travel(THEN + 17 * f.DAY)
    client, _ = open_case(partner, of.employee, "late_filing")
    page = text_of(client.get(address(of.employee))).split("<main")[1].split("</main>")[0]
    assert "undraft" not in page.lower()
    assert "stay" not in page.replace("stays", "").lower()
    assert page.count("<dt>") == 4
    assert page.count("<a ") == 2  # the way back, and recording a late filing


def test_case_shows_claims_and_placements_and_no_private_reason() -> None:
    of = undraft(campaign := campaign_then())
    f.candidate(of.employee)
    claim = claimed(of.employee, f.role(title="Night watch"))
    accept_claim(claim, by=of.employee, clock=f.clock_at(THEN - timedelta(minutes=5)))
    client, _ = open_case(f.hr_partner(campaign), of.employee, "placement")
    page = text_of(client.get(address(of.employee)))
    assert page.count("Night watch") == 2
    assert "Accepted" in page
    assert "Cancel this move" not in page


def pending() -> tuple[Placement, Employee]:
    of = undraft(campaign := campaign_then())
    f.candidate(of.employee)
    placement = accept_claim(claimed(of.employee), by=of.employee, clock=f.clock_at(THEN - timedelta(minutes=5)))
    return placement, f.hr_partner(campaign)


def cancel(of: Placement) -> str:
    return address(of.employee, f"cancel/{of.public_id}/")


@pytest.mark.case("cancel after undo")
@pytest.mark.parametrize(("because", "reason"), [("person", ""), ("hr", "The unit was closed.")])
def test_cancellation_is_recorded_on_the_right_account(because: str, reason: str) -> None:
    placement, partner = pending()
    client, _ = open_case(partner, placement.employee, "cancellation")
    answer = client.post(cancel(placement), draw(client, cancel(placement)) | {"because": because, "reason": reason})
    assert answer.status_code == 302
    placement.refresh_from_db()
    assert (placement.status, placement.cancelled_because) == ("cancelled", because)
    assert placement.cancelled_reason == reason
    assert not placement.role.taken
    page = text_of(client.get(address(placement.employee)))
    assert "Accepted, then cancelled" in page
    assert "Not taken up" not in page
    assert ("The reason:" in page) is bool(reason)


@pytest.mark.parametrize(
    "sent", [{"because": "hr", "reason": " "}, {"because": "left"}, {"because": "person", "reason": "x" * 201}]
)
def test_cancellation_refuses_at_the_field(sent: dict[str, str]) -> None:
    placement, partner = pending()
    client, _ = open_case(partner, placement.employee, "cancellation")
    answer = client.post(cancel(placement), draw(client, cancel(placement)) | {"reason": ""} | sent)
    assert answer.status_code == 400
    placement.refresh_from_db()
    assert placement.status == "pending"


def chained() -> tuple[Assignment, Role, Employee]:
    """A visible person with priority, a role whose manager they report to, and their HR partner."""
    role, campaign = f.role(seats=2), campaign_then()
    of = undraft(campaign, manager=f.manager_of(role))
    f.candidate(of.employee)
    return of, role, f.hr_partner(campaign)


@pytest.mark.case("the role's manager is in the chain")
def test_partner_claims_in_place_of_a_manager_who_may_not_know() -> None:
    of, role, partner = chained()
    client, _ = open_case(partner, of.employee, "claim")
    led = client.post(address(of.employee), {"code": f" {role.code.lower()} "})
    assert led["Location"] == address(of.employee, f"claim/{role.public_id}/")
    answer = client.post(led["Location"], draw(client, led["Location"]) | offer_fields())
    assert (answer.status_code, answer["Location"]) == (302, address(of.employee))
    claim = Claim.objects.get()
    assert (claim.is_by_hr, claim.offered_by) == (True, partner)
    page = text_of(client.get(address(of.employee)))
    assert "by HR" in page
    path = address(of.employee, f"withdraw/{claim.public_id}/")
    assert path in page
    assert client.post(path, draw(client, path) | {"because": "The unit closes."}).status_code == 302
    claim.refresh_from_db()
    assert claim.status == "withdrawn"


def test_partner_does_not_claim_where_the_manager_may() -> None:
    of, _role, partner = chained()
    client, _ = open_case(partner, of.employee, "claim")
    other = f.role()
    for code in (other.code, "NO-SUCH"):
        answer = client.post(address(of.employee), {"code": code})
        assert answer.status_code == 400
        assert "There is no open role with this code for which you act for this person." in text_of(answer)
    assert client.get(address(of.employee, f"claim/{other.public_id}/")).status_code == 404


def test_partner_does_not_withdraw_what_a_manager_offered() -> None:
    of, _role, partner = chained()
    claim = claimed(of.employee, f.role())
    client, _ = open_case(partner, of.employee, "claim")
    assert client.get(address(of.employee, f"withdraw/{claim.public_id}/")).status_code == 404


def test_case_opened_for_one_purpose_does_not_serve_another() -> None:
    of, role, partner = chained()
    placement, _ = pending()
    client, _ = open_case(partner, of.employee, "other")
    for path in (f"late/{of.public_id}/", f"cancel/{placement.public_id}/", f"claim/{role.public_id}/"):
        assert client.get(address(of.employee, path)).status_code == 404
        assert client.post(address(of.employee, path), {}).status_code == 404


def test_case_of_one_person_opens_nothing_of_another() -> None:
    of, partner = late_member()
    other = f.assignment(of.campaign)
    client, _ = open_case(partner, of.employee, "late_filing")
    assert client.get(address(of.employee, f"late/{other.public_id}/")).status_code == 404


def test_pages_take_the_same_queries_however_much_there_is() -> None:
    of = undraft(campaign := campaign_then())
    partner = f.hr_partner(campaign)
    f.candidate(of.employee)
    counts = []
    for more in (1, 4):
        for _ in range(more):
            claimed(of.employee)
        client, _ = open_case(partner, of.employee)
        with CaptureQueriesContext(connection) as queries:
            client.get(address(of.employee))
        counts.append(len(queries))
    assert counts[0] == counts[1] <= MOST, counts


def test_form_of_a_case_carries_its_keys() -> None:
    _of, partner = member()
    assert set(fields_of(signed_in(partner).get(CASES))) == {"form_key", "drawn"}
