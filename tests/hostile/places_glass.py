"""The forms of break-glass and of reviews."""

from tests import factories as f
from tests.cases import address, open_case
from tests.glass import GLASSES, NOTE, confirmed, page_of, proposed, scene
from tests.hostile.places import Scene, place
from tests.pages import THEN, travel
from tests.unplaced import returned

_DECIDED_ONCE = "What was decided meanwhile is refused by its status."


@place("transfers:break_glass_propose", no_version="A proposal is new: nothing older is overwritten.")
def propose() -> Scene:
    travel(THEN)
    of, proposer, _second = scene()
    said = {"sought": of.employee.hr_id, "campaign": of.campaign.public_id, "reason": "duty", "note": NOTE}
    return Scene(f"{GLASSES}propose/", who=proposer, fields=said)


@place("transfers:break_glass_confirm", no_version=_DECIDED_ONCE)
def confirm() -> Scene:
    travel(THEN)
    of, proposer, second = scene()
    glass = proposed(of, proposer)
    return Scene(page_of(glass, "confirm/"), page_of(glass), second)


@place("transfers:break_glass_refuse", no_version=_DECIDED_ONCE)
def refuse() -> Scene:
    travel(THEN)
    of, proposer, second = scene()
    glass = proposed(of, proposer)
    return Scene(page_of(glass, "refuse/"), page_of(glass), second)


@place("transfers:break_glass_read", answer=200, no_version=_DECIDED_ONCE)
def read() -> Scene:
    travel(THEN)
    of, proposer, second = scene()
    glass = confirmed(of, proposer, second)
    return Scene(page_of(glass, "read/"), page_of(glass), proposer)


@place("transfers:case_review", no_version="A review is new: nothing older is overwritten.")
def review() -> Scene:
    travel(THEN)
    person, partner = returned()
    client, _ = open_case(partner, person, "unplaced_review")
    fields = {"outcome": "looking", "next_on": THEN.date() + 20 * f.DAY}
    return Scene(address(person, "review/"), client=client, fields=fields)
