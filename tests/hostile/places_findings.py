"""The forms of findings."""

from tests import factories as f
from tests import findings
from tests.hostile.places import Scene, place
from tests.pages import THEN, travel
from transfers.models import Candidacy, Role

_DECIDES = "Its action moves a status, compared and set: whoever comes second is refused."


def _candidate() -> tuple[Role, Candidacy]:
    travel(THEN)
    campaign = f.campaign(opened_at=THEN - f.DAY, deadline_at=THEN + 9 * f.DAY)
    return f.role(), f.candidate(f.undrafted(in_campaign=campaign, at=THEN - f.HOUR).employee)


@place("transfers:hiring_finding", no_version="It makes a new row, one while another stands.")
def propose() -> Scene:
    role, candidacy = _candidate()
    page = f"/hiring/roles/{role.public_id}/people/{candidacy.public_id}/finding/"
    return Scene(page, page, f.manager_of(role), {"criterion": "python", "reasons": findings.REASONS})


@place("transfers:case_finding", no_version=_DECIDES)
def decide() -> Scene:
    made = findings.proposed(*_candidate(), at=THEN)
    page = f"/cases/{made.employee.public_id}/finding/{made.public_id}/"
    return Scene(page, page, findings.reviewer(made, at=THEN), {"decision": "confirm"})


@place("transfers:finding", no_version="It is answered once: whoever comes second is refused.")
def answer() -> Scene:
    made = findings.confirmed(*_candidate(), at=THEN)
    page = f"/findings/{made.public_id}/"
    return Scene(page, page, made.employee, {"answer": "I wrote half of it."})
