"""The pages of rounds: for everybody, for who takes part, for a hiring manager who rates, and for HR."""

import json
import re
import uuid

import pytest

from tests import factories as f
from tests import rounds
from tests.pages import THEN, send, signed_in, travel, words_at
from transfers.actions.claims import decline_claim
from transfers.actions.round_runs import improve_round
from transfers.actions.rounds import discard_round
from transfers.models import Candidacy, Claim, Event, Rating, Role
from transfers.queries.record_copies import get_record
from transfers.queries.round_inputs import get_published_run

pytestmark = pytest.mark.django_db


def test_everybody_reads_what_a_round_is_bound_to_before_it_runs() -> None:
    made = rounds.frozen([f.role()])
    anybody = signed_in(f.EmployeeFactory.create())
    assert made.title in words_at(anybody, "/rounds/")
    page = words_at(anybody, f"/rounds/{made.public_id}/")
    for bound in (made.input_sha256, made.preparer_commitment, made.approver_commitment):
        assert bound in page
    assert "You take no part" in page
    assert "They reveal the secrets once the inputs are approved." in page
    assert "revealed the secret after" not in page


def test_round_in_preparation_does_not_exist_for_anybody() -> None:
    made = rounds.prepared([f.role()])
    anybody = signed_in(f.EmployeeFactory.create())
    assert made.title not in words_at(anybody, "/rounds/")
    assert anybody.get(f"/rounds/{made.public_id}/").status_code == 404


def test_result_shows_to_its_person_once_it_is_published_and_to_nobody_else() -> None:
    role, other = f.role(title="Wanted"), f.role(title="Second best")
    prior, second = rounds.wishes(role, undrafted=True), rounds.wishes(role, other)
    made = rounds.run([role, other])
    page = f"/rounds/{made.public_id}/"
    before = words_at(signed_in(prior.employee), page)
    assert "Results come out for everybody at once" in before
    assert "Wanted" not in before
    rounds.publish(made, f.clock_at(f.NOW))
    assert "This role was offered to you" in words_at(signed_in(prior.employee), page)
    assert "This round offered you a role." in words_at(signed_in(prior.employee), page)
    assert "revealed the secret after the approval" in words_at(signed_in(prior.employee), page)
    mine = words_at(signed_in(second.employee), page)
    assert f"· {role.code}" in mine
    assert "comes before you by priority or by the" in mine
    assert prior.employee.name not in mine
    for outsider in (f.EmployeeFactory.create(), f.manager_of(role), made.preparing_by, f.admin()):
        assert "You take no part" in words_at(signed_in(outsider), page)


def test_who_got_no_role_reads_so_and_when_the_time_is_over() -> None:
    role = f.role()
    rounds.wishes(role, undrafted=True)
    second = rounds.wishes(role)
    made = rounds.run([role])
    rounds.publish(made, f.clock_at(f.NOW))
    client, page = signed_in(second.employee), f"/rounds/{made.public_id}/"
    shown = words_at(client, page)
    assert "You got no role in this round. " in shown
    assert "were offered to who came next, until" in shown
    assert "are offered to who comes next" not in shown


def test_who_got_no_role_yet_reads_until_when_seats_are_still_given() -> None:
    role = f.role()
    first, second = rounds.wishes(role), rounds.wishes(role)
    rounds.rate(role, first, 5)
    rounds.rate(role, second, 2)  # no priority lasts until then, and nothing may be left to the lottery
    made = rounds.published([role], at=THEN)
    travel(THEN + f.DAY)
    shown = words_at(signed_in(second.employee), f"/rounds/{made.public_id}/")
    assert "You got no role in this round so far." in shown
    assert "are offered to who comes next, until" in shown


def test_what_would_have_changed_it_stands_on_a_page_of_its_own() -> None:
    role, other = f.role(seats=1), f.role()
    rounds.wishes(role, undrafted=True)
    second = rounds.wishes(role, other)
    rounds.rate(role, second, 5)  # with priority for both, it is not left to the lottery
    made = rounds.published([role, other])
    mine = signed_in(second.employee)
    page = words_at(mine, f"/rounds/{made.public_id}/roles/{role.public_id}/")
    assert "more seats at this role" in page
    assert f"{role.unit.name} · {role.code}" in page
    assert "priority placement or a higher rating" in page
    for role_id in (other.public_id, uuid.uuid4(), f.role().public_id):
        assert mine.get(f"/rounds/{made.public_id}/roles/{role_id}/").status_code == 404
    stranger = signed_in(f.EmployeeFactory.create())
    assert stranger.get(f"/rounds/{made.public_id}/roles/{role.public_id}/").status_code == 404


def test_role_that_fell_away_says_why() -> None:
    unfit = f.role(skills={"cobol": 5})
    candidacy = rounds.wishes(unfit)
    made = rounds.published([unfit])
    assert "You did not qualify for it" in words_at(signed_in(candidacy.employee), f"/rounds/{made.public_id}/")


def test_discarded_round_shows_its_reason() -> None:
    role = f.role()
    made = rounds.frozen([role])
    discard_round(made, because="A unit was left out.", by=made.approver, clock=f.clock_at(f.NOW))
    assert "A unit was left out." in words_at(signed_in(f.EmployeeFactory.create()), f"/rounds/{made.public_id}/")


# --- rating ---------------------------------------------------------------------------------------------------


def rate_page(candidacy: Candidacy, role: Role) -> str:
    return f"/hiring/roles/{role.public_id}/people/{candidacy.public_id}/rate/"


def test_manager_rates_a_visible_candidate_and_may_change_it() -> None:
    role = f.role()
    candidacy = rounds.wishes(role, visibility="ranked")
    manager = signed_in(f.manager_of(role))
    assert send(manager, rate_page(candidacy, role), rating="4") == 302
    assert send(manager, rate_page(candidacy, role), rating="2") == 302
    assert Rating.objects.get().rating == 2
    assert re.search(r'value="2"[^>]*checked', manager.get(rate_page(candidacy, role)).content.decode())
    told = [json.dumps(event.body) for event in Event.objects.filter(verb="role.rated")]
    assert told == ["{}", "{}"]
    assert not Event.objects.filter(verb="role.rated", subject__isnull=False).exists()


@pytest.mark.parametrize("rating", ["", "0", "6", "3.5", "NaN", "five", "4\x00", str(2**63)])
def test_rating_that_is_none_is_refused_at_the_field(rating: str) -> None:
    role = f.role()
    candidacy = rounds.wishes(role, visibility="ranked")
    assert send(signed_in(f.manager_of(role)), rate_page(candidacy, role), rating=rating) == 400
    assert not Rating.objects.exists()


def test_nobody_else_rates_or_reads_a_rating() -> None:
    role, elsewhere = f.role(), f.role()
    candidacy = rounds.wishes(role, visibility="ranked")
    hidden = rounds.wishes(role)
    send(signed_in(f.manager_of(role)), rate_page(candidacy, role), rating="5")
    for viewer in (
        candidacy.employee,
        f.manager_of(elsewhere),
        rounds.partner(),
        f.admin(),
        f.EmployeeFactory.create(),
    ):
        assert signed_in(viewer).get(rate_page(candidacy, role)).status_code == 404
    # who shows to rounds only is known to no manager, so counts as 3
    assert signed_in(f.manager_of(role)).get(rate_page(hidden, role)).status_code == 404


def test_stale_page_overwrites_no_rating() -> None:
    role = f.role()
    candidacy = rounds.wishes(role, visibility="ranked")
    manager = signed_in(f.manager_of(role))
    drawn = manager.get(rate_page(candidacy, role)).content.decode()
    keys = dict(re.findall(r'name="(form_key|drawn|csrfmiddlewaretoken)" value="([^"]+)"', drawn))
    assert send(manager, rate_page(candidacy, role), rating="4") == 302
    assert manager.post(rate_page(candidacy, role), {**keys, "rating": "1"}).status_code == 409
    assert Rating.objects.get().rating == 4


def test_outcome_shown_later_is_that_of_the_publication() -> None:
    role = f.role()
    first = rounds.wishes(role, undrafted=True)
    rounds.wishes(role)
    made = rounds.published([role])
    before = get_published_run(made)
    later = f.clock_at(f.NOW + f.HOUR)
    decline_claim(Claim.objects.get(employee=first.employee, round=made), by=first.employee, clock=later)
    improve_round(made, clock=later)
    again = get_published_run(made)
    assert before is not None
    assert again is not None
    assert again.outcome == before.outcome


def test_copy_of_ones_record_holds_the_round_without_ratings_and_without_priority_unless_asked() -> None:
    role = f.role()
    candidacy = rounds.wishes(role, undrafted=True)
    rounds.rate(role, candidacy, 5)
    rounds.published([role])
    closed = get_record(candidacy.employee, f.NOW, opens=False)["rounds"]
    assert [row["roles offered"] for row in closed] == [[f"{role.title}, {role.unit.name}"]]
    assert "tier" not in closed[0]
    assert [row["tier"] for row in get_record(candidacy.employee, f.NOW, opens=True)["rounds"]] == [1]
    assert "rating" not in str(closed).lower()


def test_manager_reads_what_a_round_offered_and_not_why_it_offered_nobody() -> None:
    travel(THEN)
    role, other = (f.role(opened_at=THEN - 40 * f.DAY) for _ in range(2))
    rounds.wishes(role, at=THEN)
    pool, none = (f"/hiring/roles/{each.public_id}/" for each in (role, other))
    made = rounds.run([role, other], at=THEN)
    assert "A round has this role now" in words_at(signed_in(f.manager_of(role)), pool)
    rounds.publish(made, f.clock_at(THEN))
    assert "It offered it to 1 person" in words_at(signed_in(f.manager_of(role)), pool)
    assert "It offered it to nobody whom you may see" in words_at(signed_in(f.manager_of(other)), none)


def test_manager_in_the_chain_of_who_was_offered_the_role_reads_of_nobody() -> None:
    travel(THEN)
    manager = f.EmployeeFactory.create()
    role = f.role(manager=manager, opened_at=THEN - 40 * f.DAY)
    rounds.wishes(role, at=THEN, manager=f.EmployeeFactory.create(manager=manager))
    made = rounds.published([role], at=THEN)
    assert Claim.objects.filter(round=made).count() == 1
    assert "It offered it to nobody whom you may see" in words_at(
        signed_in(manager), f"/hiring/roles/{role.public_id}/"
    )
