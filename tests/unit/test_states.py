"""The states as data are complete, and the page drawn from them is current."""

from django.core.management import call_command

from transfers.owners import OWNERS
from transfers.states import INITIAL, STATUSES, TRANSITIONS


def test_every_status_has_an_owner_and_a_way_out() -> None:
    assert set(OWNERS) == {(noun, status.value) for noun in STATUSES for status in STATUSES[noun]}


def test_every_status_is_reached_from_a_first_one() -> None:
    for noun, statuses in STATUSES.items():
        reached = set(INITIAL[noun])
        for _ in statuses:
            reached |= {b for a, b in TRANSITIONS[noun] if a in reached}
        assert reached == {status.value for status in statuses}


def test_states_page_is_up_to_date() -> None:
    call_command("states", "--check")
