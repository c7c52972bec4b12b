"""How the portal knows that it was down: a web process that answers leaves a pulse a minute, and nobody else does."""

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from portal import pulse
from portal.embedded import ports
from tests import factories as f
from tests.factories import DAY, HOUR, clock_at
from tests.outages import DEADLINE, MINUTE, down, pulses
from tests.processes import PROJECT, environment_of_test, wait_until
from transfers.actions.demo import forward_demo_clock
from transfers.actions.extensions import propose_extension
from transfers.actions.pulses import forget_pulses, keep_pulse
from transfers.clock import database_clock
from transfers.errors import NotAllowed, NotVisible
from transfers.models import DemoMarker, Pulse
from transfers.queries.outages import get_down_time, get_outages

pytestmark = pytest.mark.django_db


@pytest.mark.case("portal down before a deadline")
@pytest.mark.parametrize(("minutes", "is_proposed"), [(29, False), (30, True), (600, True)])
def test_half_an_hour_without_an_answer_in_the_last_day_is_proposed(minutes: int, is_proposed: bool) -> None:
    campaign = f.campaign()
    down(minutes)
    assert get_outages(DEADLINE - HOUR) == ([campaign.pk] if is_proposed else [])


def test_outage_before_the_last_day_or_after_the_deadline_is_none() -> None:
    f.campaign()
    down(300, before=25 * HOUR)
    assert get_outages(DEADLINE - HOUR) == []
    Pulse.objects.all().delete()
    pulses((DEADLINE - 2 * DAY, DEADLINE), (DEADLINE + 5 * HOUR, DEADLINE + 6 * HOUR))
    assert get_outages(DEADLINE + 6 * HOUR) == []


def test_short_silences_of_the_last_day_are_added_up() -> None:
    campaign = f.campaign()
    for hour in range(5):
        pulses((DEADLINE - (10 - hour) * HOUR, DEADLINE - (10 - hour) * HOUR + 52 * MINUTE))
    assert get_outages(DEADLINE - 5 * HOUR) == [campaign.pk]


def test_portal_that_is_still_down_counts_until_now() -> None:
    """Workers may run while nobody is answered: their ticks prove nothing."""
    campaign = f.campaign()
    pulses((DEADLINE - 2 * DAY, DEADLINE - 2 * HOUR))
    assert get_outages(DEADLINE - 2 * HOUR + 29 * MINUTE) == []
    assert get_outages(DEADLINE - 2 * HOUR + 31 * MINUTE) == [campaign.pk]


def test_time_before_the_first_pulse_of_all_counts_for_nothing() -> None:
    f.campaign()
    assert get_outages(DEADLINE - HOUR) == []
    pulses((DEADLINE - 2 * HOUR, DEADLINE - HOUR))
    assert get_down_time(DEADLINE - DAY, DEADLINE - HOUR, DEADLINE - HOUR) == timedelta(0)


def test_silent_workers_are_no_outage_and_nothing_is_proposed_by_hand() -> None:
    campaign = f.campaign()
    pulses((DEADLINE - 2 * DAY, DEADLINE))
    with pytest.raises(NotAllowed):
        propose_extension(campaign, clock=clock_at(DEADLINE - HOUR))
    Pulse.objects.all().delete()
    down(40)
    with pytest.raises(NotVisible):
        propose_extension(campaign, by=f.admin(), clock=clock_at(DEADLINE - HOUR))


def test_pulse_is_kept_once_a_minute_and_forgotten_after_two_weeks() -> None:
    for seconds in (0, 20, 60):
        keep_pulse(clock=clock_at(f.NOW + timedelta(seconds=seconds)))
    assert Pulse.objects.count() == 2
    assert forget_pulses(clock=clock_at(f.NOW + 14 * DAY + 30 * timedelta(seconds=1))) == 1


def test_demo_s_clock_that_jumps_makes_no_outage() -> None:
    """Fails when forwarding the clock leaves the pulses: the days that were skipped would read as an outage."""
    DemoMarker.objects.create(pk=1)
    f.campaign(deadline_at=database_clock() + 2 * DAY, opened_at=database_clock() - DAY)
    keep_pulse()
    forward_demo_clock(47 * HOUR)
    keep_pulse()
    assert get_outages(database_clock()) == []


@pytest.mark.parametrize(("status", "is_pulse"), [("200 OK", True), ("503 Busy", False), ("500 Broken", False)])
def test_page_that_is_not_answered_whole_is_no_pulse(status: str, is_pulse: bool) -> None:
    def application(_asked: dict[str, Any], tell: Callable[..., Any]) -> list[bytes]:
        tell(status, [])
        return [b""]

    assert pulse.answers(application) == is_pulse


@pytest.fixture
def web(tmp_path: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """A web server of its own on the test's database; no worker and no beat run."""
    env = environment_of_test() | {"VAR_DIR": str(tmp_path), "DATABASE_POOL": "2"}
    bind = f"127.0.0.1:{ports.any_free()}"
    argv = ["gunicorn", "portal.wsgi", "--bind", bind, "--worker-class", "gthread", "--threads", "2"]
    with (tmp_path / "web.log").open("wb") as log:
        running = subprocess.Popen(
            [sys.executable, "-m", *argv, "--no-control-socket"],
            cwd=PROJECT,
            env=env,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        yield running
        running.send_signal(signal.SIGTERM)
        running.wait(timeout=20)


@pytest.mark.processes
@pytest.mark.django_db(transaction=True)
def test_web_process_leaves_pulses_by_itself(web: "subprocess.Popen[bytes]") -> None:
    """Fails when the server does not begin its pulse: nothing would ever be proposed."""
    wait_until(Pulse.objects.exists, what="the first pulse")
    assert abs(Pulse.objects.get().at - database_clock()) < timedelta(minutes=1)
