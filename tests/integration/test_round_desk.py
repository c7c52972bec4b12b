"""The rounds' pages of the admin, for HR partners alone."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Employee
from tests import factories as f
from tests import rounds
from tests.pages import send, signed_in, words_at
from transfers.actions.roles import close_role
from transfers.actions.round_runs import publish_round, run_round
from transfers.models import Role, Round
from transfers.queries.round_inputs import get_run
from transfers.queries.round_outcomes import count_outcome, get_unit_effects
from transfers.queries.round_steps import get_steps, is_with_the_worker, say_next_step
from transfers.states import RoundStatus

pytestmark = pytest.mark.django_db


def desk(viewer: Employee) -> Client:
    return signed_in(viewer)


def address(made: Round, verb: str = "") -> str:
    return f"/admin/transfers/round/{made.pk}/{verb}"


def test_only_hr_partners_have_the_page() -> None:
    made = rounds.prepared([f.role()])
    assert desk(made.approver).get(address(made)).status_code == 200
    for viewer in (f.admin(), f.EmployeeFactory.create(), f.manager_of(made.round_roles.get().role)):
        assert desk(viewer).get(address(made)).status_code == 404


def test_round_goes_from_preparation_to_publication_in_the_admin() -> None:
    at = timezone.now()
    role, preparer, approver = f.role(opened_at=at - 40 * f.DAY), rounds.partner(), rounds.partner()
    first, second = desk(preparer), desk(approver)
    new = {
        "title": "First round",
        "start_on": (at + timedelta(days=9)).date().isoformat(),
        "approver": str(approver.pk),
        "roles": role.code,
    }
    assert send(first, "/admin/transfers/round/new/prepare/", **new) == 302
    made = Round.objects.get()
    assert f"{preparer.name} and {approver.name} each write down a secret" in words_at(first, address(made))
    assert send(first, address(made, "freeze/")) == 404  # nothing is written down yet
    assert send(first, address(made, "commit/"), secret="a secret of sixteen and more") == 302
    assert f"{approver.name} still has to write down a secret" in words_at(first, address(made))
    assert send(second, address(made, "commit/"), secret="another one, longer than it") == 302
    assert f"Both secrets are written down. {preparer.name} freezes it." in words_at(first, address(made))
    assert send(first, address(made, "freeze/")) == 302
    assert f"{approver.name} approves the inputs" in words_at(first, address(made))
    assert "With a lottery of its own" in words_at(first, address(made, "dry-run/"))
    assert first.post(address(made, "dry-run/")).status_code == 404
    assert send(second, address(made, "approve/")) == 302
    assert f"{preparer.name} and {approver.name} each reveal their secret" in words_at(first, address(made))
    assert send(first, address(made, "reveal/"), secret="a secret of sixteen and more") == 302
    assert send(second, address(made, "reveal/"), secret="not what was written down") == 400
    assert send(second, address(made, "reveal/"), secret="another one, longer than it") == 302
    assert "It is being run." in words_at(first, address(made))
    assert "Show how far it is now" in words_at(first, address(made))
    made.refresh_from_db()
    over = made.frozen_until_at
    assert over is not None
    assert not is_with_the_worker(made, over)  # it is discarded, and the worker makes nothing of it
    assert say_next_step(made, "UTC", over).startswith("Its time is over")
    assert not any(step.is_next for step in get_steps(made, over))
    run_round(made)
    assert "An HR partner publishes it or discards it, by" in words_at(first, address(made))
    assert send(first, address(made, "publish/")) == 302
    assert "The offers are being made" in words_at(first, address(made))
    assert "Show how far it is now" in words_at(first, address(made))
    publish_round(made)
    made.refresh_from_db()
    assert made.status == RoundStatus.PUBLISHED
    assert "Show how far it is now" not in words_at(first, address(made))
    assert "What came of it" in words_at(second, address(made, "outcome/"))


@pytest.mark.parametrize(("code", "said"), [("NO-SUCH-ROLE", "No role has the code"), ("SHUT-R01", "Not open now:")])
def test_code_that_is_no_open_role_is_named_and_nothing_is_prepared(code: str, said: str) -> None:
    """Fails where what is unknown or not open is passed over: the round would lack a role, unsaid."""
    preparer, approver = rounds.partner(), rounds.partner()
    close_role(f.role(code="SHUT-R01"), by=f.admin(), clock=f.clock_at(f.NOW))
    codes = f"{f.role().code}, {code}"
    new = {"title": "R", "start_on": "2027-01-01", "approver": str(approver.pk), "roles": codes}
    page = desk(preparer)
    keys = dict(
        re.findall(
            r'name="(form_key|csrfmiddlewaretoken)" value="([^"]+)"',
            page.get("/admin/transfers/round/new/prepare/").content.decode(),
        )
    )
    response = page.post("/admin/transfers/round/new/prepare/", {**keys, **new})
    assert response.status_code == 400
    assert f"{said} {code}".rstrip() in response.content.decode()
    assert not Round.objects.exists()


def test_numbers_for_hr_name_no_small_group() -> None:
    """Twelve of thirty get a role, nine a first choice: what is small is hidden, and what would give it away."""
    roles = [f.role(seats=4, unit=f.UnitFactory.create(approved_headcount=20)) for _ in range(3)]
    for number in range(30):
        rounds.wishes(roles[number % 2], roles[2])
    made = rounds.published(roles)
    run = get_run(made)
    assert run is not None
    numbers = count_outcome(made, run, 10)
    assert (numbers.participants, numbers.placed, numbers.unplaced, numbers.nothing_ranked) == (30, None, 20, None)
    assert numbers.ranks == [None] * 4
    assert set(numbers.reasons.values()) == {None}  # all by the lottery: that nobody missed it otherwise would tell
    assert get_unit_effects(made, run, 10, f.NOW) == []
    assert len(get_unit_effects(made, run, 4, f.NOW)) == 3


def test_page_of_a_round_tells_hr_nothing_of_seats_that_are_taken() -> None:
    """Free seats less those of the role are the offers and moves that nobody announced."""
    role = f.role(seats=17)
    f.claim(role)
    made = rounds.frozen([Role.objects.get(pk=role.pk)])
    assert made.round_roles.get().seats == 16
    assert "16" not in re.sub(r"\d{4,}|[0-9a-f]{32,}", "", words_at(desk(made.approver), address(made)))


def test_rank_obtained_is_drawn_with_its_file_for_who_reads_the_round() -> None:
    """Fails when the file has a rule of its own, or a page without the picture answers for it."""
    first, second = f.role(seats=10), f.role(seats=10)
    for _ in range(20):
        rounds.wishes(first, second)
    made = rounds.frozen([first, second])
    page, reader = address(made, "dry-run/"), desk(made.approver)
    assert 'aria-labelledby="rank-obtained-title rank-obtained-says"' in reader.get(page).content.decode()
    assert reader.get(f"{page}?table=rank-obtained").content.decode("utf-8-sig").splitlines() == [
        '"Role","People"',
        '"The first of their list","not shown"',
        '"Number 2 of their list",10',
        '"Number 3 of their list","not shown"',
        '"Number 4 or further down","not shown"',
    ]
    assert reader.get(f"{page}?table=round-compared").status_code == 404
    assert desk(f.admin()).get(f"{page}?table=rank-obtained").status_code == 404
