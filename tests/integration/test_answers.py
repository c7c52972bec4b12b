"""The page of answers: the same for everybody, from what was released, kept or took place; gaps say whom to ask."""

from datetime import timedelta

import pytest

from tests import factories as f
from tests.costs import few_queries
from tests.counts import counted
from tests.drafts import draft
from tests.engineer import accepted, offer, person
from tests.pages import CHANGING, THEN, signed_in, text_of, travel, words_at
from tests.unplaced import moved
from transfers.actions.campaign_drafts import create_campaign
from transfers.actions.placements import return_in_trial
from transfers.actions.shortages import keep_shortages
from transfers.queries.moves_made import MovesMade, get_moves_made
from transfers.queries.public_facts import forget_public_facts
from transfers.queries.units import get_tree

pytestmark = pytest.mark.django_db


def moves() -> MovesMade:
    return get_moves_made(get_tree(), 10, THEN + f.DAY)


def page(viewer=None) -> str:
    forget_public_facts()
    return words_at(signed_in(viewer or f.EmployeeFactory.create()), "/answers/")


def test_campaign_without_a_release_says_what_it_states_and_whom_to_ask() -> None:
    travel(THEN)
    campaign = f.campaign(
        opened_at=THEN - 7 * f.DAY,
        deadline_at=THEN + 14 * f.DAY,
        after_end="origin",
        terms={"pay": {"statement": "stated", "text": "Unchanged for a year.", "ask": ""}},
    )
    partner = f.hr_partner(campaign)
    said = page()
    assert "How many people were reassigned, and how many chose what? Not stated yet: it is published once" in said
    assert f"after the window has closed. Ask {partner.name} when that will be." in said
    assert "What happens to pay? Unchanged for a year." in said
    assert f"How long does staying last? Not stated yet: ask {partner.name}." in said
    assert "Back to the unit that each was assigned from." in said


def test_counts_are_those_of_the_release() -> None:
    closed = counted(THEN)
    travel(closed.over_at)
    before = page()
    closed.publish()
    travel(closed.over_at + f.DAY)
    assert "120 people" not in before
    assert "About 120 people were reassigned; about 35 of them filed undraft." in page()
    assert "About 15 filed stay, and about 70 filed no choice." in page()


def test_campaign_that_is_prepared_stands_on_no_page() -> None:
    travel(THEN)
    f.policy()
    create_campaign(draft(name="Not yet known"), by=f.admin(), clock=f.clock_at(THEN))
    assert "Not yet known" not in page()


def test_filing_and_accepting_change_not_a_byte() -> None:
    """Fails when a number counts choices, or placements before their announcement."""
    of = person()
    member = f.assignment(f.campaign(opened_at=THEN - f.DAY, deadline_at=THEN + 9 * f.DAY))
    client, made = signed_in(of), offer(of)
    keep_shortages(clock=f.clock_at(THEN - f.DAY))
    reader, told = signed_in(f.EmployeeFactory.create()), []
    for act in (lambda: None, lambda: f.file(member, "undraft", at=THEN), lambda: accepted(client, made)):
        act()
        forget_public_facts()
        told.append(CHANGING.sub("", text_of(reader.get("/answers/"))))
    assert told[0] == told[1] == told[2]
    assert "The listed roles have 1 open seat; announced moves have filled 0." in told[0]
    assert "Not stated yet: no unit has lost or gained" in told[0]


def test_everybody_reads_the_same_page() -> None:
    closed = counted(THEN)
    closed.publish()
    travel(closed.over_at + f.DAY)
    member = closed.campaign.assignments.earliest("pk").employee
    told = set()
    for viewer in (member, f.EmployeeFactory.create(), f.EmployeeFactory.create(unit=member.unit)):
        text = CHANGING.sub("", text_of(signed_in(viewer).get("/answers/")))
        told.add(text[text.index("<main") : text.index("</main")])
    assert len(told) == 1


def test_moves_are_told_in_steps_of_ten_and_below_the_first_step_not_at_all() -> None:
    """Fails when a stream or a unit of fewer than the floor is listed, or a number between two steps."""
    here, there, elsewhere = (f.UnitFactory.create(name=name) for name in ("Here", "There", "Elsewhere"))
    moved(here, there, 9)
    few = moves()
    assert (few.lost, few.gained, few.streams, few.median_days) == ([], [], [], None)
    moved(here, elsewhere, 3)
    assert moves().lost == [("Here", 10)]
    assert moves().streams == []
    [last] = moved(here, there, 1)
    assert [(stream.origin, stream.target, stream.number) for stream in moves().streams] == [("Here", "There", 10)]
    assert moves().gained == [("There", 10)]
    assert moves().median_days == (last.effective_on - (THEN - 40 * f.DAY).date()).days


def test_return_takes_nothing_back_from_what_took_place() -> None:
    """Fails when only moves that still stand count: the step back would tell of one person."""
    here, there = (f.UnitFactory.create(name=name) for name in ("Here", "There"))
    made = moved(here, there, 10)
    before = moves()
    return_in_trial(made[0], by=made[0].employee, clock=f.clock_at(THEN - f.HOUR))
    assert moves() == before


def test_move_of_today_counts_from_midnight() -> None:
    here, there = (f.UnitFactory.create(name=name) for name in ("Here", "There"))
    made = moved(here, there, 10)
    assert made[0].finalised_at is not None
    day = made[0].finalised_at
    assert get_moves_made(get_tree(), 10, day + timedelta(minutes=1)).streams == []
    assert len(get_moves_made(get_tree(), 10, day + f.DAY).streams) == 1


def test_flow_is_drawn_with_its_numbers_as_a_file() -> None:
    travel(THEN)
    here, there = (f.UnitFactory.create(name=name) for name in ("=Here", "There"))
    moved(here, there, 12)
    client = signed_in(f.EmployeeFactory.create())
    client.get("/answers/")  # the public facts are known to the process
    with few_queries("/answers/"):
        text = text_of(client.get("/answers/"))
    assert "=Here lost 10 or more. There gained 10 or more." in text
    assert 'aria-labelledby="moves-between-units-title moves-between-units-says"' in text
    answer = client.get("/answers/?table=moves-between-units")
    assert answer.content.decode("utf-8-sig").splitlines()[1] == '"\'=Here","There",10'


def test_company_figures_name_whom_to_ask() -> None:
    travel(THEN)
    f.policy()
    client = signed_in(f.EmployeeFactory.create())
    said = "For questions about these figures, or about one that is missing, ask"
    assert f"{said} your HR partner." in words_at(client, "/answers/")
    f.hr_partner(f.campaign(), name="Dolores Vega")
    assert f"{said} Dolores Vega." in words_at(client, "/answers/")
