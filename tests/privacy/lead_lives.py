"""Lives with requests for seats and kept terms; see `lives`."""

from collections.abc import Callable
from typing import Any

from tests import factories as f
from tests.pages import THEN
from tests.privacy.scene import Scene
from transfers.actions.backfills import answer_backfill, decline_backfill, request_backfill, withdraw_backfill
from transfers.actions.terms_templates import save_template
from transfers.models import Backfill, Placement


def _backfill(scene: Scene, end: Callable[[Scene, Backfill], Backfill] | None = None) -> tuple[Backfill, Placement]:
    """Asked for by the deputy of the unit, for the seat that an announced move leaves."""
    placement = scene._announced()
    made = request_backfill(placement, by=scene.manager, clock=f.clock_at(THEN - f.HOUR / 2))
    return (end(scene, made) if end is not None else made), placement


def _opened_for(scene: Scene, made: Backfill) -> Backfill:
    return answer_backfill(made, f.role(unit=scene.task_force), by=scene.admin, clock=f.clock_at(THEN - f.HOUR / 4))


def _declined_for(scene: Scene, made: Backfill) -> Backfill:
    return decline_backfill(made, because="No budget.", by=scene.admin, clock=f.clock_at(THEN - f.HOUR / 4))


def _withdrawn_for(scene: Scene, made: Backfill) -> Backfill:
    return withdraw_backfill(made, by=scene.manager, clock=f.clock_at(THEN - f.HOUR / 4))


LEAD_LIVES: dict[str, Callable[[Scene], Any]] = {
    "backfill requested": lambda s: _backfill(s),
    "backfill opened": lambda s: _backfill(s, _opened_for),
    "backfill declined": lambda s: _backfill(s, _declined_for),
    "backfill withdrawn": lambda s: _backfill(s, _withdrawn_for),
    "terms kept": lambda s: save_template("Ours", f.terms(), by=s.hiring, clock=f.clock_at(THEN)),
}
