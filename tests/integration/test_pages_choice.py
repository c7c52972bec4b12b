"""The question, the check, the filing and the receipt, as a person walks them."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from tests import factories as f
from tests.engineer import check, file, member, question
from tests.pages import THEN, fields_of, signed_in, size_of, text_of, travel
from transfers import transition
from transfers.models import Assignment, Campaign, Choice
from transfers.sight.actor import PORTAL

pytestmark = pytest.mark.django_db


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


def test_check_says_at_the_line_itself_what_is_not_stated_and_whom_to_ask() -> None:
    of = member()
    of.campaign.terms, of.campaign.until_placed, of.campaign.after_end = {}, "", ""
    of.campaign.save()
    for name in ("Ana Berg", "Bo Lind", "Cy Roth"):
        f.hr_partner(of.campaign, name=name)
    client, unit, who = signed_in(of.employee), of.assigned_unit.name, "Ana Berg, Bo Lind or Cy Roth"
    says = {
        "stay": f"In {unit} as today. Not all of its terms are stated yet: ask {who}.",
        "undraft": f"Whether in {unit} until you are placed is not stated yet: ask {who}.",
    }
    pages = {option: text_of(check(client, of, option)) for option in says}
    for option, page in pages.items():
        assert says[option] in page
        assert "stated below" not in page
        assert "as said below" not in page
        assert page.count(f">Not stated yet: ask {who}.</dd>") == 1
    assert abs(len(says["stay"]) - len(says["undraft"])) <= 8


def test_check_points_below_where_it_is_stated() -> None:
    of = member()
    topics = ("stay_commitment", "stay_duties", "stay_length", "stay_review", "stay_end", "until_placed", "after_end")
    of.campaign.terms = {topic: {"statement": "stated", "text": f"Said of {topic}.", "ask": ""} for topic in topics}
    of.campaign.after_end = ""
    of.campaign.save()
    client = signed_in(of.employee)
    for option, said in (("stay", "on the terms stated below."), ("undraft", "until placed, as said below.")):
        page = text_of(check(client, of, option))
        assert said in page
        assert "See what is stated below." in page


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


@pytest.mark.case("choice not offered")
def test_choice_that_is_not_offered_says_why_and_whom_to_ask() -> None:
    of = member(choice_offered=False, not_offered_because="You joined after the memo.")
    f.hr_partner(of.campaign, name="Ana Berg")
    client = signed_in(of.employee)
    page = text_of(client.get(question(of)))
    assert "You joined after the memo." in page
    assert "Ana Berg" in page
    assert "Not offered to you" in text_of(client.get("/"))
    assert "check/" not in page


def test_campaign_in_preparation_is_not_shown_to_its_members() -> None:
    travel(THEN)
    campaign = Campaign(code="next", name="The next draft", deadline_zone="Europe/Berlin")
    transition.start(campaign, "preparing", by=PORTAL, at=THEN)
    of = f.assignment(campaign)
    client = signed_in(of.employee)
    assert "The next draft" not in text_of(client.get("/"))
    assert client.get(question(of)).status_code == 404
    assert client.post(question(of) + "file/", {"option": "stay"}).status_code == 404
    assert client.get(reverse("transfers:memo", args=[campaign.public_id])).status_code == 404


def test_memo_is_shown_verbatim_to_members_only() -> None:
    of = member()
    of.campaign.memo = "Dear all,\n\n<svg onload=alert(1)> {{ 7*7 }}"
    of.campaign.save()
    address = reverse("transfers:memo", args=[of.campaign.public_id])
    assert "Dear all,\n\n&lt;svg onload=alert(1)&gt; {{ 7*7 }}" in text_of(signed_in(of.employee).get(address))
    assert signed_in(f.EmployeeFactory.create()).get(address).status_code == 404


def test_partners_of_one_name_are_named_once() -> None:
    """Fails when names are not told apart from people: “ask Ada Kim or Ada Kim”."""
    of = member()
    for _ in range(2):
        f.hr_partner(of.campaign, name="Ada Kim")
    shown = text_of(signed_in(of.employee).get(question(of)))
    assert "Ada Kim" in shown
    assert "Ada Kim or" not in shown
