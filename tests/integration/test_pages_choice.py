"""The question, the check, the filing and the receipt, as a person walks them."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories as f
from tests.pages import THEN, fields_of, signed_in, size_of, text_of, travel
from transfers.models import Assignment, Choice, Claim, Placement

pytestmark = pytest.mark.django_db


def member(**fields: Any) -> Assignment:
    """A drafted person in a window that is open at THEN for two weeks."""
    travel(THEN)
    deadline = fields.pop("deadline_at", THEN + 14 * f.DAY)
    return f.assignment(f.campaign(deadline_at=deadline, opened_at=THEN - 7 * f.DAY), **fields)


def question(of: Assignment) -> str:
    return reverse("transfers:choice", args=[of.public_id])


def check(client: Client, of: Assignment, option: object, **more: object) -> Any:
    """From the question to the check page, as the browser sends it."""
    fields = fields_of(client.get(question(of)), action="check/")
    return client.post(question(of) + "check/", {**fields, "option": option, **more})


def file(client: Client, of: Assignment, option: str) -> Any:
    """Question, check, file."""
    return client.post(question(of) + "file/", fields_of(check(client, of, option), action="file/"))


def test_three_screens_lead_from_sign_in_to_the_receipt() -> None:
    of = member()
    client = signed_in(of.employee)
    assert question(of) in text_of(client.get("/"))
    filed = file(client, of, "undraft")
    assert filed.status_code == 302
    assert filed["Location"].startswith("/receipt/")
    assert "Your choice is filed" in text_of(client.get(filed["Location"]))


def test_question_presets_nothing_and_repeats_no_preference() -> None:
    of = member()
    page = text_of(signed_in(of.employee).get(question(of)))
    assert not re.search(r"<input[^>]*checked", page)
    outside_memo = page.replace(of.campaign.memo.replace("'", "&#x27;"), "")
    assert "prefer" not in outside_memo.replace("/preferences/", "")
    assert "are you sure" not in page.lower()


def test_question_answers_every_line_or_says_whom_to_ask() -> None:
    of = member()
    of.campaign.terms = {"pay": {"statement": "stated", "text": "Your pay stays.", "ask": ""}}
    of.campaign.save()
    f.hr_partner(of.campaign, name="Ana Berg")
    page = text_of(signed_in(of.employee).get(question(of)))
    assert "Your pay stays." in page
    assert "Not stated yet: ask Ana Berg." in page
    assert page.count("<details>") == 17  # sixteen questions and the memo


def test_order_of_options_is_the_persons_own_and_stays() -> None:
    of = member()
    client = signed_in(of.employee)
    orders = set()
    for bit in (0, 1):
        Assignment.objects.filter(pk=of.pk).update(public_id=str(uuid4())[:-1] + str(bit))
        of.refresh_from_db()
        pages = [text_of(client.get(question(of))) for _ in range(2)]
        seen = {page.index('value="stay"') < page.index('value="undraft"') for page in pages}
        assert len(seen) == 1
        orders |= seen
    assert orders == {True, False}


@pytest.mark.parametrize("option", ["", "leave", "\x00", "stay\x00", "9" * 100_000])
def test_unknown_or_missing_option_is_a_field_error(option: str) -> None:
    of = member()
    answer = check(signed_in(of.employee), of, option)
    assert answer.status_code == 400
    assert "Choose one of the two options" in text_of(answer)
    assert not Choice.objects.exists()


def test_both_options_at_once_are_a_field_error() -> None:
    of = member()
    answer = check(signed_in(of.employee), of, ["stay", "undraft"])
    assert answer.status_code == 400
    assert "not both" in text_of(answer)


def test_filing_with_a_tampered_answer_writes_nothing() -> None:
    of = member()
    client = signed_in(of.employee)
    fields = fields_of(check(client, of, "stay"), action="file/")
    for option in ("", "leave", ["stay", "undraft"]):
        assert client.post(question(of) + "file/", {**fields, "option": option}).status_code == 400
    assert client.post(question(of) + "file/", {**fields, "drawn": "x"}).status_code == 400
    assert client.post(question(of) + "file/", {**fields, "form_key": "no"}).status_code == 400
    assert not Choice.objects.exists()


def test_filing_twice_with_one_key_files_once_and_other_answers_are_refused() -> None:
    of = member()
    client = signed_in(of.employee)
    fields = fields_of(check(client, of, "undraft"), action="file/")
    first, again = (client.post(question(of) + "file/", fields) for _ in range(2))
    assert first["Location"] == again["Location"]
    other = client.post(question(of) + "file/", {**fields, "option": "stay"})
    assert other.status_code == 409
    assert Choice.objects.count() == 1


def test_stale_tab_is_a_409_that_names_both_versions() -> None:
    of = member()
    client = signed_in(of.employee)
    stale = fields_of(check(client, of, "stay"), action="file/")
    file(client, of, "undraft")
    answer = client.post(question(of) + "file/", stale)
    assert answer.status_code == 409
    assert "version 1" in text_of(answer)
    assert "version 0" in text_of(answer)
    assert Choice.objects.count() == 1


def test_mutators_refuse_get_and_pages_refuse_post() -> None:
    of = member()
    client = signed_in(of.employee)
    receipt = file(client, of, "stay")["Location"]
    assert client.get(question(of) + "file/").status_code == 405
    assert client.get(receipt + "show/").status_code == 405
    assert client.post(question(of)).status_code == 405
    assert client.get(question(of) + "check/")["Location"] == question(of)


def test_get_writes_nothing() -> None:
    of = member()
    client = signed_in(of.employee)
    client.get(question(of))
    check(client, of, "undraft")
    assert not Choice.objects.exists()


def test_choice_and_receipt_of_another_are_the_404_of_what_never_was() -> None:
    of = member()
    receipt = file(signed_in(of.employee), of, "undraft")["Location"]
    other = signed_in(f.assignment(of.campaign).employee)
    for method in ("get", "post"):
        for address in (question(of), question(of) + "file/", receipt, receipt + "show/"):
            never = address.replace(address.split("/")[2], str(uuid4()))
            answers = [getattr(other, method)(at) for at in (address, never)]
            assert answers[0].status_code == answers[1].status_code
            assert size_of(answers[0]) == size_of(answers[1])


def test_receipt_keeps_the_content_closed_until_asked() -> None:
    of = member()
    client = signed_in(of.employee)
    address = file(client, of, "undraft")["Location"]
    closed = text_of(client.get(address))
    assert "Undraft" not in closed.split("<main")[1].split("</main")[0]
    opened = text_of(client.post(address + "show/"))
    assert "Undraft" in opened.split("<main")[1]
    assert "<title>Receipt" in opened


def test_receipt_shows_the_end_day_only_when_opened() -> None:
    of = member()
    client = signed_in(of.employee)
    address = file(client, of, "undraft")["Location"]
    assert "3 May 2041" not in text_of(client.get(address))
    assert "3 May 2041" in text_of(client.post(address + "show/"))


def test_choice_that_is_not_offered_says_why_and_whom_to_ask() -> None:
    of = member(choice_offered=False, not_offered_because="You joined after the memo.")
    f.hr_partner(of.campaign, name="Ana Berg")
    client = signed_in(of.employee)
    page = text_of(client.get(question(of)))
    assert "You joined after the memo." in page
    assert "Ana Berg" in page
    assert "Not offered to you" in text_of(client.get("/"))
    assert "check/" not in page


def test_no_choice_at_close_is_called_so_and_changes_nothing() -> None:
    of = member()
    travel(THEN + 15 * f.DAY)
    client = signed_in(of.employee)
    page = text_of(client.get(question(of)))
    assert "No choice filed" in page
    assert "can still record your choice until" in page
    assert "check/" not in page
    assert "No choice filed" in text_of(client.get("/"))
    of.refresh_from_db()
    assert of.status == "active"


def test_form_opened_before_the_deadline_is_filed_in_the_grace_only() -> None:
    deadline = datetime(2041, 3, 31, 0, 30, tzinfo=UTC)  # 02:30 in Berlin: clocks went forward half an hour before
    of = member(deadline_at=deadline)
    client = signed_in(of.employee)
    travel(deadline - timedelta(minutes=5))
    fields = fields_of(check(client, of, "undraft"), action="file/")
    later = fields_of(check(client, of, "undraft"), action="file/")
    travel(deadline + timedelta(minutes=31))
    assert client.post(question(of) + "file/", later).status_code == 409
    travel(deadline + timedelta(minutes=29))
    assert client.post(question(of) + "file/", fields).status_code == 302


def test_question_opened_after_the_deadline_offers_no_form() -> None:
    of = member()
    travel(THEN + 14 * f.DAY + timedelta(minutes=1))
    client = signed_in(of.employee)
    assert "check/" not in text_of(client.get(question(of)))


def test_deadline_is_shown_in_the_own_zone_across_a_change_of_clocks() -> None:
    of = member(deadline_at=datetime(2041, 4, 1, 10, tzinfo=UTC))
    page = text_of(signed_in(of.employee).get(question(of)))
    assert "1 April 2041 at 12:00" in page  # summer time by then, though the page is read in winter time
    assert "10:00 UTC" in page


def test_own_deadline_keeps_the_question_open_after_close() -> None:
    of = member(own_deadline_at=THEN + 20 * f.DAY)
    travel(THEN + 16 * f.DAY)
    client = signed_in(of.employee)
    assert file(client, of, "stay").status_code == 302


def test_after_close_undraft_may_turn_to_stay_and_not_the_other_way() -> None:
    of, other = member(), None
    other = f.assignment(of.campaign)
    turning, staying = signed_in(of.employee), signed_in(other.employee)
    file(turning, of, "undraft")
    file(staying, other, "stay")
    travel(THEN + 15 * f.DAY)
    assert size_of(turning.get(question(of))) == size_of(staying.get(question(other)))
    assert check(turning, of, "undraft").status_code == 409
    assert check(staying, other, "undraft").status_code == 409
    assert check(staying, other, "stay").status_code == 409
    assert file(turning, of, "stay").status_code == 302


def test_turning_to_stay_with_offers_open_says_how_many_close() -> None:
    of = member()
    client = signed_in(of.employee)
    file(client, of, "undraft")
    f.candidate(of.employee)
    for _ in range(2):
        f.claim(f.role(), of.employee, at=THEN)
    page = check(client, of, "stay")
    assert "2 open offers close as you file." in text_of(page)
    assert "2 open offers stay open." in text_of(check(client, of, "undraft"))
    client.post(question(of) + "file/", fields_of(page, action="file/"))
    assert set(Claim.objects.values_list("status", flat=True)) == {"superseded"}
    of.employee.candidacy.refresh_from_db()
    assert of.employee.candidacy.status == "closed"


def test_pending_placement_must_be_undone_before_the_choice_changes() -> None:
    of = member()
    client = signed_in(of.employee)
    file(client, of, "undraft")
    f.candidate(of.employee)
    f.accept_claim(f.claim(f.role(), of.employee, at=THEN), by=of.employee, clock=f.clock_at(THEN))
    answer = check(client, of, "stay")
    assert answer.status_code == 409
    assert "Undo or cancel that placement first" in text_of(answer)
    placement = Placement.objects.get()
    page = client.get(f"/placements/{placement.public_id}/")
    client.post(f"/placements/{placement.public_id}/undo/", fields_of(page, action="undo/"))
    assert file(client, of, "stay").status_code == 302


def test_campaign_in_preparation_is_not_shown_to_its_members() -> None:
    travel(THEN)
    campaign = f.Campaign(code="next", name="The next draft", deadline_zone="Europe/Berlin")
    f.transition.start(campaign, "preparing", by=f.PORTAL, at=THEN)
    of = f.assignment(campaign)
    client = signed_in(of.employee)
    assert "The next draft" not in text_of(client.get("/"))
    assert client.get(question(of)).status_code == 404
    assert client.get(reverse("transfers:memo", args=[campaign.public_id])).status_code == 404


def test_memo_is_shown_verbatim_to_members_only() -> None:
    of = member()
    of.campaign.memo = "Dear all,\n\n<svg onload=alert(1)> {{ 7*7 }}"
    of.campaign.save()
    address = reverse("transfers:memo", args=[of.campaign.public_id])
    assert "Dear all,\n\n&lt;svg onload=alert(1)&gt; {{ 7*7 }}" in text_of(signed_in(of.employee).get(address))
    assert signed_in(f.EmployeeFactory.create()).get(address).status_code == 404


def test_deadline_for_the_calendar_is_private_and_neutral() -> None:
    of = member()
    answer = signed_in(of.employee).get(question(of) + "deadline.ics")
    assert answer["Content-Type"].startswith("text/calendar")
    assert answer["Content-Disposition"] == 'attachment; filename="deadline.ics"'
    assert "DTSTART:20410318T090000Z" in text_of(answer)
    assert "CLASS:PRIVATE" in text_of(answer)
    assert of.campaign.name not in text_of(answer)
    assert signed_in(f.EmployeeFactory.create()).get(question(of) + "deadline.ics").status_code == 404
