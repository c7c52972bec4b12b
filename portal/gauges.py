"""Numbers that are read from the database when they are asked for: how old what waits is, and what failed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import DatabaseError, InterfaceError, connection
from django.db.models import Count

from portal.health import CHECKS, look_at
from transfers.clock import database_clock
from transfers.models.notice import MAIL
from transfers.queries.due import get_last_sweep, get_oldest_mail
from transfers.queries.seals import oldest_unsealed
from transfers.queries.waiting import get_countable_notices
from transfers.states import NoticeStatus

Sample = tuple[str, dict[str, str], float]

# Below this age what waits is only on its way: a number would tell that somebody did something just now.
ON_ITS_WAY = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Family:
    """One metric: its name, kind and explanation; of each sample the suffix, the labels and the value."""

    name: str
    kind: str
    explains: str
    samples: list[Sample]


def read_gauges() -> list[Family]:
    """All of them; where the database does not answer, only that it does not."""
    found = look_at(CHECKS)
    parts: list[Sample] = [("", {"part": check.part}, float(finding.is_well)) for check, finding in found]
    well = Family("undraft_part_well", "gauge", "Whether a part of /readyz is well (1) or failing (0).", parts)
    try:
        return [well, *_read_database(database_clock())]
    except (DatabaseError, InterfaceError):
        return [well]


def _read_database(at: datetime) -> list[Family]:
    ticked = get_last_sweep()
    # what everybody gets alike; messages about one person from the day after: as the administration counts them
    messages = get_countable_notices(at).filter(channel=MAIL).order_by().values_list("status")
    by_status = dict(messages.annotate(count=Count("pk")))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), current_setting('max_connections')::int FROM pg_stat_activity"
            " WHERE datname = current_database() AND backend_type = 'client backend'"
        )
        connections, limit = cursor.fetchone()
    return [
        _gauge(
            "undraft_mail_overdue_seconds",
            "How long the oldest mail has been due, in whole minutes; 0 below one.",
            _overdue(get_oldest_mail(), at),
        ),
        _gauge(
            "undraft_unsealed_seconds",
            "How old the oldest event without a seal is, in whole minutes; 0 below one.",
            _overdue(oldest_unsealed(), at),
        ),
        _gauge(
            "undraft_tick_age_seconds",
            "Since the clockwork was last carried out.",
            (at - ticked).total_seconds() if ticked else float("inf"),
        ),
        Family(
            "undraft_mails",
            "gauge",
            "Mails by status: the campaigns' own, and those about one person up to yesterday.",
            [("", {"status": status.value}, float(by_status.get(status.value, 0))) for status in NoticeStatus],
        ),
        _gauge("undraft_database_connections", "Connections to this database.", float(connections)),
        _gauge("undraft_database_connections_limit", "What the server allows in all.", float(limit)),
    ]


def _gauge(name: str, explains: str, value: float) -> Family:
    return Family(name, "gauge", explains, [("", {}, value)])


def _overdue(since: datetime | None, at: datetime) -> float:
    late = at - since if since is not None else timedelta(0)
    return float(late // ON_ITS_WAY * 60) if late >= ON_ITS_WAY else 0.0
