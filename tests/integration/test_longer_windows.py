"""A window that is open is lengthened by who runs it, and the desk sees how what members were told went out."""

import pytest

from tests import factories as f
from tests.admin import page_of
from tests.drafts import ready
from tests.factories import DAY, NOW, clock_at
from tests.pages import THEN, fields_of, signed_in, text_of, travel
from transfers.actions.campaigns import close_campaign, lengthen_campaign, open_campaign
from transfers.errors import Invalid, NotAllowed, NotVisible
from transfers.models import Event, Notice
from transfers.models.notice import MAIL
from transfers.queries.deliveries import count_untold, get_deliveries

now = clock_at(NOW)

pytestmark = pytest.mark.django_db


def test_everybody_has_longer_and_is_told_whatever_they_filed() -> None:
    campaign = f.campaign()
    first, second = f.assignment(campaign), f.assignment(campaign)
    f.file(first, "undraft", at=NOW)
    later = NOW + 30 * DAY
    lengthen_campaign(campaign, later, prompted_by="A strike.", by=f.hr_partner(campaign), clock=now)
    campaign.refresh_from_db()
    assert (campaign.status, campaign.deadline_at) == ("open", later)
    assert campaign.closes_at is not None
    assert campaign.closes_at > later
    told = Notice.objects.filter(template="campaign.lengthened", channel="mail").values_list("recipient", flat=True)
    assert sorted(told) == sorted([first.employee_id, second.employee_id])
    assert Event.objects.filter(verb="campaign.lengthened").count() == 1
    f.file(second, "stay", at=NOW + 29 * DAY)


def test_open_window_never_shortens() -> None:
    campaign = f.campaign(deadline_at=NOW + 14 * DAY)
    partner = f.hr_partner(campaign)
    for deadline_at in (NOW + 14 * DAY, NOW + 13 * DAY, NOW - DAY):
        with pytest.raises(Invalid, match="only lengthens"):
            lengthen_campaign(campaign, deadline_at, prompted_by="A strike.", by=partner, clock=now)


def test_window_is_lengthened_only_while_open_and_by_who_runs_it() -> None:
    campaign = f.campaign()
    with pytest.raises(NotVisible):
        lengthen_campaign(campaign, NOW + 90 * DAY, prompted_by="A strike.", by=f.EmployeeFactory.create(), clock=now)
    assert campaign.closes_at is not None
    close_campaign(campaign, clock=clock_at(campaign.closes_at))
    with pytest.raises(NotAllowed, match="open window"):
        lengthen_campaign(
            campaign, NOW + 90 * DAY, prompted_by="A strike.", by=f.admin(), clock=clock_at(campaign.closes_at)
        )


def test_desk_gives_longer_and_sees_what_was_sent() -> None:
    travel(THEN)
    campaign = f.campaign(opened_at=THEN - DAY, deadline_at=THEN + 9 * DAY)
    f.assignment(campaign)
    client = signed_in(f.hr_partner(campaign))
    page = page_of(campaign, "lengthen")
    sent = fields_of(client.get(page)) | {"deadline": "2041-06-01T17:00", "deadline_zone": "Europe/Berlin"}
    assert client.post(page, sent).status_code == 400  # without what prompted it
    sent["prompted_by"] = "A strike."
    assert client.post(page, sent).status_code == 302
    shown = text_of(client.get(page_of(campaign, "delivery")))
    assert "Everybody has longer to choose" in shown
    assert client.post(page_of(campaign, "delivery"), {}).status_code == 404


def test_delivery_says_how_many_members_were_never_told_of_the_choice() -> None:
    campaign, partner = ready(members=2)
    open_campaign(campaign, prompted_by="The memo.", by=partner, clock=now)
    client = signed_in(partner)
    assert "Every member of today was told of the choice." in text_of(client.get(page_of(campaign, "delivery")))
    f.assignment(campaign)
    assert count_untold(campaign) == 1
    assert "1 member was never told of the choice: they joined" in text_of(client.get(page_of(campaign, "delivery")))


def test_delivery_takes_nobody_for_late_whom_the_inbox_alone_told() -> None:
    campaign, partner = ready(members=2)
    open_campaign(campaign, prompted_by="The memo.", by=partner, clock=now)
    Notice.objects.filter(channel=MAIL).delete()
    shown = text_of(signed_in(partner).get(page_of(campaign, "delivery")))
    assert "There was no message to all members by mail yet." in shown
    assert "never told" not in shown


def test_delivery_counts_messages_to_all_and_no_reading() -> None:
    campaign = f.campaign()
    first, _second = f.assignment(campaign), f.assignment(campaign)
    lengthen_campaign(campaign, NOW + 30 * DAY, prompted_by="A strike.", by=f.hr_partner(campaign), clock=now)
    f.file(first, "stay", at=NOW + DAY)
    [delivery] = get_deliveries(campaign)[campaign.pk]
    assert (delivery.members, delivery.waiting, delivery.sent, delivery.needs_attention) == (2, 2, 0, 0)
    Notice.objects.filter(channel="inbox").update(read_at=NOW)
    assert get_deliveries(campaign)[campaign.pk] == [delivery]
