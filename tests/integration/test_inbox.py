"""The inbox: one's own messages, newest first, in words that give nothing away."""

import re
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Employee
from tests import factories as f
from tests.engineer import member
from tests.findings import refused
from tests.pages import THEN, travel, words_at
from tests.pages import signed_in as other_signed_in
from tests.walks import undrafted
from transfers import ledger
from transfers.actions import notices as notices_actions
from transfers.actions.claims import decline_claim
from transfers.actions.placements import announce_placement
from transfers.models import Grant, Notice
from transfers.models.notice import INBOX
from transfers.queries.inbox import get_inbox
from transfers.queries.notice_words import UNKNOWN, WORDS
from transfers.sight.actor import PORTAL

pytestmark = pytest.mark.django_db


def person_with(*templates: str) -> Employee:
    person = f.EmployeeFactory.create()
    for template in templates:
        event = ledger.record("role.changed", person, by=PORTAL, at=f.NOW)
        ledger.owe(event, person, template, at=f.NOW)
    return person


def signed_in(client: Client, person: Employee) -> Client:
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def test_inbox_lists_the_newest_first_and_marks_what_is_unread(client: Client) -> None:
    page = signed_in(client, person_with("campaign.opened", "claim.offered")).get(reverse("transfers:inbox"))
    text = page.content.decode()
    assert text.index("A hiring manager offers you a role") < text.index("A choice is open to you")
    assert text.count("Unread") == 2


def test_empty_inbox_says_what_will_come(client: Client) -> None:
    page = signed_in(client, person_with()).get(reverse("transfers:inbox"))
    assert "You have no messages yet" in page.content.decode()


def test_opening_a_message_reads_it(client: Client) -> None:
    person = person_with("claim.offered")
    notice = Notice.objects.get(recipient=person, channel=INBOX)
    page = signed_in(client, person).get(reverse("transfers:notice", args=[notice.public_id]))
    assert "A hiring manager offers you a role" in page.content.decode()
    notice.refresh_from_db()
    assert notice.read_at is not None


def test_message_of_a_filing_leads_to_its_receipt() -> None:
    of = member()
    f.file(of, "stay", at=THEN)
    receipt = of.choices.get().receipt
    message = get_inbox(of.employee, THEN + f.DAY).filter(template="choice.filed").get()
    said = other_signed_in(of.employee).get(f"/inbox/{message.public_id}/").content.decode()
    assert f'href="/receipt/{receipt.public_id}/">See your receipt' in said


def test_message_of_another_is_the_404_of_one_that_never_was(client: Client) -> None:
    notice = Notice.objects.get(recipient=person_with("claim.offered"), channel=INBOX)
    signed_in(client, person_with())
    other = client.get(reverse("transfers:notice", args=[notice.public_id]))
    never = client.get(reverse("transfers:notice", args=[uuid4()]))
    assert other.status_code == never.status_code == 404
    notice.refresh_from_db()
    assert notice.read_at is None


def test_inbox_takes_the_same_queries_however_long_it_is(client: Client) -> None:
    counts = []
    for templates in (["claim.offered"], ["claim.offered"] * 60):
        signed_in(client, person_with(*templates))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(reverse("transfers:inbox"))
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12


def test_every_template_that_an_action_owes_has_words() -> None:
    folder = Path(notices_actions.__file__).parent
    source = "\n".join(path.read_text() for path in folder.rglob("*.py"))
    owed = set(re.findall(r'(?:owe|Owed)\([^()]*?"([a-z_]+\.[a-z_]+)"', source))
    assert owed, "the pattern finds no call"
    assert owed <= WORDS.keys()


def test_words_of_an_unknown_template_are_true_of_every_message(client: Client) -> None:
    page = signed_in(client, person_with("something.new")).get(reverse("transfers:inbox"))
    assert str(UNKNOWN.title) in page.content.decode()


@pytest.mark.parametrize("template", sorted(WORDS))
def test_every_message_leads_to_a_page(template: str) -> None:
    assert reverse(WORDS[template].page)


def test_manager_reads_who_moves_once_it_is_announced_and_while_they_may_see_it(client: Client) -> None:
    manager = f.EmployeeFactory.create(name="The manager")
    placement = f.placement_at("pending")
    Employee.objects.filter(pk=placement.employee_id).update(manager=manager, name="Mira Moves")
    announce_placement(placement, clock=f.clock_at(placement.announce_at))
    notice = Notice.objects.get(recipient=manager, channel=INBOX)
    address = reverse("transfers:notice", args=[notice.public_id])
    page = signed_in(client, manager).get(address).content.decode()
    assert "Mira Moves" in page
    assert placement.role.unit.name in page
    Employee.objects.filter(pk=placement.employee_id).update(manager=None)
    assert "Mira Moves" not in client.get(address).content.decode()


def test_messages_about_claims_that_one_made_name_the_role_while_it_may_be_seen(client: Client) -> None:
    """Fails when a message names the role of somebody else's claim, or of a role that is no longer the reader's."""
    travel(THEN)
    role = f.role(title="Storage engineer", code="STO-1")
    manager = f.manager_of(role)
    declined = f.claim(role, undrafted(), at=THEN)
    decline_claim(declined, by=declined.employee, clock=f.clock_at(THEN))
    signed_in(client, manager)
    page = words_at(client, "/inbox/")
    assert "A claim of yours was not taken up Storage engineer, STO-1" in page
    message = Notice.objects.get(template="claim.not_taken_up", channel=INBOX)
    assert "Storage engineer, STO-1" in words_at(client, f"/inbox/{message.public_id}/")
    assert "Storage engineer" not in words_at(other_signed_in(declined.employee), "/inbox/")
    Grant.objects.filter(employee=manager, role=role).delete()
    assert "Storage engineer" not in words_at(client, "/inbox/")


def test_messages_about_findings_that_one_proposed_name_the_role_while_one_hires_for_it(client: Client) -> None:
    travel(THEN)
    role = f.role(title="Storage engineer", code="STO-1")
    finding = refused(role, undrafted().candidacy, at=THEN)
    signed_in(client, finding.proposed_by)
    assert "A finding of yours was decided on Storage engineer, STO-1" in words_at(client, "/inbox/")
    Grant.objects.filter(employee=finding.proposed_by, role=role).delete()
    assert "Storage engineer" not in words_at(client, "/inbox/")


def test_messages_of_one_instant_keep_their_order_and_later_ones_come_first(client: Client) -> None:
    """Fails when the order is that of writing alone: a message that falls due later stands where it was written."""
    travel(THEN)
    person = f.EmployeeFactory.create()
    for template, at in (("claim.offered", f.NOW), ("placement.settled", f.NOW - f.DAY), ("claim.expired", f.NOW)):
        event = ledger.record("role.changed", person, by=PORTAL, at=at)
        ledger.owe(event, person, template, at=at)
    listed = [notice.template for notice in get_inbox(person, THEN)]
    assert listed == ["claim.expired", "claim.offered", "placement.settled"]
