"""What the pages of a round say to those who run it: its roles and inputs, what is next, and for whom."""

import re

import pytest

from accounts.models import Employee
from tests import factories as f
from tests import rounds
from tests.pages import THEN, signed_in, text_of, travel, words_at
from transfers.actions.round_documents import propose_document
from transfers.actions.round_runs import ask_to_publish, publish_round
from transfers.actions.rounds import commit_to_secret, freeze_round, prepare_round, reveal_secret
from transfers.models import Role, Round
from transfers.queries.round_steps import get_rounds_waiting_for, get_steps

pytestmark = pytest.mark.django_db

CLOCK = f.clock_at(THEN)


@pytest.fixture(autouse=True)
def then() -> None:
    travel(THEN)


def bare(*roles: Role, start_on: int = 60) -> Round:
    """A round that was prepared a moment ago, with nobody bound."""
    preparer, approver = rounds.partner(at=THEN), rounds.partner(at=THEN)
    start = THEN.date() + start_on * f.DAY
    return prepare_round("R", roles or [f.role()], start_on=start, approver=approver, by=preparer, clock=CLOCK)


def page_of(made: Round, viewer: Employee | None = None, verb: str = "") -> str:
    return words_at(signed_in(viewer or made.approver), f"/admin/transfers/round/{made.pk}/{verb}")


def offered(made: Round, viewer: Employee) -> list[str]:
    """The verbs that the page leads to, in its order."""
    page = text_of(signed_in(viewer).get(f"/admin/transfers/round/{made.pk}/"))
    return re.findall(rf'href="/admin/transfers/round/{made.pk}/([a-z-]+)/"', page)


def test_approver_is_chosen_among_the_other_hr_partners() -> None:
    partner, other = rounds.partner(at=THEN), rounds.partner(at=THEN)
    f.EmployeeFactory.create(name="No Partner")
    page = text_of(signed_in(partner).get("/admin/transfers/round/new/prepare/"))
    select = re.findall(r'<select name="approver".*?</select>', page, flags=re.DOTALL)[0]
    assert re.findall(r'value="([0-9]+)"', select) == [str(other.pk)]


def test_form_says_so_where_nobody_else_may_approve() -> None:
    assert "There is no other HR partner yet" in words_at(
        signed_in(rounds.partner(at=THEN)), "/admin/transfers/round/new/prepare/"
    )


def test_roles_stand_with_code_title_and_unit_wherever_a_round_names_them() -> None:
    role = f.role(code="PAY-9-R01", title="Data engineer", unit=f.UnitFactory.create(name="Ledger"))
    made = bare(role)
    for page in (page_of(made), words_at(signed_in(made.approver), "/admin/transfers/round/new/prepare/")):
        assert re.search(r"PAY-9-R01\s+Data engineer\s+Ledger", page)
    frozen = rounds.frozen([f.role(code="PAY-9-R02", title="Data engineer", unit=role.unit)], at=THEN)
    assert re.search(r"PAY-9-R02\s+Data engineer\s+Ledger", page_of(frozen, verb="approve/"))


def test_step_that_is_next_waits_for_who_takes_it_and_for_nobody_else() -> None:
    made = bare()
    preparer, approver, third = made.preparing_by, made.approver, rounds.partner(at=THEN)
    assert preparer is not None

    def waits_for() -> set[str]:
        people = {"preparer": preparer, "approver": approver, "third": third}
        return {name for name, person in people.items() if get_rounds_waiting_for(person, THEN)}

    assert waits_for() == {"preparer", "approver"}
    commit_to_secret(made, rounds.PREPARER_SECRET, by=preparer, clock=CLOCK)
    assert waits_for() == {"approver"}
    commit_to_secret(made, rounds.APPROVER_SECRET, by=approver, clock=CLOCK)
    assert waits_for() == {"preparer"}
    freeze_round(made, by=preparer, clock=CLOCK)
    assert waits_for() == {"approver"}
    assert get_rounds_waiting_for(approver, THEN + 4 * f.DAY) == []  # its time is over


def test_secrets_publication_and_document_wait_for_those_who_owe_them() -> None:
    made = rounds.approved([f.role()], at=THEN)
    preparer, approver, third = made.preparing_by, made.approver, rounds.partner(at=THEN)
    assert preparer is not None
    reveal_secret(made, rounds.PREPARER_SECRET, by=preparer, clock=CLOCK)
    assert not get_rounds_waiting_for(preparer, THEN)
    assert get_rounds_waiting_for(approver, THEN)
    run = rounds.run([f.role()], at=THEN)
    assert [each.pk for each in get_rounds_waiting_for(third, THEN)] == [run.pk]
    ask_to_publish(run, by=third, clock=CLOCK)
    assert not get_rounds_waiting_for(third, THEN)
    publish_round(run, clock=CLOCK)
    propose_document(run, by=run.approver, clock=CLOCK)
    assert not get_rounds_waiting_for(run.approver, THEN + 9 * f.DAY)
    assert get_rounds_waiting_for(third, THEN + 9 * f.DAY)


def test_home_and_administration_lead_who_is_next_to_the_round() -> None:
    made = rounds.frozen([f.role()], at=THEN)
    approver = signed_in(made.approver)
    address = f"/admin/transfers/round/{made.pk}/"
    assert "A round waits for your next step" in words_at(approver, "/")
    assert f'href="{address}' in text_of(approver.get("/"))
    assert "1 round waits for you" in words_at(approver, "/admin/")
    assert approver.get(f"{address}?").status_code == 200
    assert made.preparing_by is not None
    preparer = signed_in(made.preparing_by)
    assert "A round waits" not in words_at(preparer, "/")
    assert "None waits for you" in words_at(preparer, "/")
    assert "round waits for you" not in words_at(preparer, "/admin/")
    assert "Rounds to run" not in words_at(signed_in(f.EmployeeFactory.create()), "/")


def test_page_offers_the_next_step_first_and_the_end_of_the_round_last() -> None:
    made = bare()
    preparer = made.preparing_by
    assert preparer is not None
    assert offered(made, preparer) == ["commit", "discard"]
    commit_to_secret(made, rounds.PREPARER_SECRET, by=preparer, clock=CLOCK)
    page = page_of(made, preparer)
    assert "Replace your secret" in page
    assert "Write down your secret" not in page
    run = rounds.run([f.role()], at=THEN)
    assert offered(run, run.approver) == ["publish", "discard"]
    assert page_of(run).index("Publish") < page_of(run).index("End it without a result")


def test_secret_that_is_revealed_is_asked_for_no_more() -> None:
    made = rounds.approved([f.role()], at=THEN)
    assert "reveal" in offered(made, made.approver)
    reveal_secret(made, rounds.APPROVER_SECRET, by=made.approver, clock=CLOCK)
    assert "reveal" not in offered(made, made.approver)
    assert made.preparing_by is not None
    assert "reveal" in offered(made, made.preparing_by)
    assert re.search(rf"{made.approver.name} reveals their secret\s+Done", page_of(made))
    assert re.search(rf"{made.preparing_by.name} reveals their secret\s+Next", page_of(made))


def test_step_that_was_taken_is_done_while_the_portal_makes_the_offers() -> None:
    """Fails when “publishes it” stays the next step of somebody who has pressed it."""
    made = rounds.run([f.role()], at=THEN)
    ask_to_publish(made, by=rounds.partner(at=THEN), clock=CLOCK)
    page = page_of(made)
    assert re.search(r"An HR partner publishes it\s+Done", page)
    assert re.search(r"The offers are made, all at once\s+Next", page)


def test_numbers_that_are_all_too_small_are_one_sentence() -> None:
    made = rounds.published([f.role()], at=THEN)
    page = page_of(made, verb="outcome/")
    assert "No number of it can be shown." in page
    assert "not shown" not in page.replace("are not shown, nor", "")


def test_steps_of_a_discarded_round_are_those_that_were_taken() -> None:
    made = rounds.discarded([f.role()], at=THEN)
    assert all(step.is_done for step in get_steps(made, THEN))
    assert "A role was missing." in page_of(made)
    assert "held until" not in page_of(made)


def test_approver_reads_what_they_approve_and_nothing_of_a_person_or_an_offer() -> None:
    """Twelve take part, which is shown as ten; 17 seats of which one is offered are not told, nor the 16 left."""
    role = f.role(seats=17, opened_at=THEN - 40 * f.DAY)
    for _ in range(12):
        rounds.wishes(role, at=THEN)
    f.candidate(asked := f.EmployeeFactory.create())
    f.claim(role, asked, at=THEN)
    made = rounds.frozen([Role.objects.get(pk=role.pk)], at=THEN)
    page = page_of(made, verb="approve/")
    assert "About 10, rounded to 5" in page
    assert made.input_sha256 in page
    assert "50 % skills, 20 % level, 20 % location" in page
    assert "Policy version 1" in page
    assert not re.search(r"\b1[67]\b", re.sub(r"[0-9a-f]{32,}", "", page))
    few = rounds.frozen([f.role()], at=THEN)
    assert "Fewer than 10" in page_of(few, verb="approve/")


def test_first_day_within_the_notice_is_taken_and_what_becomes_of_it_said() -> None:
    soon, later = bare(start_on=1), bare(start_on=60)
    said = "starts on 26 March 2041 at the earliest if they were drafted, on 4 April 2041 at their own request"
    assert said in page_of(soon)
    assert "at the earliest" not in page_of(later)
    form = signed_in(soon.approver).get("/admin/transfers/round/new/prepare/")
    assert said in text_of(form)
    assert 'value="2041-04-04"' in text_of(form)


def test_days_and_columns_are_named_and_read_in_the_readers_zone() -> None:
    made = rounds.frozen([f.role()], at=THEN)
    reader = made.approver
    reader.time_zone = "Asia/Tokyo"
    reader.save(update_fields=["time_zone"])
    for page in (page_of(made), words_at(signed_in(reader), "/admin/transfers/round/")):
        assert "7 March 2041, 18:00, Tokyo time" in page
    page = page_of(made)
    for raw in ("Input sha256", "Frozen until at", "Start on", "Preparer commitment", "09:00, UTC", "a.m."):
        assert raw not in page
    assert "Its roles are held until" in page
    assert "First day that its offers name: 14 March 2041" in page


def test_who_has_a_part_in_a_round_is_told_why_it_offers_them_nothing() -> None:
    role = f.role(opened_at=THEN - 40 * f.DAY)
    made, partner = bare(role), rounds.partner(at=THEN)
    f.candidate(partner, visibility="rounds", ranked=[role])
    assert "You have a part in this round" in page_of(made, partner)
    assert "You have a part in this round" not in page_of(made)
