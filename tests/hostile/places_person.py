"""The forms on which people answer for themselves."""

from tests import factories as f
from tests.engineer import address, member, offer, person, question
from tests.hostile.places import WRITES_NOTHING, Scene, place
from tests.pages import THEN, fields_of, freshly_signed_in, travel
from transfers.actions.acceptance import accept_claim
from transfers.actions.placements import announce_placement, finalise_placement
from transfers.actions.saved_searches import save_search as keep_search
from transfers.models import Placement
from transfers.queries.mail_links import REMINDERS, sign_stop
from transfers.queries.ranked_roles import RoleFilter


@place("transfers:choice_check", answer=200, no_key=WRITES_NOTHING)
def check() -> Scene:
    of = member()
    return Scene(question(of) + "check/", question(of), of.employee, {"option": "stay"})


@place("transfers:choice_file")
def file() -> Scene:
    of = member()

    def draw(client):
        fields = fields_of(client.get(question(of)), action="check/")
        return client.post(question(of) + "check/", {**fields, "option": "undraft"})

    return Scene(question(of) + "file/", who=of.employee, draw=draw)


def _receipt():
    of = member()
    f.file(of, "stay", at=THEN)
    return of.employee, of.choices.get().receipt


@place("transfers:receipt_show", answer=200, no_key=WRITES_NOTHING, no_version=WRITES_NOTHING)
def show() -> Scene:
    who, receipt = _receipt()
    return Scene(f"/receipt/{receipt.public_id}/show/", f"/receipt/{receipt.public_id}/", who)


@place("transfers:receipt_file", answer=200, no_key=WRITES_NOTHING, no_version=WRITES_NOTHING)
def paper() -> Scene:
    who, receipt = _receipt()
    page = f"/receipt/{receipt.public_id}/show/"
    return Scene(f"/receipt/{receipt.public_id}/receipt.pdf", who=who, draw=lambda client: client.post(page))


@place("transfers:receipt_verify", answer=200, no_key=WRITES_NOTHING, no_version=WRITES_NOTHING)
def verify() -> Scene:
    _who, receipt = _receipt()
    return Scene("/receipts/verify/", fields={"receipt": receipt.code})


@place("transfers:claim_accept")
def accept() -> Scene:
    claim = offer(person())
    return Scene(address(claim) + "answer/", address(claim), claim.employee)


@place("transfers:claim_decline")
def decline() -> Scene:
    claim = offer(person())
    return Scene(address(claim) + "reply/", address(claim), claim.employee, {"reason": "Another city."})


def _placement(**role) -> Placement:
    claim = offer(person(), **role)
    return accept_claim(claim, by=claim.employee, clock=f.clock_at(THEN))


def announced() -> Placement:
    """A move that is known: its handover has begun."""
    placement = _placement()
    travel(placement.announce_at + f.HOUR)
    return announce_placement(placement, clock=f.clock_at(placement.announce_at))


def _at(placement: Placement, verb: str, **fields) -> Scene:
    page = f"/offers/{placement.public_id}/next/"
    return Scene(f"{page}{verb}/", page, placement.employee, fields)


@place("transfers:placement_undo")
def undo() -> Scene:
    return _at(_placement(), "back")


@place("transfers:placement_announce")
def announce() -> Scene:
    return _at(_placement(), "day", announce_on="2041-03-07")


@place("transfers:placement_cancel")
def cancel() -> Scene:
    unit = f.UnitFactory.create()
    placement = _placement(unit=unit)
    travel(placement.undo_until_at + f.HOUR)
    unit.is_at_risk = True
    unit.save()
    return _at(placement, "close")


@place("transfers:placement_return")
def give_back() -> Scene:
    placement = _placement()
    finalise_placement(placement, clock=f.clock_at(placement.effective_at))
    travel(placement.effective_at + f.DAY)
    page = f"/offers/{placement.public_id}/next/check/"
    return Scene(page, page, placement.employee)


@place("transfers:handover")
def hand_over() -> Scene:
    placement = announced()
    page = f"/offers/{placement.public_id}/next/handover/"
    return Scene(page, page, placement.employee, {"done": ["written_down"]})


_ONE_MORE = "Saving adds one more: nothing older is overwritten, and a name that is kept is refused."


@place("transfers:saved_searches", no_version=_ONE_MORE)
def save_search() -> Scene:
    f.role()
    page = "/roles/saved/?words=python&level=5"
    return Scene("/roles/saved/", page, person(), {"name": "Python near me"})


@place("transfers:saved_search_delete", no_version="What is deleted is deleted, whatever stood there.")
def delete_search() -> Scene:
    f.role()
    who = person()
    saved = keep_search(who, "Mine", RoleFilter(words="python"), by=who, clock=f.clock_at(THEN))
    return Scene("/roles/saved/delete/", "/roles/saved/", who, {"search": saved.public_id})


@place("transfers:preferences")
def rank() -> Scene:
    who = person()
    roles = [f.role(), f.role()]
    client = Scene("/", who=who).open()
    for role in roles:
        fields = fields_of(client.get("/roles/"), action="/add/")
        assert client.post("/preferences/add/", {**fields, "role": role.public_id}).status_code == 302
    ranks = {f"rank-{role.public_id}": rank for rank, role in enumerate(roles[::-1], 1)}
    return Scene("/preferences/", "/preferences/", fields={**ranks, "do": "save"}, client=client)


@place(
    "transfers:preference_add",
    no_version="It adds a row at the end of the draft as it stands then.",
    takes={"back": "An address that is not of this portal's roles is not gone back to."},
)
def add() -> Scene:
    who, role = person(), f.role()
    return Scene("/preferences/add/", "/roles/", who, {"role": role.public_id})


@place("transfers:preference_withdraw")
def withdraw() -> Scene:
    travel(THEN)
    role = f.role()
    who = f.EmployeeFactory.create()
    f.candidate(who, ranked=[role])
    return Scene("/preferences/withdraw/", "/preferences/", who)


@place("transfers:visibility")
def visibility() -> Scene:
    who = person()
    f.role()
    return Scene("/visibility/", "/visibility/", who, {"visibility": "rounds"})


@place("transfers:visibility_close")
def close() -> Scene:
    f.role()
    return Scene("/visibility/close/", "/visibility/", person())


@place("transfers:availability")
def availability() -> Scene:
    fields = {"available_from": "2041-06-01", "relocation": "country", "note": "Four days a week."}
    return Scene("/visibility/availability/", "/visibility/availability/", person(), fields)


@place("transfers:notifications")
def notifications() -> Scene:
    fields = {"mails_reminders": "on", "quiet_from": "22:00", "quiet_until": "07:00"}
    return Scene("/inbox/notifications/", "/inbox/notifications/", person(), fields)


@place(
    "transfers:mail_stop",
    answer=200,
    no_key="Stopping what is stopped changes nothing.",
    no_version="It needs none: the link says what is to be stopped, whatever stands.",
)
def stop() -> Scene:
    link = f"/mails/stop/?of={sign_stop(person(), REMINDERS)}"
    return Scene("/mails/stop/", link)


@place(
    "transfers:record_copy",
    answer=200,
    no_key="It changes nothing of the record; that a copy was made is recorded each time it is made.",
    no_version="It is made of what stands when it is asked for.",
)
def copy() -> Scene:
    who = member().employee
    return Scene("/my-record/copy/", client=freshly_signed_in(who), fields={"kind": "page"})
