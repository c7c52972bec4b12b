"""What the administration's pages say before something is done: what stands, what comes, and what is in the way."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from accounts.models import Employee, Unit
from portal.admin_site import PAGES
from tests import factories as f
from tests.admin import new, page_of, signed_in
from tests.counts import counted
from tests.drafts import draft, ready
from tests.imports import load
from tests.outages import DEADLINE, down
from tests.pages import THEN, text_of, travel, words_at
from transfers import transition
from transfers.actions.assignments import void_assignment
from transfers.actions.campaign_drafts import create_campaign, send_test_mail
from transfers.actions.extensions import propose_extension
from transfers.actions.grants import confirm_grant, end_grant, propose_grant, refuse_grant
from transfers.actions.policies import publish_first_policy
from transfers.actions.releases import propose_release
from transfers.actions.terms_records import record_terms
from transfers.admin.base import Desk
from transfers.admin.extensions import ExtensionAdmin
from transfers.admin.titles import HEADINGS
from transfers.clock import database_clock
from transfers.models import Campaign, Decision, Grant, HeldMove, Notice, Policy
from transfers.queries.days import day_in_words, instant_in_words
from transfers.queries.overviews import _days_until
from transfers.queries.publish_gate import get_missing
from transfers.queries.releases import get_countable_from, say_counts
from transfers.sight.actor import PORTAL

pytestmark = pytest.mark.django_db

NOW, DAY, HOUR = f.NOW, f.DAY, f.HOUR


@pytest.fixture
def client() -> Client:
    return signed_in(f.admin(name="Ada Admin"))


def prepared(**fields: object) -> Campaign:
    """A campaign in preparation, without anybody in it."""
    return create_campaign(draft(**fields), by=f.admin(), clock=f.clock_at(NOW - DAY))


# --- campaigns -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("verb", ["lengthen", "reopen"])
def test_new_deadline_begins_empty_beside_the_one_that_stands(client: Client, verb: str) -> None:
    """Fails with the standing deadline filled in: it is past, or refused as it is."""
    travel(THEN)
    campaign = f.campaign(opened_at=THEN - DAY, deadline_at=THEN + 9 * DAY)
    if verb == "reopen":
        transition.move(campaign, "closed", by=PORTAL, at=THEN)
    page = client.get(page_of(campaign, verb))
    assert page.context["form"].initial.get("deadline") is None
    assert page.context["form"].initial["deadline_zone"] == campaign.deadline_zone
    assert instant_in_words(THEN + 9 * DAY, campaign.deadline_zone) in text_of(page)


def test_consultation_and_assessment_are_told_apart(client: Client) -> None:
    page = text_of(client.get(page_of(prepared())))
    assert "DE – consultation: Works council, agreed; assessment: DPIA 7, kept by the DPO" in page


def test_counts_that_were_proposed_name_by_whom_and_until_when() -> None:
    """Fails when a standing proposal is not said: somebody would look for the button that is gone."""
    closed = counted(THEN)
    at = get_countable_from(closed.campaign, THEN)
    assert at is not None
    assert say_counts(closed.campaign, at).startswith("Can be published")
    propose_release(closed.campaign, by=closed.first, clock=f.clock_at(at))
    until = instant_in_words(at + 7 * DAY, closed.campaign.deadline_zone)
    said = f"Proposed by {closed.first}: another person can publish them until {until}."
    assert say_counts(closed.campaign, at + HOUR) == said
    assert say_counts(closed.campaign, at + 7 * DAY).startswith("Can be published")


def test_delivery_to_nobody_says_one_thing(client: Client) -> None:
    page = words_at(client, page_of(f.campaign(), "delivery"))
    assert "no members now" in page
    assert "Every member of today" not in page


def test_gate_leads_to_where_what_is_missing_is_put_right(client: Client) -> None:
    campaign = prepared()
    page = text_of(client.get(page_of(campaign, "open")))
    assert f'<a href="{page_of(campaign, "memo")}">Nobody has confirmed that a test mail arrived.' in page
    assert '<a href="/admin/transfers/upload/">Nobody is assigned' in page
    of_partner = signed_in(f.hr_partner(campaign)).get(page_of(campaign, "open"))
    assert "/admin/transfers/upload/" not in text_of(of_partner)  # which HR partners have not
    assert {each.code for each in get_missing(campaign, NOW)} >= {"members", "mail"}


def test_confirming_the_test_mail_says_when_and_to_whom_it_went(client: Client) -> None:
    campaign = prepared()
    page = words_at(client, page_of(campaign, "mail"))
    assert "No test mail has gone out yet" in page
    assert 'value="Confirm that' not in text_of(client.get(page_of(campaign, "mail")))
    admin = Employee.objects.get(name="Ada Admin")
    send_test_mail(campaign, by=admin, clock=f.clock_at(NOW))
    assert f"to Ada Admin ({admin.email}), waits to be sent since" in words_at(client, page_of(campaign, "mail"))
    [mail] = Notice.objects.filter(template="campaign.mail_test")
    transition.move_silently(mail, "sending", by=PORTAL, at=NOW, leased_until_at=NOW)
    transition.move_silently(mail, "sent", by=PORTAL, at=NOW + HOUR)
    page = words_at(client, page_of(campaign, "mail"))
    assert f"went out to Ada Admin ({admin.email}): {instant_in_words(NOW + HOUR, admin.zone)}." in page
    assert "Without it the campaign cannot be opened." in page


def test_days_left_are_calendar_days_where_the_deadline_is_read() -> None:
    """Fails with whole days of 24 hours: from the morning after, fourteen days would be thirteen."""
    deadline = datetime(2026, 3, 16, 16, tzinfo=UTC)
    assert _days_until(deadline, datetime(2026, 3, 2, 17, tzinfo=UTC), "Europe/Berlin") == 14
    assert _days_until(deadline, datetime(2026, 3, 15, 23, 30, tzinfo=UTC), "Europe/Berlin") == 0
    assert _days_until(deadline, datetime(2026, 3, 15, 23, 30, tzinfo=UTC), "UTC") == 1


def test_extension_gives_both_deadlines_before_it_is_confirmed() -> None:
    down(40)
    extension = propose_extension(f.campaign(), clock=f.clock_at(DEADLINE - HOUR))
    [verb] = [each for each in ExtensionAdmin.verbs if each.name == "confirm"]
    desk = Desk(f.admin(), DEADLINE - HOUR, is_admin=True, is_hr_partner=False)
    now, then = (instant_in_words(at, extension.campaign.deadline_zone) for at in (DEADLINE, DEADLINE + DAY))
    assert verb.context(extension, desk)["said"] == [f"The deadline now: {now}. If you confirm now: {then}."]


# --- units and assignments -------------------------------------------------------------------------------------


def test_unit_that_cannot_be_closed_says_why_and_has_no_button(client: Client) -> None:
    unit: Unit = f.UnitFactory.create()
    assert 'value="Close"' in text_of(client.get(page_of(unit, "close")))
    f.EmployeeFactory.create(unit=unit)
    page = text_of(client.get(page_of(unit, "close")))
    assert "People work in this unit. Move them first, or merge it into another." in page
    assert 'value="Close"' not in page


def test_assignment_shows_the_terms_that_count_and_that_earlier_ones_stay(client: Client) -> None:
    of = f.assignment(recorded_terms=f.terms(pay="Band 5"))
    assert "Pay: Band 5" in text_of(client.get(page_of(of)))
    assert "Every earlier version stays" not in text_of(client.get(page_of(of)))
    admin = Employee.objects.get(name="Ada Admin")
    record_terms(of, f.terms(pay="Band 6"), because="A raise.", seen_version=1, by=admin)
    page = text_of(client.get(page_of(of)))
    assert "Pay: Band 6" in page
    assert "This is version 2. Every earlier version stays." in page


def test_voided_assignment_shows_no_choice_as_offered(client: Client) -> None:
    of = f.assignment()
    admin = Employee.objects.get(name="Ada Admin")
    assert "It cannot be taken back." in text_of(client.get(page_of(of, "void")))
    void_assignment(of, because="Another person was meant.", by=admin)
    page = text_of(client.get(page_of(of)))
    assert "no longer: voided" in page
    assert "icon-yes" not in page


def test_held_move_says_from_where_to_where(client: Client) -> None:
    of = f.assignment()
    f.role()  # before there is any, files move people at once
    f.UnitFactory.create(code="U1", name="First unit")
    load("people", f"hr_id,unit_code\n{of.employee.hr_id},U1")
    partner = signed_in(f.hr_partner(of.campaign))
    for verb in ("apply", "drop"):
        page = words_at(partner, page_of(HeldMove.objects.get(), verb))
        assert f"from {of.employee.unit.name} to First unit." in page


# --- rights, decisions, policies, mail -------------------------------------------------------------------------


def test_right_says_who_confirms_it_and_its_proposer_withdraws() -> None:
    first, second = f.admin(), f.admin()
    grant = propose_grant("auditor", f.EmployeeFactory.create(), by=first)
    mine, theirs = signed_in(first), signed_in(second)
    assert "Withdraw the proposal" in text_of(mine.get(page_of(grant)))
    assert 'value="Withdraw the proposal"' in text_of(mine.get(page_of(grant, "refuse")))
    assert 'value="Refuse this proposal"' in text_of(theirs.get(page_of(grant, "refuse")))
    assert "An admin confirms it: neither who proposed it nor who receives it." in text_of(theirs.get(page_of(grant)))
    refuse_grant(grant, by=first)
    page = text_of(mine.get(page_of(grant)))
    assert "withdrawn: " in page
    assert "An admin confirms it" not in page


def test_right_that_ended_says_on_which_day() -> None:
    first, second = f.admin(), f.admin()
    last = (database_clock() + timedelta(days=90)).date()
    grant = propose_grant("auditor", f.EmployeeFactory.create(), ends_on=last, by=first)
    confirm_grant(grant, by=second)
    assert day_in_words(last) in text_of(signed_in(first).get(page_of(grant)))
    end_grant(grant, by=first)
    page = text_of(signed_in(first).get(page_of(Grant.objects.get(pk=grant.pk))))
    assert day_in_words(last) not in page
    assert day_in_words(database_clock().date()) in page


def test_first_decision_shows_no_empty_lines(client: Client) -> None:
    publish_first_policy(clock=f.clock_at(NOW))
    decision = Decision.objects.get()
    page = text_of(client.get(page_of(decision)))
    assert "Nothing stood before it." in page
    assert ("What prompted it" in page) == bool(decision.policy is not None and decision.policy.note)


def test_policy_s_shares_have_the_percent_beside_them(client: Client) -> None:
    policy = f.policy()
    page = text_of(client.get(page_of(policy)))
    assert "5000 (50\xa0%)" in page.replace("&nbsp;", "\xa0")
    assert "500 (5 points)" in page
    assert instant_in_words(policy.effective_at, Employee.objects.get(name="Ada Admin").zone) in page
    assert "100 is one percent." in text_of(client.get(new(Policy, "publish")))


def test_mail_is_sent_again_only_where_some_needs_attention(client: Client) -> None:
    assert "Send again what needs attention" not in text_of(client.get(new(Notice, "others")))


def test_page_of_a_mail_is_headed_by_its_words(client: Client) -> None:
    campaign, partner = ready(members=1)
    send_test_mail(campaign, by=partner, clock=f.clock_at(NOW))
    mail = Notice.objects.filter(template="campaign.mail_test").latest("pk")
    page = text_of(client.get(page_of(mail)))
    assert "campaign.mail_test" not in page
    assert f"A test mail was asked for: {partner}" in page


def test_every_verb_of_one_word_has_a_heading_that_names_its_thing(client: Client) -> None:
    """Fails for a page that is headed “Close”."""
    verbs = [(page.noun._meta.model_name, verb) for page in PAGES for verb in page.verbs]
    short = {f"{noun}.{verb.name}" for noun, verb in verbs if " " not in str(verb.label)}
    assert short - {"grant.refuse"} <= set(HEADINGS)  # which is named by who looks
    assert set(HEADINGS) <= {f"{noun}.{verb.name}" for noun, verb in verbs}
    assert "<h1>Close this unit</h1>" in text_of(client.get(page_of(f.UnitFactory.create(), "close")))


# --- sign-in ---------------------------------------------------------------------------------------------------


def test_who_is_signed_in_is_told_of_no_closed_sign_in(client: Client) -> None:
    assert client.get("/account/inactive/").headers["Location"] == "/"
    assert "This sign-in is closed" in text_of(Client().get("/account/inactive/"))


@pytest.mark.parametrize("page", ["forgotten/", "forgotten/sent/", "new/done/"])
def test_who_is_signed_in_is_led_home_and_not_to_sign_in(client: Client, page: str) -> None:
    inside, outside = (text_of(of.get(f"/account/password/{page}")) for of in (client, Client()))
    assert 'href="/account/sign-in/"' not in inside
    assert 'href="/account/sign-in/"' in outside
