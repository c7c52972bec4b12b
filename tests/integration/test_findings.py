"""Not qualified for one role: by two people, in writing, answerable, and without effect on anything else."""

import re
from uuid import uuid4

import pytest
from django.test import Client

from accounts.models import Skill
from tests import factories as f
from tests import findings, rounds
from tests.pages import THEN, signed_in, travel
from transfers.actions.cases import open_case
from transfers.actions.findings import (
    answer_finding,
    confirm_finding,
    propose_finding,
    refuse_finding,
    uphold_finding,
    withdraw_finding,
)
from transfers.errors import Invalid, NotAllowed, NotVisible
from transfers.models import Candidacy, Event, Finding, Notice, Role
from transfers.models.candidacy import QUALIFYING, RANKED, ROUNDS
from transfers.queries.clearance import get_passed_over
from transfers.queries.eligibility import get_door, get_eligible
from transfers.queries.findings import get_findings_to_review, get_reviewers
from transfers.sight.actor import PORTAL

pytestmark = pytest.mark.django_db

CLOCK = f.clock_at(f.NOW)


@pytest.fixture
def role() -> Role:
    return f.role()


@pytest.fixture
def candidacy(role: Role) -> Candidacy:
    return f.candidate(f.undrafted(at=f.NOW - f.DAY).employee)


def is_eligible(role: Role, candidacy: Candidacy) -> bool:
    return bool(get_eligible([candidacy.employee], role, f.NOW))


def test_finding_counts_from_its_confirmation_until_it_is_withdrawn(role: Role, candidacy: Candidacy) -> None:
    other = f.role()
    made = findings.proposed(role, candidacy)
    assert is_eligible(role, candidacy)
    partner = findings.reviewer(made)
    confirm_finding(made, by=partner, clock=CLOCK)
    assert not is_eligible(role, candidacy)
    assert is_eligible(other, candidacy)
    for by in (f.hr_partner(candidacy.employee.assignments.get().campaign), f.manager_of(role)):
        with pytest.raises(NotVisible):
            withdraw_finding(Finding.objects.get(), by=by, clock=CLOCK)
    withdraw_finding(Finding.objects.get(), by=partner, clock=CLOCK)
    assert is_eligible(role, candidacy)


def test_refused_finding_counts_for_nothing_and_its_person_hears_nothing(role: Role, candidacy: Candidacy) -> None:
    findings.refused(role, candidacy)
    assert is_eligible(role, candidacy)
    assert not Notice.objects.filter(recipient=candidacy.employee, template__startswith="finding").exists()
    events = Event.objects.filter(verb__in=["finding.proposed", "finding.refused"])
    assert not events.filter(subject__isnull=False).exists()


def test_people_without_priority_may_be_claimed_past_who_has_a_finding(role: Role, candidacy: Candidacy) -> None:
    manager = f.manager_of(role)

    def passed_over() -> int:
        return get_passed_over(manager, role, f.NOW, as_manager=True, door=get_door(role, f.NOW)).count

    assert passed_over() == 1
    findings.confirmed(role, candidacy)
    assert passed_over() == 0


def test_person_with_a_finding_is_left_out_of_the_role_in_a_round(role: Role) -> None:
    candidacy = rounds.wishes(role, visibility="ranked")
    findings.confirmed(role, candidacy)
    made = rounds.frozen([role])
    assert made.ballots.get().left_out == [[role.pk, "not_eligible"]]


def test_no_event_holds_a_word_of_it(role: Role, candidacy: Candidacy) -> None:
    made = findings.confirmed(role, candidacy)
    answer_finding(made, "I wrote half of it.", by=candidacy.employee, clock=CLOCK)
    bodies = " ".join(str(event.body) for event in Event.objects.filter(verb__startswith="finding"))
    assert "samples" not in bodies
    assert "wrote" not in bodies


# --- who ------------------------------------------------------------------------------------------------------


def test_only_the_roles_manager_proposes_one_about_whom_they_see(role: Role, candidacy: Candidacy) -> None:
    hidden = rounds.wishes(role)
    skill = Skill.objects.get()
    for by, about in (
        (f.manager_of(f.role()), candidacy),
        (f.admin(), candidacy),
        (candidacy.employee, candidacy),
        (f.manager_of(role), hidden),
        (PORTAL, candidacy),
    ):
        with pytest.raises(NotVisible):
            propose_finding(role, about, skill=skill, reasons="R", by=by, clock=CLOCK)


def test_criterion_is_one_that_the_role_published_and_reasons_are_given(role: Role, candidacy: Candidacy) -> None:
    manager, skill = f.manager_of(role), Skill.objects.get()
    with pytest.raises(Invalid, match="criteria"):
        propose_finding(
            role, candidacy, skill=f.SkillFactory.create(code="charm"), reasons="R", by=manager, clock=CLOCK
        )
    for reasons in ("", "  ", "x" * 4_001):
        with pytest.raises(Invalid, match="reasons"):
            propose_finding(role, candidacy, skill=skill, reasons=reasons, by=manager, clock=CLOCK)
    made = propose_finding(role, candidacy, skill=None, reasons="R", by=manager, clock=CLOCK)
    assert made.criterion == "level"
    with pytest.raises(NotAllowed, match="stands for this role already"):
        propose_finding(role, candidacy, skill=skill, reasons="R", by=manager, clock=CLOCK)


def test_nobody_is_found_unfit_while_they_hold_an_offer_for_the_role(role: Role, candidacy: Candidacy) -> None:
    f.claim(role, candidacy.employee)
    with pytest.raises(NotAllowed, match="holds an offer"):
        findings.proposed(role, candidacy)


def test_reviewer_is_another_hr_partner_with_the_case_open_for_it(role: Role, candidacy: Candidacy) -> None:
    made = findings.proposed(role, candidacy)
    campaign = candidacy.employee.assignments.get().campaign
    partner = f.hr_partner(campaign)
    open_case(candidacy.employee, "other", by=partner, clock=CLOCK)
    for by in (partner, f.admin(), candidacy.employee, made.proposed_by, rounds.partner()):
        with pytest.raises(NotVisible):
            confirm_finding(made, by=by, clock=CLOCK)
        with pytest.raises(NotVisible):
            refuse_finding(made, by=by, clock=CLOCK)
    open_case(candidacy.employee, "finding", by=partner, clock=CLOCK)
    refuse_finding(made, by=partner, clock=CLOCK)
    with pytest.raises(NotAllowed, match="decided"):
        confirm_finding(made, by=partner, clock=CLOCK)


def test_reviewer_is_nobody_who_is_open_to_the_same_role(role: Role, candidacy: Candidacy) -> None:
    """Fails where a rival confirms it, and so comes before the person."""
    made = findings.proposed(role, candidacy)
    for visibility in (QUALIFYING, RANKED, ROUNDS):
        rival = findings.reviewer(made)
        f.candidate(rival, visibility=visibility, ranked=[] if visibility == QUALIFYING else [role])
        with pytest.raises(NotVisible):
            confirm_finding(made, by=rival, clock=CLOCK)
        assert rival.pk not in get_reviewers(made, f.NOW)
    partner = findings.reviewer(made)
    f.candidate(partner, visibility=RANKED, ranked=[f.role()])
    assert confirm_finding(made, by=partner, clock=CLOCK).confirmed_by == partner


def test_hiring_manager_who_is_an_hr_partner_too_reviews_none_of_their_own(candidacy: Candidacy) -> None:
    partner = f.hr_partner(candidacy.employee.assignments.get().campaign)
    role = f.role(manager=partner)
    made = findings.proposed(role, candidacy)
    open_case(candidacy.employee, "finding", by=partner, clock=CLOCK)
    with pytest.raises(NotVisible):
        confirm_finding(made, by=partner, clock=CLOCK)


def test_person_answers_once_and_the_reviewers_are_told(role: Role, candidacy: Candidacy) -> None:
    made = findings.confirmed(role, candidacy)
    with pytest.raises(NotVisible):
        answer_finding(made, "No.", by=made.proposed_by, clock=CLOCK)
    for answer in ("", "x" * 4_001):
        with pytest.raises(Invalid, match="answer"):
            answer_finding(made, answer, by=candidacy.employee, clock=CLOCK)
    answer_finding(made, "I wrote half of it.", by=candidacy.employee, clock=CLOCK)
    assert Notice.objects.filter(template="finding.answered", recipient=made.confirmed_by).exists()
    with pytest.raises(NotAllowed, match="answered it"):
        answer_finding(made, "Once more.", by=candidacy.employee, clock=CLOCK)


def test_answer_is_read_once_and_the_finding_upheld(role: Role, candidacy: Candidacy) -> None:
    made = findings.confirmed(role, candidacy)
    partner = made.confirmed_by
    with pytest.raises(NotAllowed, match="No answer waits"):
        uphold_finding(made, by=partner, clock=CLOCK)
    answer_finding(made, "I wrote half of it.", by=candidacy.employee, clock=CLOCK)
    assert [each.pk for each in get_findings_to_review(partner, f.NOW)] == [made.pk]
    for by in (made.proposed_by, candidacy.employee, f.admin()):
        with pytest.raises(NotVisible):
            uphold_finding(made, by=by, clock=CLOCK)
    uphold_finding(made, by=partner, clock=CLOCK)
    assert get_findings_to_review(partner, f.NOW) == []
    assert Notice.objects.filter(template="finding.upheld", recipient=candidacy.employee).exists()
    with pytest.raises(NotAllowed, match="No answer waits"):
        uphold_finding(made, by=partner, clock=CLOCK)


def test_withdrawn_finding_takes_no_answer(role: Role, candidacy: Candidacy) -> None:
    made = findings.withdrawn(role, candidacy)
    with pytest.raises(NotAllowed, match="withdrawn"):
        answer_finding(made, "Thank you.", by=candidacy.employee, clock=CLOCK)
    with pytest.raises(NotAllowed, match="count any more"):
        withdraw_finding(made, by=made.confirmed_by, clock=CLOCK)


def test_person_reads_it_once_it_was_confirmed(role: Role, candidacy: Candidacy) -> None:
    made = findings.proposed(role, candidacy)
    with pytest.raises(NotVisible):
        answer_finding(made, "What?", by=candidacy.employee, clock=CLOCK)
    assert signed_in(candidacy.employee).get(f"/findings/{made.public_id}/").status_code == 404


# --- pages ----------------------------------------------------------------------------------------------------


def send(client: Client, path: str, **fields: str) -> int:
    drawn = client.get(path).content.decode()
    keys = dict(re.findall(r'name="(form_key|drawn|csrfmiddlewaretoken)" value="([^"]+)"', drawn))
    return client.post(path, {**keys, **fields}).status_code


def test_page_says_what_was_found_and_what_an_answer_does(role: Role, candidacy: Candidacy) -> None:
    made = findings.confirmed(role, candidacy)
    page = signed_in(candidacy.employee).get(f"/findings/{made.public_id}/").content.decode()
    assert "you do not qualify for that role and cannot be offered it" in page
    assert "withdraws the finding or has it stand" in page


def test_page_to_propose_one_exists_for_candidates_whom_the_manager_sees(role: Role) -> None:
    hidden = rounds.wishes(role)
    page = f"/hiring/roles/{role.public_id}/people/{hidden.public_id}/finding/"
    assert signed_in(f.manager_of(role)).get(page).status_code == 404


def test_finding_goes_from_the_manager_to_the_reviewer_to_the_person() -> None:
    travel(THEN)
    role, assignment = f.role(), f.undrafted(in_campaign=f.campaign(opened_at=THEN - f.DAY, deadline_at=THEN + f.DAY),
                                             at=THEN - f.HOUR)  # fmt: skip
    person = assignment.employee
    candidacy = f.candidate(person)
    profile = f"/hiring/roles/{role.public_id}/people/{candidacy.public_id}/"
    manager = signed_in(f.manager_of(role))
    assert b"/finding/" in manager.get(profile).content
    assert send(manager, f"{profile}finding/", criterion="python", reasons=findings.REASONS) == 302
    made = Finding.objects.get()
    partner = f.hr_partner(assignment.campaign)
    desk = signed_in(partner)
    assert person.name in desk.get("/cases/exceptions/").content.decode()
    assert desk.get(f"/cases/{person.public_id}/finding/{made.public_id}/").status_code == 404
    open_case(person, "finding", by=partner)
    assert made.role.title in desk.get(f"/cases/{person.public_id}/").content.decode()
    assert desk.get(f"/cases/{person.public_id}/finding/{uuid4()}/").status_code == 404
    assert send(desk, f"/cases/{person.public_id}/finding/{made.public_id}/", decision="confirm") == 302
    mine = signed_in(person)
    page = mine.get(f"/findings/{made.public_id}/").content.decode()
    for told in (findings.REASONS, made.proposed_by.name, partner.name, "Python"):
        assert told in page
    assert "A reviewed finding says" in mine.get(f"/roles/{role.public_id}/").content.decode()
    assert send(mine, f"/findings/{made.public_id}/", answer="I wrote half of it.") == 302
    assert "Answered" in mine.get("/findings/").content.decode()
    assert send(desk, f"/cases/{person.public_id}/finding/{made.public_id}/", decision="withdraw") == 302
    assert "It counts no more" in mine.get(f"/findings/{made.public_id}/").content.decode()
