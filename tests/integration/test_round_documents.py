"""The document by which a third party checks a round."""

import json
import re

import pytest
from django.test import Client

from tests import factories as f
from tests import rounds
from tests.pages import freshly_signed_in, signed_in
from transfers.actions.round_documents import propose_document, release_document
from transfers.errors import NotAllowed
from transfers.matching import verify
from transfers.models import Event, Notice

pytestmark = pytest.mark.django_db


def text_of(client: Client, path: str) -> str:
    return re.sub(r"\s+", " ", client.get(path).content.decode())


def test_document_goes_out_by_two_people_and_passes_the_verifier() -> None:
    role = f.role()
    candidacy = rounds.wishes(role)
    made = rounds.published([role])
    clock, page = f.clock_at(f.NOW), f"/rounds/{made.public_id}/document/"
    assert freshly_signed_in(made.approver).get(page).status_code == 404
    propose_document(made, by=made.approver, clock=clock)
    asked = Notice.objects.filter(template="round.document_proposed", channel="inbox")
    assert list(asked.values_list("recipient_id", flat=True)) == [made.preparing_by_id]
    assert freshly_signed_in(made.approver).get(page).status_code == 404
    with pytest.raises(NotAllowed, match="another person"):
        release_document(made, by=made.approver, clock=clock)
    release_document(made, by=made.preparing_by, clock=clock)
    for verb in (propose_document, release_document):
        with pytest.raises(NotAllowed, match="already"):
            verb(made, by=made.approver, clock=clock)
    assert "ROUND.json" in text_of(signed_in(made.approver), f"/rounds/{made.public_id}/")
    response = freshly_signed_in(made.approver).get(page)
    assert response["Content-Disposition"] == 'attachment; filename="ROUND.json"'
    document = json.loads(response.content)
    assert verify.get_faults(verify.Document(document)) == []
    told = response.content.decode()
    for named in (candidacy.employee.name, str(candidacy.employee.public_id), role.title, str(role.public_id)):
        assert named not in told
    assert Event.objects.filter(verb="round.document_opened").count() == 1
    for viewer in (candidacy.employee, f.manager_of(role), f.admin()):
        assert freshly_signed_in(viewer).get(page).status_code == 404
        assert "ROUND.json" not in text_of(signed_in(viewer), f"/rounds/{made.public_id}/")


def test_document_wants_a_fresh_sign_in_of_those_for_whom_it_is_there() -> None:
    made = rounds.published([f.role()])
    clock, page = f.clock_at(f.NOW), f"/rounds/{made.public_id}/document/"
    release_document(propose_document(made, by=made.approver, clock=clock), by=made.preparing_by, clock=clock)
    assert signed_in(made.approver).get(page).status_code == 302
    assert signed_in(f.EmployeeFactory.create()).get(page).status_code == 404
