"""What a manager did about a candidate already, on the pages of the candidates: their own acts, and nobody else's."""

import pytest
from django.urls import reverse

from accounts.models import Employee
from tests import factories as f
from tests.hiring import CLAIMS, claimed
from tests.pages import THEN, signed_in, text_of, travel, words_at
from tests.walks import offer_address, undrafted
from transfers.actions.claims import decline_claim, withdraw_claim
from transfers.actions.findings import propose_finding
from transfers.actions.ratings import rate_candidate
from transfers.models import Event, Role

pytestmark = pytest.mark.django_db

at_then = f.clock_at(THEN)
ROLES = "/hiring/roles/"


@pytest.fixture(autouse=True)
def then() -> None:
    travel(THEN)


def pages_of(role: Role, person: Employee) -> list[str]:
    pool, candidacy = reverse("transfers:hiring_pool", args=[role.public_id]), person.candidacy.public_id
    return [pool, f"{pool}people/{candidacy}/", f"{pool}compare/?candidate={candidacy}"]


def test_manager_reads_what_they_did_and_a_successor_does_not() -> None:
    role, person = f.role(seats=3), undrafted()
    manager = f.manager_of(role)
    other = f.role(manager=manager, title="Data engineer")
    strange = f.role(title="Compiler writer")
    claimed(strange, person)
    decline_claim(claimed(role, person), by=person, clock=at_then)
    withdraw_claim(claimed(role, person), because="A mistake.", by=manager, clock=at_then)
    claimed(other, person)
    rate_candidate(role, person.candidacy, 4, seen_version=0, by=manager, clock=at_then)
    propose_finding(role, person.candidacy, skill=None, reasons="The level.", by=manager, clock=at_then)
    said = (
        "You rated 4 of 5 for rounds.",
        "Your finding waits for its review, since Monday 4 March 2041 at 10:00 Berlin time (09:00 UTC)",
        "You withdrew an earlier offer for this role.",
        "An earlier offer of yours for this role was not taken up.",
        "An offer of yours for another of your roles waits for an answer:",
        "Data engineer",
    )
    for page in pages_of(role, person):
        words = words_at(signed_in(manager), page)
        assert [line for line in said if line not in words] == [], page
        assert "Compiler writer" not in words
    profile = text_of(signed_in(manager).get(pages_of(role, person)[1]))
    assert "does not meet a criterion" not in profile  # a second one would be refused
    for page in pages_of(strange, person):
        words = words_at(signed_in(f.manager_of(strange)), page)
        assert [line for line in said if line in words] == [], page


def test_claim_is_offered_only_to_whom_it_may_be_made() -> None:
    role = f.role(seats=2)
    first, mover = undrafted("Ada Berg"), f.candidate(f.EmployeeFactory.create(name="Moving Max")).employee
    client = signed_in(f.manager_of(role))
    for page in pages_of(role, mover)[1:]:
        answer = text_of(client.get(page))
        assert "qualify for this role and come first: Ada Berg" in answer, page
        assert offer_address(role, mover) not in answer, page
        assert offer_address(role, first) in text_of(client.get(pages_of(role, first)[1]))
    claimed(role, first)
    assert offer_address(role, mover) in text_of(client.get(pages_of(role, mover)[1]))
    claimed(role)
    for page in pages_of(role, mover)[1:]:
        answer = text_of(client.get(page))
        assert "No seat of this role is free" in answer, page
        assert offer_address(role, mover) not in answer, page


def test_nobody_is_offered_to_be_claimed_for_a_role_that_claims_nobody() -> None:
    role, person = f.role(), undrafted()
    Role.objects.filter(pk=role.pk).update(in_round_until_at=THEN + f.DAY)
    for page in pages_of(role, person)[1:]:
        answer = text_of(signed_in(f.manager_of(role)).get(page))
        assert "takes part in a round, so nobody is claimed for it" in answer
        assert offer_address(role, person) not in answer


def test_claim_is_not_offered_for_somebody_with_offers_enough() -> None:
    role, person = f.role(), undrafted()
    for _ in range(5):
        claimed(f.role(), person)
    answer = text_of(signed_in(f.manager_of(role)).get(pages_of(role, person)[1]))
    assert "No further offer can be made to this person at the moment." in answer
    assert offer_address(role, person) not in answer


def test_nobody_is_offered_to_be_claimed_before_the_first_working_days_are_over() -> None:
    role = f.role()
    Role.objects.filter(pk=role.pk).update(clearance_until_at=THEN + f.DAY)
    mover = f.candidate(f.EmployeeFactory.create(name="Moving Max")).employee
    answer = text_of(signed_in(f.manager_of(role)).get(pages_of(role, mover)[1]))
    assert "This person can be claimed for it afterwards." in answer
    assert offer_address(role, mover) not in answer


def test_claim_page_that_cannot_be_opened_says_so_with_menu_and_way_back() -> None:
    role = f.role()
    undrafted("Ada Berg")
    mover = f.candidate(f.EmployeeFactory.create(name="Moving Max")).employee
    answer = signed_in(f.manager_of(role)).get(offer_address(role, mover))
    page = text_of(answer)
    assert answer.status_code == 409
    assert "Opening this page changed nothing." in page
    assert "what you had filed before" not in page
    assert '<nav class="nav"' in page
    assert f'href="{pages_of(role, mover)[1]}"' in page


def test_more_marks_than_can_be_compared_are_kept_and_nobody_is_opened() -> None:
    role = f.role()
    people = [undrafted(name) for name in ("Ada Berg", "Bo Ek", "Cleo Vinter", "Dana Holm", "Ewa Lind")]
    client = signed_in(f.manager_of(role))
    asked = "&".join(f"candidate={person.candidacy.public_id}" for person in people)
    answer = client.get(f"{pages_of(role, people[0])[0]}compare/?page=1&{asked}", follow=True)
    page = text_of(answer)
    assert answer.status_code == 200
    assert "Compare at most 4 people at a time: you marked 5." in page
    assert page.count(" checked>") == len(people)
    assert not Event.objects.filter(verb="profile.opened").exists()


def test_offer_that_the_manager_withdrew_says_so_with_the_reason() -> None:
    role, person = f.role(seats=2), undrafted()
    own, ended = claimed(role, person), claimed(role, undrafted("Bo Ek"))
    withdraw_claim(own, because="The team moves.", by=f.manager_of(role), clock=at_then)
    decline_claim(ended, by=ended.employee, clock=at_then)
    client = signed_in(f.manager_of(role))
    for page in (CLAIMS, f"{CLAIMS}{own.public_id}/"):
        words = words_at(client, page)
        assert "You withdrew it" in words
        assert "The team moves." in words
    assert words_at(client, CLAIMS).count("You withdrew it") == 1
    assert "Not taken up" in words_at(client, f"{CLAIMS}{ended.public_id}/")


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("preparing", "Nobody is claimed before it opens."),
        ("paused", "Nobody new is claimed while it is paused."),
        ("closed", "Nobody is claimed for it any more."),
    ],
)
def test_role_that_is_not_open_has_no_free_seat(status: str, said: str) -> None:
    role = f.role_in_preparation(seats=2) if status == "preparing" else f.role(seats=2)
    manager = f.EmployeeFactory.create()
    if status == "preparing":
        f.grant(manager, "hiring_manager", role=role)
    else:
        manager = f.manager_of(role)
        Role.objects.filter(pk=role.pk).update(status=status, **{f"{status}_at": THEN})
    page = text_of(signed_in(manager).get(ROLES))
    assert said in page
    assert 'data-name="Free">–</td>' in page
    assert "seats free" not in text_of(signed_in(manager).get(f"{ROLES}{role.public_id}/"))
