"""Lives with rounds, simulations and findings; see `lives`."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from tests import factories as f
from tests import findings, rounds
from tests.pages import THEN
from tests.privacy.scene import Scene
from transfers.actions.round_documents import propose_document, release_document
from transfers.actions.simulations import ask_to_simulate
from transfers.models import Candidacy, Finding, Role, Round, Simulation
from transfers.queries.simulations import Supposed
from transfers.tasks.simulation_work import carry_out_simulation


def _round(_scene: Scene, end: Callable[..., Round]) -> tuple[Round, Role, Candidacy]:
    """Somebody of no campaign ranked a role of it and got it not: who undrafted came first."""
    role, at = f.role(seats=1), THEN - f.HOUR
    rounds.wishes(role, undrafted=True, at=at)
    candidacy = rounds.wishes(role, at=at)
    return end([role], at=at), role, candidacy


def _finding(scene: Scene, end: Callable[..., Finding]) -> tuple[Finding, Role, Candidacy]:
    role, candidacy = f.role(manager=scene.hiring), scene._candidate().candidacy
    return end(role, candidacy, at=THEN - f.HOUR / 2), role, candidacy


def _simulation(_scene: Scene, *, is_done: bool) -> Simulation:
    made = rounds.frozen([f.role()], at=THEN - f.HOUR)
    asked = ask_to_simulate(made, "What if", Supposed(seats={}), by=made.preparing_by, clock=f.clock_at(THEN))
    if is_done:
        carry_out_simulation(asked, clock=f.clock_at(THEN))
    return asked


def _released(roles: list[Role], *, at: datetime) -> Round:
    made, clock = rounds.published(roles, at=at), f.clock_at(at)
    return release_document(propose_document(made, by=made.approver, clock=clock), by=made.preparing_by, clock=clock)


ROUND_LIVES: dict[str, Callable[[Scene], Any]] = {
    "simulation requested": lambda s: _simulation(s, is_done=False),
    "simulation done": lambda s: _simulation(s, is_done=True),
    "finding proposed": lambda s: _finding(s, findings.proposed),
    "finding confirmed": lambda s: _finding(s, findings.confirmed),
    "finding refused": lambda s: _finding(s, findings.refused),
    "finding withdrawn": lambda s: _finding(s, findings.withdrawn),
    "round preparing": lambda s: _round(s, rounds.prepared),
    "round frozen": lambda s: _round(s, rounds.frozen),
    "round approved": lambda s: _round(s, rounds.approved),
    "round run": lambda s: _round(s, rounds.run),
    "round published": lambda s: _round(s, rounds.published),
    "round document released": lambda s: _round(s, _released),
    "round discarded": lambda s: _round(s, rounds.discarded),
}
