"""The forms of rounds: a rating, and the verbs by which HR partners run one."""

from tests import factories as f
from tests import rounds
from tests.admin import new
from tests.hostile.places import Scene, place
from tests.hostile.places_admin import NEW, at, verb
from tests.pages import THEN, travel
from transfers.actions.round_documents import propose_document
from transfers.actions.simulations import ask_to_simulate
from transfers.models import Round, Simulation
from transfers.queries.simulations import Supposed


@place("transfers:hiring_rate")
def rate() -> Scene:
    travel(THEN)
    role = f.role()
    candidacy = rounds.wishes(role, visibility="ranked")
    page = f"/hiring/roles/{role.public_id}/people/{candidacy.public_id}/rate/"
    return Scene(page, page, f.manager_of(role), {"rating": "4"})


@place("admin:transfers_round_new/prepare", no_version=NEW)
def prepare() -> Scene:
    travel(THEN)
    role, approver = f.role(), rounds.partner()
    fields = {"title": "Round", "start_on": "2041-04-01", "approver": approver.pk, "roles": role.code}
    return Scene(new(Round, "prepare"), who=rounds.partner(), fields=fields)


@verb("transfers_round", "commit", "Until the freeze the last secret counts: it is its owner's alone.")
def commit() -> Scene:
    made = rounds.prepared([f.role()], at=THEN)
    return at(made, "commit", made.approver, secret="a third secret, long enough")


@verb("transfers_round", "freeze")
def freeze() -> Scene:
    made = rounds.prepared([f.role()], at=THEN)
    return at(made, "freeze", made.preparing_by)


@verb("transfers_round", "approve")
def approve() -> Scene:
    made = rounds.frozen([f.role()], at=THEN)
    return at(made, "approve", made.approver)


@verb("transfers_round", "reveal", "A secret is revealed once: whoever comes second is refused.")
def reveal() -> Scene:
    made = rounds.approved([f.role()], at=THEN)
    return at(made, "reveal", made.approver, secret=rounds.APPROVER_SECRET)


@verb("transfers_round", "publish", "It is asked for once: whoever comes second is refused.")
def publish() -> Scene:
    made = rounds.run([f.role()], at=THEN)
    return at(made, "publish", made.preparing_by)


@verb("transfers_round", "propose-document", "It is proposed once: whoever comes second is refused.")
def propose() -> Scene:
    made = rounds.published([f.role()], at=THEN)
    return at(made, "propose-document", made.approver)


@verb("transfers_round", "release-document", "It is released once: whoever comes second is refused.")
def release() -> Scene:
    made = rounds.published([f.role()], at=THEN)
    propose_document(made, by=made.approver, clock=f.clock_at(THEN))
    return at(made, "release-document", made.preparing_by)


@verb("transfers_round", "discard")
def discard() -> Scene:
    made = rounds.frozen([f.role()], at=THEN)
    return at(made, "discard", made.approver, because="A unit was left out.")


@place("admin:transfers_simulation_new/simulate", no_version=NEW)
def simulate() -> Scene:
    travel(THEN)
    role = f.role()
    made = rounds.frozen([role], at=THEN)
    fields = {"title": "What if", "of": made.pk, "seats": f"{role.code} +1"}
    return Scene(new(Simulation, "simulate"), who=made.approver, fields=fields)


@verb("transfers_simulation", "cancel")
def cancel() -> Scene:
    made = rounds.frozen([f.role()], at=THEN)
    asked = ask_to_simulate(made, "What if", Supposed(seats={}), by=made.approver, clock=f.clock_at(THEN))
    return at(asked, "cancel", made.approver)
