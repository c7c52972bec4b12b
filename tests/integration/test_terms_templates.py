"""Sets of terms under a name: their owner's alone, and a claim that was filled from one shows everything."""

import pytest

from tests import factories as f
from tests.pages import THEN, fields_of, send, signed_in, text_of, travel, words_at
from tests.walks import campaign_then, offer_address, offer_fields, undrafted
from transfers.actions.departures import record_departure
from transfers.actions.grants import end_grant
from transfers.actions.terms_templates import MOST, delete_template, edit_template, save_template
from transfers.errors import Invalid, NotAllowed, NotVisible, Stale
from transfers.models import Claim, Event, Grant, Role, TermsTemplate
from transfers.models.terms import ROLE_TOPICS, TermsSheet
from transfers.sight.actor import PORTAL

pytestmark = pytest.mark.django_db

TERMS = "/hiring/terms/"
at_then = f.clock_at(THEN)


@pytest.fixture(autouse=True)
def _now() -> None:
    travel(THEN)


@pytest.fixture
def role() -> Role:
    return f.role()


def kept(role: Role, name: str = "Evening shift") -> TermsTemplate:
    return save_template(name, f.terms(pay="A band higher"), by=f.manager_of(role), clock=at_then)


def fields(**changed: str) -> dict[str, str]:
    kinds = ("_statement", "_text", "_ask")
    lines = {name: value for name, value in offer_fields().items() if name.endswith(kinds)}
    return lines | {"name": "Evening shift"} | changed


def test_manager_keeps_changes_and_deletes_a_set_by_its_pages(role: Role) -> None:
    client = signed_in(f.manager_of(role))
    assert "You keep no terms yet" in text_of(client.get(TERMS))
    assert send(client, f"{TERMS}new/", **fields(pay_statement="stated", pay_text="A band higher")) == 302
    template = TermsTemplate.objects.get()
    page = f"{TERMS}{template.public_id}/"
    assert "Evening shift" in text_of(client.get(TERMS))
    assert "A band higher" in text_of(client.get(page))
    old, stale = (fields_of(client.get(page), action=f"{template.public_id}/") for _ in range(2))
    assert client.post(page, old | fields(name="Night shift")).status_code == 302
    template.refresh_from_db()
    assert (template.name, template.version, template.terms["pay"]["statement"]) == ("Night shift", 2, "no_change")
    assert client.post(page, stale | fields(name="Third")).status_code == 409
    keys = fields_of(client.get(page), action="delete/")
    assert client.post(f"{page}delete/", keys).status_code == 302
    assert not TermsTemplate.objects.exists()
    verbs = Event.objects.filter(noun="termstemplate").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["termstemplate.saved", "termstemplate.edited", "termstemplate.deleted"]


def test_claim_is_filled_from_a_set_and_keeps_its_own_terms(role: Role) -> None:
    template, who = kept(role), undrafted()
    client, address = signed_in(f.manager_of(role)), offer_address(role, who)
    assert "A band higher" not in text_of(client.get(address))
    drawn = fields_of(client.get(address))
    page = text_of(client.post(address, drawn | {"redraw": "sets", "terms": str(template.public_id)}))
    assert "Filled from “Evening shift”: Pay, Location" in page
    assert "A band higher" in page
    sent = drawn | offer_fields(pay_statement="stated", pay_text="A band higher")
    assert client.post(address, sent).status_code == 302
    edit_template(template, "Evening shift", f.terms(), seen_version=1, by=template.employee, clock=at_then)
    assert Claim.objects.get().terms["pay"]["text"] == "A band higher"


def test_set_fills_the_lines_it_names_and_keeps_everything_that_was_typed(role: Role) -> None:
    """Fails when filling throws away the day or the note, or says “No change” where the role states something."""
    role.terms = f.terms(review="Your lead of today writes it", on_call="None")
    role.save()
    sheet: TermsSheet = {"pay": {"statement": "stated", "text": "A band higher", "ask": ""}}
    template = save_template("Mira set", sheet, by=f.manager_of(role), clock=at_then)
    client, address = signed_in(f.manager_of(role)), offer_address(role, undrafted())
    typed = fields_of(client.get(address)) | offer_fields(
        level="6",
        start_on="2041-05-06",
        note="Come and see us!",
        review_statement="stated",
        review_text="Your lead of today writes it",
        on_call_statement="stated",
        on_call_text="One week in six",
    )
    answer = client.post(address, typed | {"redraw": "sets", "terms": str(template.public_id)})
    page = text_of(answer)
    assert answer.status_code == 200
    assert not Claim.objects.exists()
    assert "Filled from “Mira set”: Pay. The other lines stay as they stood." in page
    for words in (
        'Pay: <span dir="auto">A band higher',
        'Review, and who writes it: <span dir="auto">Your lead',
        'On call: <span dir="auto">One week in six',
        "Come and see us!",
        "2041-05-06",
        '<option value="6" selected>',
    ):
        assert words in page
    wrong = client.post(address, typed | {"start_on": ""})  # after an error of the form it can still be filled
    assert wrong.status_code == 400
    assert "Fill lines from a set that you keep" in text_of(wrong)


def test_set_holds_what_was_chosen_and_nothing_else(role: Role) -> None:
    client = signed_in(f.manager_of(role))
    page = text_of(client.get(f"{TERMS}new/"))
    assert page.count('<option value="" selected>Left out, stays as the role states it') == len(ROLE_TOPICS) - 1
    empty = dict.fromkeys(fields(), "") | {"name": "Evening shift"}
    assert send(client, f"{TERMS}new/", **empty) == 400
    assert send(client, f"{TERMS}new/", **empty | {"pay_text": "More"}) == 400
    assert not TermsTemplate.objects.exists()
    assert send(client, f"{TERMS}new/", **empty | {"pay_statement": "no_change"}) == 302
    assert TermsTemplate.objects.get().terms == {"pay": {"statement": "no_change", "text": "", "ask": ""}}


@pytest.mark.parametrize("asked", ["nothing", "0" * 32, "'; drop", "7fffffff-0000-4000-8000-000000000000"])
def test_set_that_is_not_ones_own_fills_nothing(role: Role, asked: str) -> None:
    client, address = signed_in(f.manager_of(role)), offer_address(role, undrafted())
    other = kept(f.role())
    for named, status in ((asked, 404), (str(other.public_id), 404), ("", 200)):
        assert client.post(address, {"redraw": "sets", "terms": named}).status_code == status


def test_set_is_its_owners_alone(role: Role) -> None:
    template, other = kept(role), f.manager_of(f.role())
    client, page = signed_in(other), f"{TERMS}{template.public_id}/"
    assert client.get(page).status_code == client.post(f"{page}delete/", {}).status_code == 404
    assert "Evening shift" not in text_of(client.get(TERMS))
    for stranger in (other, f.EmployeeFactory.create(), PORTAL):
        with pytest.raises(NotVisible):
            edit_template(template, "Mine", f.terms(), seen_version=1, by=stranger, clock=at_then)
        with pytest.raises(NotVisible):
            delete_template(template, by=stranger, clock=at_then)


def test_only_who_makes_claims_keeps_terms() -> None:
    partner = f.hr_partner(f.campaign())
    save_template("Ours", f.terms(), by=partner, clock=at_then)
    for stranger in (f.EmployeeFactory.create(), f.admin(), PORTAL):
        with pytest.raises(NotVisible):
            save_template("Mine", f.terms(), by=stranger, clock=at_then)
    client = signed_in(f.EmployeeFactory.create())
    assert client.get(f"{TERMS}new/").status_code == 404
    assert "You make no claims" in text_of(client.get(TERMS))


def test_set_of_who_makes_no_claims_any_more_is_not_shown(role: Role) -> None:
    template = kept(role)
    end_grant(Grant.objects.get(role=role), by=f.admin(), clock=f.clock_at(THEN - f.HOUR))
    assert signed_in(template.employee).get(f"{TERMS}{template.public_id}/").status_code == 404


def test_names_are_one_each_whole_and_so_many(role: Role) -> None:
    manager = f.manager_of(role)
    template = kept(role)
    for name in ("Evening shift", " Evening shift ", "", " ", "x" * 81):
        with pytest.raises(Invalid):
            save_template(name, f.terms(), by=manager, clock=at_then)
    with pytest.raises(Invalid):
        save_template("Broken", {"pay": {"statement": "stated", "text": "", "ask": ""}}, by=manager, clock=at_then)
    edit_template(template, "Evening shift", f.terms(), seen_version=1, by=manager, clock=at_then)
    with pytest.raises(Stale):
        edit_template(template, "Evening shift", f.terms(), seen_version=1, by=manager, clock=at_then)
    for number in range(1, MOST):
        save_template(f"Set {number}", f.terms(), by=manager, clock=at_then)
    with pytest.raises(NotAllowed, match="Delete one first"):
        save_template("One more", f.terms(), by=manager, clock=at_then)


def test_sets_go_with_a_deletion_or_a_departure(role: Role) -> None:
    template, manager = kept(role), f.manager_of(role)
    delete_template(template, by=manager, clock=at_then)
    with pytest.raises(NotVisible):
        edit_template(template, "Again", f.terms(), seen_version=1, by=manager, clock=at_then)
    kept(role)
    record_departure(manager, THEN.date(), by=f.admin(), clock=at_then)
    assert not TermsTemplate.objects.exists()


def test_kept_terms_lead_back_to_my_roles_for_who_has_some_and_else_home() -> None:
    """Fails when an HR partner, who manages no role, is sent to a page with nothing on it."""
    travel(THEN)
    role = f.role()
    for person, link in ((f.manager_of(role), "My roles"), (f.hr_partner(campaign_then()), "Home")):
        page = words_at(signed_in(person), "/hiring/terms/")
        assert f"{link} Terms that you keep" in page
    marked = text_of(signed_in(f.manager_of(role)).get("/hiring/terms/"))
    assert '<a href="/hiring/roles/" aria-current="true">My roles</a>' in marked
