"""The forms on which hiring managers and HR partners act for others."""

from tests import factories as f
from tests.cases import CASES, address, claimed, late_member, member, open_case
from tests.hiring import CLAIMS
from tests.hiring import claimed as claimed_by_manager
from tests.hostile.places import WRITES_NOTHING, Scene, place
from tests.hostile.places_person import announced as announced_move
from tests.leads import announced, lead_of, led
from tests.pages import THEN, travel
from tests.walks import offer_address, offer_fields, undrafted
from transfers.actions.acceptance import accept_claim
from transfers.actions.backfills import request_backfill
from transfers.actions.terms_templates import save_template
from transfers.models import Role


@place(
    "transfers:survey",
    no_key="A key would say when somebody answered, and so which answer is theirs. Who took part takes part once.",
    no_version="An answer replaces nothing.",
)
def survey() -> Scene:
    travel(THEN)
    of = f.assignment(f.campaign(opened_at=THEN - f.DAY, deadline_at=THEN + 9 * f.DAY))
    page = f"/surveys/{of.campaign.public_id}/"
    return Scene(page, page, of.employee, {"free": "4", "informed": "2"})


_SEAT = (
    "It makes a new row, one while another stands; its action compares the status, whoever comes second is refused."
)


@place("transfers:lead_seat", no_version=_SEAT)
def ask_for_seat() -> Scene:
    travel(THEN)
    unit = led()
    page = f"/lead/seats/{announced(unit).public_id}/"
    return Scene(page, page, lead_of(unit), {"note": "Rust, level 5."})


@place("transfers:lead_seat_withdraw", no_version=_SEAT)
def withdraw_seat() -> Scene:
    travel(THEN)
    unit = led()
    placement = announced(unit)
    request_backfill(placement, by=lead_of(unit), clock=f.clock_at(THEN))
    page = f"/lead/seats/{placement.public_id}/"
    return Scene(f"{page}withdraw/", page, lead_of(unit))


def _kept() -> tuple[str, Scene]:
    travel(THEN)
    manager = f.manager_of(f.role())
    template = save_template("Evening shift", f.terms(), by=manager, clock=f.clock_at(THEN))
    page = f"/hiring/terms/{template.public_id}/"
    return page, Scene(page, page, manager)


@place("transfers:hiring_terms_new", no_version="It makes a new row: nothing older is overwritten.")
def keep_terms() -> Scene:
    travel(THEN)
    page, fields = "/hiring/terms/new/", {"name": "Evening shift"}
    return Scene(page, page, f.manager_of(f.role()), fields | _lines())


@place("transfers:hiring_terms_edit")
def change_terms() -> Scene:
    _page, scene = _kept()
    scene.fields = {"name": "Night shift"} | _lines()
    return scene


@place("transfers:hiring_terms_delete", no_version="What is gone by then is not found.")
def delete_terms() -> Scene:
    page, scene = _kept()
    scene.address = f"{page}delete/"
    return scene


def _lines() -> dict[str, str]:
    return {name: value for name, value in offer_fields().items() if name.endswith(("_statement", "_text", "_ask"))}


@place("transfers:hiring_claim_withdraw")
def withdraw() -> Scene:
    travel(THEN)
    claim = claimed_by_manager()
    page = f"{CLAIMS}{claim.public_id}/"
    return Scene(f"{page}withdraw/", page, f.manager_of(claim.role), {"because": "The team moves."})


@place("transfers:hiring_offer")
def offer() -> Scene:
    travel(THEN)
    role, who = f.role(), undrafted()
    page = offer_address(role, who)
    return Scene(page, page, f.manager_of(role), offer_fields())


@place("transfers:hiring_arrival")
def arrive() -> Scene:
    placement = announced_move()
    page = f"/hiring/arrivals/{placement.public_id}/"
    return Scene(page, page, f.manager_of(placement.role), {"done": ["day_agreed"]})


@place("transfers:case_handover")
def hand_over() -> Scene:
    placement = announced_move()
    partner = f.hr_partner(f.campaign(opened_at=THEN - f.DAY, deadline_at=THEN + 90 * f.DAY))
    client, _ = open_case(partner, placement.employee, "placement")
    page = address(placement.employee, f"handover/{placement.public_id}/")
    return Scene(page, client=client, fields={"done": ["records_follow"]})


@place("transfers:cases", no_version="Opening a case records one more look: nothing older is overwritten.")
def find() -> Scene:
    travel(THEN)
    of, partner = member()
    return Scene(CASES, CASES, partner, {"sought": of.employee.hr_id, "purpose": "other"})


def _served() -> tuple[Role, Scene]:
    """A role whose manager is the manager of the person whose case is open."""
    travel(THEN)
    manager = f.EmployeeFactory.create()
    of, partner = member(manager=manager)
    f.file(of, "undraft", at=THEN - f.DAY)
    f.candidate(of.employee)
    role = f.role(manager=manager)
    client, _ = open_case(partner, of.employee, "claim")
    return role, Scene(address(of.employee), client=client)


@place("transfers:case", no_key=WRITES_NOTHING, no_version=WRITES_NOTHING)
def lead_to_claim() -> Scene:
    role, scene = _served()
    scene.fields = {"code": role.code}
    return scene


@place("transfers:case_offer")
def offer_in_case() -> Scene:
    role, scene = _served()
    scene.address += f"claim/{role.public_id}/"
    scene.fields = offer_fields()
    return scene


@place(
    "transfers:case_read",
    answer=200,
    no_version="A reading records one more look and shows what stands then: nothing older is overwritten.",
)
def read() -> Scene:
    travel(THEN)
    of, partner = member()
    f.file(of, "stay", at=THEN - f.HOUR)
    client, _ = open_case(partner, of.employee, "reading")
    page = address(of.employee, f"read/{of.public_id}/")
    return Scene(page, client=client, fields={"purpose": "dispute", "note": ""})


@place("transfers:case_late")
def late() -> Scene:
    travel(THEN)
    of, partner = late_member()
    client, _ = open_case(partner, of.employee, "late_filing")
    page = address(of.employee, f"late/{of.public_id}/")
    return Scene(page, client=client, fields={"option": "undraft", "late_reason": "leave"})


@place("transfers:case_cancel")
def cancel() -> Scene:
    travel(THEN)
    of, partner = member()
    f.file(of, "undraft", at=THEN - f.DAY)
    f.candidate(of.employee)
    placement = accept_claim(claimed(of.employee), by=of.employee, clock=f.clock_at(THEN - f.HOUR / 2))
    client, _ = open_case(partner, of.employee, "cancellation")
    page = address(of.employee, f"cancel/{placement.public_id}/")
    travel(placement.undo_until_at + f.HOUR)
    client, _ = open_case(partner, of.employee, "cancellation")
    return Scene(page, client=client, fields={"because": "hr", "reason": "The team is dissolved."})


@place("transfers:case_withdraw")
def withdraw_in_case() -> Scene:
    travel(THEN)
    manager = f.EmployeeFactory.create()
    of, partner = member(manager=manager)
    f.file(of, "undraft", at=THEN - f.DAY)
    f.candidate(of.employee)
    claim = claimed(of.employee, f.role(manager=manager), by=partner)
    client, _ = open_case(partner, of.employee, "claim")
    page = address(of.employee, f"withdraw/{claim.public_id}/")
    return Scene(page, client=client, fields={"because": "The team moves."})
