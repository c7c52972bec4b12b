"""The claim form: filled in from the role, refused at the field, sent once, and stale where the world moved on."""

from typing import Any

import pytest

from tests import factories as f
from tests.hiring import CLAIMS, claimed
from tests.pages import THEN, fields_of, signed_in, text_of, travel, words_at
from tests.walks import claim_by_page, draw, offer_address, offer_fields, undrafted
from transfers.actions.claims import withdraw_claim
from transfers.models import Claim, Role
from transfers.models.terms import ROLE_TOPICS

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def then() -> None:
    travel(THEN)


def test_claim_form_starts_with_the_roles_terms_and_the_persons_level() -> None:
    role = f.role()
    role.terms = f.terms(pay="72,000 to 80,000 a year")
    role.save()
    page = text_of(signed_in(f.manager_of(role)).get(offer_address(role, undrafted(level=6))))
    assert "72,000 to 80,000 a year" in page
    assert '<option value="6" selected>' in page
    assert "After accepting, the person can undo it for 24 hours." in page
    assert "11 March 2041" in page  # five working days from Monday the 4th: until the end of Monday the 11th


def test_claim_is_made_and_waits() -> None:
    role, person = f.role(), undrafted()
    answer = claim_by_page(role, person, pay_statement="stated", pay_text="80,000 a year", note="Come!", level="6")
    assert (answer.status_code, answer["Location"]) == (302, CLAIMS)
    claim = Claim.objects.get()
    assert (claim.employee, claim.level, claim.note, claim.is_by_hr) == (person, 6, "Come!", False)
    assert claim.terms["pay"] == {"statement": "stated", "text": "80,000 a year", "ask": ""}
    page = text_of(signed_in(f.manager_of(role)).get(CLAIMS))
    assert page.index("Waiting for an answer") < page.index(person.name) < page.index("Accepted: who arrives")


def test_page_after_a_claim_says_that_it_was_sent() -> None:
    role, person = f.role(), undrafted()
    client, address = signed_in(f.manager_of(role)), offer_address(role, person)
    answer = client.post(address, draw(client, address) | offer_fields(), follow=True)
    assert "The offer was sent. The person is told at once." in text_of(answer)


@pytest.mark.parametrize("statement", ["no_change", "not_stated"])
@pytest.mark.parametrize("topic", [topic for topic in ROLE_TOPICS if topic != "level"])
def test_words_beside_another_answer_than_stated_are_refused_at_the_field(topic: str, statement: str) -> None:
    """Fails when the words of a line are dropped without notice."""
    answers: dict[str, Any] = {
        f"{topic}_statement": statement,
        f"{topic}_text": "Ten percent more",
        f"{topic}_ask": "Mira",
    }
    page = claim_by_page(f.role(), undrafted(), **answers)
    assert page.status_code == 400
    assert "and wrote words. Choose “Stated below”, or take the words out" in text_of(page)
    assert "Ten percent more" in text_of(page)
    assert not Claim.objects.exists()


def test_whom_to_ask_beside_a_line_that_is_stated_is_not_kept() -> None:
    claim_by_page(f.role(), undrafted(), pay_statement="no_change", pay_ask="left over")
    assert Claim.objects.get().terms["pay"] == {"statement": "no_change", "text": "", "ask": ""}


@pytest.mark.parametrize(
    ("level", "today", "line"),
    [
        ("6", 5, {"statement": "stated", "text": "Level 6", "ask": ""}),
        ("5", 5, {"statement": "no_change", "text": "", "ask": ""}),
        ("4", 6, {"statement": "stated", "text": "Level 4", "ask": ""}),
    ],
)
def test_terms_say_the_level_that_is_offered(level: str, today: int, line: dict[str, str]) -> None:
    """Whatever a form or an older page sends for the line itself: there is one place to say it."""
    role, person = f.role(), undrafted(level=today)
    claim_by_page(role, person, level=level, level_statement="no_change", level_text="")
    claim = Claim.objects.get()
    assert claim.terms["level"] == line
    page = words_at(signed_in(f.manager_of(role)), f"{CLAIMS}{claim.public_id}/")
    assert page.count(f"Level {level}") == 2  # above the terms and in them
    assert "Level No change" not in page


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("level", "9", "The level lies between 4 and 6"),
        ("level", "", "Choose the level you offer"),
        ("level", "9223372036854775808", "The level lies between 4 and 6"),
        ("start_on", "", "Give the first day"),
        ("start_on", "1.4.2041", "Give the first day as year-month-day"),
        ("start_on", "2041-03-01", "The first day lies between today and a year from now."),
        ("start_on", "9999-12-31", "The first day lies between today and a year from now."),
        ("start_on", "2041-02-30", "Give the first day as year-month-day"),
        ("note", "x" * 1_000_000, "at most 1000 characters"),
        ("note", "a\x00b", "Null characters are not allowed."),
        ("pay_statement", "perhaps", "Pay: choose one of the three answers"),
        ("pay_statement", "stated", "Pay: write what you state"),
        ("pay_statement", "not_stated", "Pay: say whom to ask"),
        ("pay_text", "x" * 1_001, "at most 1000 characters"),
        ("pay_text", "a\x00b", "Null characters are not allowed."),
    ],
)
def test_claim_form_refuses_at_the_field(field: str, value: str, sentence: str) -> None:
    answers: dict[str, Any] = {field: value}
    page = claim_by_page(f.role(), undrafted(), **answers)
    assert page.status_code == 400
    assert sentence in text_of(page)
    assert "There is a problem" in text_of(page)
    assert not Claim.objects.exists()


def test_claim_form_ignores_fields_it_does_not_know() -> None:
    claim_by_page(f.role(), undrafted(), car_statement="stated", car_text="A car", is_by_hr="on", status="accepted")
    claim = Claim.objects.get()
    assert "car" not in claim.terms
    assert (claim.status, claim.is_by_hr) == ("offered", False)


def test_claim_form_sent_twice_claims_once() -> None:
    role, person = f.role(seats=2), undrafted()
    client, address = signed_in(f.manager_of(role)), offer_address(role, person)
    fields = draw(client, address) | offer_fields()
    answers = [client.post(address, fields) for _ in range(2)]
    assert [answer["Location"] for answer in answers] == [CLAIMS, CLAIMS]
    assert Claim.objects.count() == 1


def test_claim_form_key_with_other_answers_is_refused() -> None:
    role, person = f.role(seats=2), undrafted()
    client, address = signed_in(f.manager_of(role)), offer_address(role, person)
    fields = draw(client, address) | offer_fields()
    client.post(address, fields)
    assert client.post(address, fields | {"level": "6"}).status_code == 409
    assert Claim.objects.get().level == 5


def test_claim_form_of_one_person_does_not_claim_another() -> None:
    role, person, other = f.role(), undrafted(), undrafted("Bo Ek")
    client = signed_in(f.manager_of(role))
    fields = draw(client, offer_address(role, person)) | offer_fields()
    assert client.post(offer_address(role, other), fields).status_code == 400


def test_claim_form_drawn_before_the_role_changed_is_stale() -> None:
    role, person = f.role(), undrafted()
    client, address = signed_in(f.manager_of(role)), offer_address(role, person)
    fields = draw(client, address) | offer_fields()
    Role.objects.filter(pk=role.pk).update(version=7)
    page = client.post(address, fields)
    assert page.status_code == 409
    assert "The role was changed since you opened the page. What you typed is kept: check it." in text_of(page)
    assert "The role’s terms now" in text_of(page)
    assert client.post(address, fields | fields_of(page)).status_code == 302  # once it was seen


def test_claim_for_a_full_role_is_refused_with_its_sentence() -> None:
    role = f.role(seats=1)
    claimed(role)
    page = claim_by_page(role, undrafted("Bo Ek"), only_open=True)
    assert page.status_code == 200
    assert "No seat of this role is free" in text_of(page)
    assert '<button type="submit">Claim for this role' not in text_of(page)


def test_claim_whose_seat_was_taken_meanwhile_keeps_what_was_typed() -> None:
    role, person = f.role(seats=1), undrafted("Bo Ek")
    client, address = signed_in(f.manager_of(role)), offer_address(role, person)
    fields = draw(client, address) | offer_fields(note="Come and see us!", start_on="2041-05-06")
    claim = claimed(role)
    page = client.post(address, fields)
    assert page.status_code == 409
    for words in (
        "No seat of this role is free.",
        "Come and see us!",
        "2041-05-06",
        "See whether it can be sent now",
    ):
        assert words in text_of(page)
    assert '<button type="submit">Claim for this role' not in text_of(page)
    again = client.post(address, fields_of(page) | fields | {"redraw": "again"})
    assert "See whether it can be sent now" in text_of(again)
    withdraw_claim(claim, because="A mistake.", by=f.manager_of(role), clock=f.clock_at(THEN))
    again = client.post(address, fields | {"redraw": "again"})
    assert again.status_code == 200
    assert "Come and see us!" in text_of(again)
    sent = fields | fields_of(again)
    assert client.post(address, sent).status_code == 302
    assert (Claim.objects.get(employee=person).note, Claim.objects.count()) == ("Come and see us!", 2)


@pytest.mark.case("seat hoarding")
def test_sixth_offer_to_a_person_is_refused_without_saying_how_many_there_are() -> None:
    person = undrafted()
    for _ in range(5):
        claimed(f.role(), person)
    page = claim_by_page(f.role(), person)
    assert page.status_code == 409
    assert "No further offer can be made to this person at the moment." in text_of(page)


def test_second_offer_for_the_same_role_is_refused() -> None:
    role, person = f.role(seats=2), undrafted()
    claimed(role, person)
    assert "holds an open offer for this role already" in text_of(claim_by_page(role, person))


def test_person_who_hid_between_page_and_sending_is_not_claimed() -> None:
    role, person = f.role(), undrafted()
    client, address = signed_in(f.manager_of(role)), offer_address(role, person)
    fields = draw(client, address) | offer_fields()
    person.candidacy.visibility = "none"
    person.candidacy.save()
    assert client.post(address, fields).status_code == 404


def test_full_role_says_so_before_anybody_is_claimed_for_it() -> None:
    """On the list of candidates, on a profile and on the claim's form; not while a seat is free."""
    role = f.role(seats=2)
    person = undrafted("Bo Ek")
    client, form = signed_in(f.manager_of(role)), offer_address(role, person)
    pages = [form, form.removesuffix("claim/"), f"/hiring/roles/{role.public_id}/"]
    for page in pages:
        assert "No seat of this role is free" not in text_of(client.get(page)), page
    for _ in range(2):
        claimed(role)
    for page in pages:
        assert "No seat of this role is free, so a claim would be refused now." in text_of(client.get(page)), page
    assert "0 of 2 seats free" in text_of(client.get(form))
