"""The demo's past in the order in which it happened."""

import heapq
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count

from transfers.clock import Clock

Act = Callable[[Clock], None]


class Schedule:
    """Things to be done at instants up to `now`; doing one may put further ones on the list."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self._acts: list[tuple[datetime, int, Act]] = []
        self._order = count()

    def ago(self, days: float) -> datetime:
        """The instant that lies `days` before now."""
        return self.now - timedelta(days=days)

    def at(self, when: datetime, act: Act) -> None:
        """Do `act` at `when`; what would lie in the future is left to the worker."""
        if when <= self.now:
            heapq.heappush(self._acts, (when, next(self._order), act))

    def run(self) -> None:
        """Do everything, earliest first, each with a clock that stands at its instant."""
        while self._acts:
            when, _place, act = heapq.heappop(self._acts)
            act(_standing_at(when))


def _standing_at(when: datetime) -> Clock:
    return lambda: when
