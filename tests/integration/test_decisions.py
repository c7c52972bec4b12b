"""The log of decisions that hold for everybody: what prompted each, who reads it, and that it is as recorded."""

from functools import partial

import pytest
from django.db import connection

from tests import factories as f
from tests.admin import list_of, page_of
from tests.drafts import draft, ready
from tests.factories import DAY, NOW, clock_at
from tests.pages import THEN, fields_of, signed_in, text_of, travel
from tests.rows import triggers_asleep
from transfers.actions.campaign_drafts import edit_campaign
from transfers.actions.campaigns import close_campaign, lengthen_campaign, open_campaign, reopen_campaign
from transfers.actions.policies import publish_first_policy, publish_policy
from transfers.actions.skill_minimums import state_skill_minimum
from transfers.actions.staffing import state_minimum
from transfers.errors import Invalid
from transfers.models import Decision, Event
from transfers.models.decision import LONGEST_PROMPT
from transfers.queries.decisions import get_decisions, get_lines, stands_as_recorded

pytestmark = pytest.mark.django_db
now = clock_at(NOW)
STRIKE = "A strike of the trains."


def said() -> list[tuple[str, str, str]]:
    """What the newest decision changed, in words."""
    return [(line.name, line.was, line.now) for line in get_lines(Decision.objects.latest("pk"))]


def verbs() -> list[str]:
    return list(Decision.objects.order_by("pk").values_list("event__verb", flat=True))


def test_policy_is_not_published_without_what_prompted_it() -> None:
    publish_first_policy(clock=now)
    with pytest.raises(Invalid) as refusal:
        publish_policy({}, effective_at=NOW + DAY, note="  ", by=f.admin(), clock=now)
    assert refusal.value.field == "note"
    values: dict[str, int | str] = {"undo_hours": 48, "order": "weighted"}
    publish_policy(values, effective_at=NOW + DAY, note="A review.", by=f.admin(), clock=now)
    assert verbs() == ["policy.published", "policy.published"]
    assert said() == [
        ("Order of roles", "shortage first", "weighted"),
        ("Undo after accepting, in hours", "24", "48"),
    ]
    assert get_lines(Decision.objects.earliest("pk")) == []


def test_window_is_not_lengthened_without_what_prompted_it() -> None:
    campaign = f.campaign()
    partner = f.hr_partner(campaign)
    for prompted_by in (" ", "x" * (LONGEST_PROMPT + 1)):
        with pytest.raises(Invalid) as refusal:
            lengthen_campaign(campaign, NOW + 30 * DAY, prompted_by=prompted_by, by=partner, clock=now)
        assert refusal.value.field == "prompted_by"
    campaign = lengthen_campaign(campaign, NOW + 30 * DAY, prompted_by=f" {STRIKE} ", by=partner, clock=now)
    assert campaign.closes_at is not None
    close_campaign(campaign, clock=clock_at(campaign.closes_at))
    after = clock_at(campaign.closes_at + DAY)
    with pytest.raises(Invalid):
        reopen_campaign(campaign, NOW + 90 * DAY, prompted_by="", by=partner, clock=after)
    reopen_campaign(campaign, NOW + 90 * DAY, prompted_by="A court said so.", by=partner, clock=after)
    assert verbs() == ["campaign.lengthened", "campaign.reopened"]
    assert Decision.objects.earliest("pk").prompted_by == STRIKE
    [(name, was, stands)] = said()
    assert name == "Deadline"
    assert was.endswith("Berlin time")
    assert was != stands


def test_words_of_a_decision_stand_in_no_event_which_commits_to_them() -> None:
    campaign = f.campaign()
    lengthen_campaign(campaign, NOW + 30 * DAY, prompted_by=STRIKE, by=f.hr_partner(campaign), clock=now)
    assert not Event.objects.filter(body__icontains="strike").exists()
    made = Decision.objects.get()
    assert stands_as_recorded(made)
    with triggers_asleep():
        Decision.objects.update(prompted_by="Another reason.")
    made.refresh_from_db()
    assert not stands_as_recorded(made)
    page = text_of(signed_in(f.admin()).get(page_of(made)))
    assert "These are not the words that were recorded" in page


def test_change_of_a_draft_says_what_it_changes_from_and_to() -> None:
    campaign, partner = ready()
    with pytest.raises(Invalid):
        edit_campaign(campaign, draft(memo="Rewritten"), prompted_by="", by=partner, clock=now)
    edit_campaign(campaign, draft(), prompted_by=STRIKE, by=partner, clock=now)
    assert verbs() == []  # nothing changed
    terms = {**draft().terms, "pay": {"statement": "not_stated", "text": "", "ask": "Payroll"}}
    edit_campaign(campaign, draft(memo="Rewritten", terms=terms), prompted_by=STRIKE, by=partner, clock=now)
    assert [(name, now) for name, _was, now in said()] == [
        ("Memo", "Rewritten"),
        ("Terms: Pay", "not stated: ask …; Payroll"),
    ]


def test_minimums_and_the_opening_are_in_the_log() -> None:
    campaign, partner = ready()
    unit, skill = f.UnitFactory.create(name="Applied AI"), f.SkillFactory.create(code="rust", name="Rust")
    campaign.assigned_units.add(unit)
    acts = (
        partial(state_minimum, campaign, unit, 3),
        partial(state_skill_minimum, campaign, unit, skill, 2, proficiency=3),
        partial(open_campaign, campaign),
    )
    told = []
    for act in acts:
        with pytest.raises(Invalid):
            act(prompted_by="", by=partner, clock=now)
        act(prompted_by=STRIKE, by=partner, clock=now)
        told += said()
    assert told == [
        ("Minimum staffing: Applied AI", "0", "3"),
        (f"Minimum by skill: Applied AI, {skill.name}", "0 at level 3 or above", "2 at level 3 or above"),
        ("Status", "in preparation", "open"),
    ]


def test_log_is_read_by_admins_and_of_a_campaign_by_its_partners() -> None:
    publish_first_policy(clock=now)
    campaign, other = f.campaign(), f.campaign()
    partner = f.hr_partner(campaign)
    for each in (campaign, other):
        lengthen_campaign(each, NOW + 30 * DAY, prompted_by=STRIKE, by=f.hr_partner(each), clock=now)
    assert get_decisions(f.admin(), NOW).count() == 3
    assert {row.campaign for row in get_decisions(partner, NOW)} == {campaign, None}


def test_decision_is_asked_for_and_read_at_the_desk() -> None:
    travel(THEN)
    campaign = f.campaign(opened_at=THEN - DAY, deadline_at=THEN + 9 * DAY)
    partner = f.hr_partner(campaign, name="Hanna Log")
    client = signed_in(partner)
    page = page_of(campaign, "lengthen")
    sent = fields_of(client.get(page)) | {"deadline": "2041-06-01T17:00", "deadline_zone": "Europe/Berlin"}
    refused = client.post(page, sent)
    assert refused.status_code == 400
    assert client.post(page, sent | {"prompted_by": "<b>strike</b>"}).status_code == 302
    made = Decision.objects.get()
    listed = signed_in(f.admin()).get(list_of(Decision)).content.decode()
    shown = text_of(client.get(page_of(made)))
    assert "&lt;b&gt;strike&lt;/b&gt;" in listed
    assert "Hanna Log" in listed
    assert "1 June 2041, 17:00, Berlin time" in shown
    assert "What stands on this page is what was recorded with the decision." in shown
    assert (
        client.get(f"{list_of(Decision)}?about=policy").content.decode().count("Hanna Log") == 1
    )  # who is signed in
    assert "strike" in client.get(f"{list_of(Decision)}?about=campaign&q=strike").content.decode()
    assert signed_in(f.hr_partner(f.campaign())).get(page_of(made)).status_code == 404


def test_who_decided_has_no_name_once_their_record_was_erased() -> None:
    campaign = f.campaign()
    lengthen_campaign(campaign, NOW + 30 * DAY, prompted_by=STRIKE, by=f.hr_partner(campaign), clock=now)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE transfers_pseudonym SET employee_id = NULL")
    assert "somebody whose record was erased" in text_of(signed_in(f.admin()).get(page_of(Decision.objects.get())))
