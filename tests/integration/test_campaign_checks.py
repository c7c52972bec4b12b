"""What a campaign must show before it opens: that mail works, and terms that answer."""

import pytest

from tests import factories as f
from tests.admin import page_of, signed_in
from tests.drafts import draft, ready, send
from tests.factories import DAY, NOW, clock_at
from transfers import transition
from transfers.actions.campaign_drafts import confirm_test_mail, create_campaign, send_test_mail
from transfers.actions.campaigns import close_campaign
from transfers.admin.assignment_forms import TermsForm
from transfers.admin.campaign_forms import ChangeForm, DraftForm
from transfers.errors import NotAllowed
from transfers.models import Notice
from transfers.models.terms import CAMPAIGN_TOPICS, NEVER_UNCHANGED, TermsSheet
from transfers.queries.publish_gate import get_missing
from transfers.queries.releases import get_countable_from, say_counts
from transfers.sight.actor import PORTAL

pytestmark = pytest.mark.django_db
now = clock_at(NOW)


def test_mail_that_nobody_sent_or_that_failed_has_not_arrived() -> None:
    campaign = create_campaign(draft(), by=f.admin(), clock=now)
    partner = f.hr_partner(campaign)
    send_test_mail(campaign, by=partner, clock=now)
    mail = Notice.objects.get(template="campaign.mail_test")
    with pytest.raises(NotAllowed, match="No test mail"):  # it waits to be sent
        confirm_test_mail(campaign, by=partner, clock=now)
    transition.move_silently(mail, "sending", by=PORTAL, at=NOW, leased_until_at=NOW)
    transition.move_silently(mail, "needs_attention", by=PORTAL, at=NOW)
    with pytest.raises(NotAllowed, match="No test mail"):
        confirm_test_mail(campaign, by=partner, clock=now)
    send_test_mail(campaign, by=partner, clock=now)
    send(Notice.objects.latest("pk"), at=NOW)
    assert confirm_test_mail(campaign, by=partner, clock=now).mail_tested_at == NOW


def test_gate_takes_no_change_for_no_answer_where_nothing_could_stay_as_it_is() -> None:
    unchanged: TermsSheet = {topic: {"statement": "no_change", "text": "", "ask": ""} for topic in CAMPAIGN_TOPICS}
    campaign, _partner = ready(terms=unchanged)
    assert {each.code for each in get_missing(campaign, NOW)} == {f"terms.{topic}" for topic in NEVER_UNCHANGED}
    choices = ChangeForm.base_fields["terms_latest_end_statement"].choices  # type: ignore[attr-defined]
    assert "no_change" not in dict(choices)


def test_page_of_a_closed_campaign_says_from_when_its_counts_are_published() -> None:
    campaign = f.campaign(opened_at=NOW - 40 * DAY, deadline_at=NOW - 20 * DAY)
    assert say_counts(campaign, NOW) == "–"
    campaign = close_campaign(campaign, clock=clock_at(NOW - 19 * DAY))
    countable_from = get_countable_from(campaign, NOW)
    assert countable_from is not None
    assert say_counts(campaign, countable_from - DAY).startswith("From ")
    assert say_counts(campaign, countable_from).startswith("Can be published")
    assert "late" in signed_in(f.admin()).get(page_of(campaign)).content.decode()


def test_words_beside_another_answer_are_refused_at_the_desk() -> None:
    """Fails where they are dropped unseen, of a campaign's terms or of today's job."""
    kept = {"because": "An agreement.", "pay_statement": "no_change", "pay_text": "Ten percent more"}
    assert "pay_text" in TermsForm(kept).errors
    draft = {"terms_pay_statement": "no_change", "terms_pay_text": "Ten percent more"}
    assert "terms_pay_text" in DraftForm(draft).errors
