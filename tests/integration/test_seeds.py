"""The demo company: the same from the same seed, and loaded through the product's own doors."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from accounts.models import Employee
from seeds import cast
from seeds.company import make_company, write_files
from seeds.demo import load_demo
from seeds.opening import person_of
from tests.factories import EmployeeFactory
from transfers import models as m
from transfers.actions.demo import begin_demo, give_cast_passwords
from transfers.clock import database_clock
from transfers.errors import NotAllowed
from transfers.queries import due
from transfers.queries.own_rounds import get_own_round
from transfers.queries.round_inputs import get_published_run
from transfers.queries.round_outcomes import count_outcome
from transfers.sight.chain import is_in_chain_of
from transfers.states import STATUSES

DAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[list[str]]:
    """The small company, loaded once for the tests that only look at it."""
    said: list[str] = []
    with django_db_blocker.unblock(), transaction.atomic():
        load_demo("small", said.append)
        yield said
        transaction.set_rollback(True)


@pytest.mark.parametrize("size", ["small", "full"])
def test_the_same_seed_and_day_give_the_same_bytes(size: str, tmp_path: Path) -> None:
    written = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        files = write_files(make_company(size, DAY), tmp_path / name)
        written.append([file.read_bytes() for file in files.values()])
    assert written[0] == written[1]


def test_another_seed_gives_another_company() -> None:
    assert make_company("small", DAY, seed=1).people != make_company("small", DAY, seed=2).people


def test_the_full_company_is_as_large_as_the_reference_case() -> None:
    company = make_company("full", DAY)
    drafted = [person for person in company.people if person.origin]
    assert len(company.people) == 12_000
    assert len(drafted) == 7_000
    assert len({person.origin for person in drafted}) > 100
    assert len({person.site for person in company.people}) == 8
    assert len(company.roles) == 2_000
    assert 4_000 <= sum(role.seats for role in company.roles) <= 4_020
    assert len({role.unit for role in company.roles}) == 150
    shortages = sorted(unit.seats / unit.approved for unit in company.units if unit.seats)
    assert shortages[0] < 0.15
    assert shortages[-1] > 0.6
    assert len({person.email for person in company.people}) == 12_000


def test_managers_stand_where_the_tree_puts_them() -> None:
    company = make_company("full", DAY)
    unit_of = {person.hr_id: person.unit for person in company.people}
    parent_of = {unit.code: unit.parent for unit in company.units}
    for person in company.people:
        is_lead = company.leads[person.unit] == person.hr_id
        above = parent_of[person.unit] if is_lead else person.unit
        assert (unit_of[person.manager] if person.manager else "") == above


def test_names_are_of_many_kinds() -> None:
    names = [person.name for person in make_company("full", DAY).people]
    assert max(map(len, names)) > 50
    assert any("\u0590" <= name[0] <= "\u06ff" for name in names)
    assert sum(not name.isascii() for name in names) > 3_000


def test_every_noun_of_the_demo_is_in_nearly_every_status(demo: list[str]) -> None:
    nouns = {"claim": m.Claim, "placement": m.Placement, "role": m.Role, "candidacy": m.Candidacy}
    for noun, model in nouns.items():
        found = Counter(model._default_manager.values_list("status", flat=True))
        assert set(found) == {status.value for status in STATUSES[noun]}
    assert m.Campaign.objects.get().status == "open"
    assert m.Assignment.objects.count() == 150
    assert set(m.Entitlement.objects.values_list("status", flat=True)) == {"active", "suspended", "ended"}


def test_the_demos_past_stands_in_inboxes_only_and_lies_in_the_past(demo: list[str]) -> None:
    assert set(m.Notice.objects.values_list("channel", flat=True)) == {"inbox"}
    assert not m.Event.objects.filter(at__gt=database_clock()).exists()


def test_nothing_is_left_overdue_for_the_first_sweep(demo: list[str]) -> None:
    at = m.Event.objects.order_by("-at").values_list("at", flat=True)[0]
    assert due.get_expired_claims(at) == []
    assert due.get_placements_to_announce(at) == []
    assert due.get_placements_to_finalise(at) == []
    assert due.get_placements_to_settle(at) == []


def test_only_the_cast_can_sign_in(demo: list[str]) -> None:
    able = {person.sign_in_name for person in Employee.objects.all() if person.has_usable_password()}
    assert able == {member.sign_in_name for member in cast.CAST}
    assert person_of(cast.MIRA).check_password(cast.PASSWORD)


def test_the_casts_stories_hold(demo: list[str]) -> None:
    mira, lior, anna, priya = (person_of(who) for who in (cast.MIRA, cast.LIOR, cast.ANNA, cast.PRIYA))
    assert not m.Choice.objects.filter(assignment__employee=mira).exists()
    assert not is_in_chain_of(person_of(cast.KOFI), mira)
    assert is_in_chain_of(person_of(cast.RASMUS), mira)
    assert is_in_chain_of(person_of(cast.HENRIKE), mira)
    assert not is_in_chain_of(person_of(cast.DOLORES), mira)
    assert lior.claims.filter(status="offered").count() == 2
    offer = anna.claims.get(status="offered")
    assert anna.on_leave_until is not None
    assert offer.expires_at.date() > anna.on_leave_until
    placement = priya.placements.get()
    assert (placement.status, placement.announced_at) == ("pending", None)
    assert not person_of(cast.WEI).assignments.get().choice_offered
    assert person_of(cast.TOMAS).assignments.get().choices.count() == 1


def test_drafted_people_have_the_terms_of_their_job_recorded(demo: list[str]) -> None:
    assert not m.Assignment.objects.exclude(recorded_terms__has_keys=["pay", "review", "on_call"]).exists()


def test_there_is_a_seat_for_whoever_walks_through_as_mira(demo: list[str]) -> None:
    role = m.Role.objects.get(code="PAY-1-1-R01")
    assert role.seats - role.taken >= 2


def test_the_demo_is_loaded_once(demo: list[str]) -> None:
    out, before = StringIO(), m.Event.objects.count()
    call_command("demo", "--size", "small", stdout=out)
    assert "stands already" in out.getvalue()
    assert m.Event.objects.count() == before


def test_whom_to_sign_in_as_is_told(demo: list[str]) -> None:
    out = StringIO()
    call_command("demo", "--who", stdout=out)
    assert all(member.sign_in_name in out.getvalue() for member in cast.CAST)


@pytest.mark.django_db
def test_the_demo_never_mixes_with_a_company_that_stands() -> None:
    EmployeeFactory.create()
    with pytest.raises(CommandError, match="holds people already"):
        call_command("demo", "--size", "small", stdout=StringIO())


@pytest.mark.django_db
def test_known_passwords_exist_in_a_demo_only() -> None:
    with pytest.raises(NotAllowed):
        give_cast_passwords(["mira"], "known")


@pytest.mark.django_db
def test_the_demos_clock_moves_forward_only() -> None:
    begin_demo("small")
    before = database_clock()
    call_command("demo_clock", "--forward", "11d", stdout=StringIO())
    call_command("demo_clock", "--forward", "30m", stdout=StringIO())
    moved = database_clock() - before
    assert timedelta(days=11, minutes=30) <= moved < timedelta(days=11, minutes=31)
    for wrong in ("0d", "-1d", "soon", "99999d"):
        with pytest.raises(CommandError):
            call_command("demo_clock", f"--forward={wrong}", stdout=StringIO())
    out = StringIO()
    call_command("demo_clock", "--show", stdout=out)
    assert f"{database_clock():%-d %B %Y}" in out.getvalue()


@pytest.mark.django_db
def test_the_clock_of_a_real_database_cannot_be_moved() -> None:
    for option in (["--show"], ["--forward", "1d"]):
        with pytest.raises(CommandError):
            call_command("demo_clock", *option, stdout=StringIO())


def test_round_of_the_demo_tells_numbers_and_one_of_the_cast_took_part(demo: list[str]) -> None:
    """Fails when too few join: then everything that came of it reads “not shown”, and nobody reads why not."""
    of = m.Round.objects.get()
    run = get_published_run(of)
    assert run is not None
    numbers = count_outcome(of, run, 10)
    assert None not in (numbers.participants, numbers.placed, numbers.unplaced)
    own = get_own_round(person_of(cast.TOMAS), of)
    assert own is not None
    assert any(line.is_explained for line in own.lines)
