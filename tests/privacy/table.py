"""Who sees what, route by route. A route without a row fails tests/integration/test_routes.py."""

from tests.privacy.account_rows import ACCOUNT
from tests.privacy.admin_rows import ADMIN
from tests.privacy.manager_rows import FORM, NO_MORE, NO_MORE_AT_ALL, PAGE, SENT, THE_MANAGERS
from tests.privacy.rows import NOT_TAKEN, Row, Says
from tests.privacy.viewers import ADMIN as ADMINS
from tests.privacy.viewers import CASE, CHAIN, MANAGER, NOBODY, PARTNERS, PERSON

# A voided assignment was a mistake: of the draft it was about, nothing is left to its person.
_DRAFTED = frozenset(
    {
        "nothing filed", "stay filed", "undraft filed", "choice not offered", "campaign closed, nothing filed",
        "campaign closed, undraft filed", "campaign archived", "candidate, visible to nobody",
        "candidate, visible to rounds", "candidate, visible", "candidate whom HR serves", "candidacy closed",
        "claim offered", "claim offered by HR", "claim declined", "claim expired", "claim withdrawn",
        "claim superseded", "placement pending", "placement announced", "placement finalised", "placement settled",
        "placement returned", "placement cancelled", "move held", "finding proposed", "finding confirmed",
        "finding refused", "finding withdrawn", "break-glass proposed", "break-glass confirmed",
        "break-glass refused", "role open", "role paused", "role closed", "backfill requested", "backfill opened",
        "backfill declined", "backfill withdrawn",
    }
)  # fmt: skip
_LATE = frozenset({"campaign closed, nothing filed", "campaign closed, undraft filed"})
_BACKFILLS = frozenset({"backfill requested", "backfill opened", "backfill declined", "backfill withdrawn"})
# the unit of the person is the one that is left, and its deputy is the chain's manager
_LEFT = _BACKFILLS | {"placement announced", "placement finalised", "placement settled", "placement returned"}
_PENDING = (
    "claim superseded",
    "placement pending",
    "placement announced",
    "placement cancelled",
    *sorted(_BACKFILLS),
)
_OVER = ("placement settled", "placement returned")
_NO_HANDOVER = ("claim superseded", "placement pending", "placement cancelled", *_OVER)
_ROLES = ("role preparing", "role open", "role paused", "role closed")

PUBLIC: dict[str, Row] = {
    "transfers:receipt_verify": Row(shows="a form to check a receipt", says=FORM, outside=FORM),
    "transfers:mail_stop": Row(shows="a button to stop mails of the kind that led here", says=FORM, outside=FORM),
    "transfers:receipt_keys": Row(shows="the keys that receipts are checked with", outside=PAGE),
    "transfers:language": Row(shows="a form to choose the portal's language", says=FORM, outside=FORM),
    "transfers:help": Row(shows="help", outside=PAGE),
    "transfers:privacy": Row(shows="what the portal keeps", outside=PAGE),
    "transfers:accessibility": Row(shows="how well the portal can be used", outside=PAGE),
    "style": Row(shows="every component with samples, in the demonstration alone", outside=PAGE),
}
EVERYBODYS: dict[str, Row] = {
    "transfers:home": Row(shows="one's own tasks"),
    "transfers:claims": Row(shows="one's own offers"),
    "transfers:timeline": Row(shows="one's own steps"),
    "transfers:policy": Row(shows="the policy in force"),
    "transfers:answers": Row(shows="what everybody asks, from releases, kept figures and moves that took place"),
    "transfers:roles": Row(shows="the roles one qualifies for"),
    "transfers:other_roles": Row(shows="the other roles, each with the reason"),
    "transfers:saved_searches": Row(shows="one's own searches", says=FORM),
    "transfers:saved_search_delete": Row(shows="nothing; deletes one's own search", says=SENT),
    "transfers:role": Row(shows="one role that was opened", of=("role",), at={"role preparing": NOBODY}),
    "transfers:preferences": Row(shows="one's own list", says=FORM),
    "transfers:preference_add": Row(shows="nothing; adds to one's own list", says=SENT),
    "transfers:preference_withdraw": Row(shows="nothing; withdraws one's own list", says=SENT),
    "transfers:visibility": Row(shows="who may see oneself", says=FORM),
    "transfers:visibility_close": Row(shows="nothing; closes one's own candidacy", says=SENT),
    "transfers:availability": Row(shows="one's own availability", says=FORM),
    "transfers:lead": Row(shows="units that one leads, with public figures"),
    "transfers:shortages": Row(shows="shortages by unit, from announced moves"),
    "transfers:releases": Row(shows="the releases"),
    "transfers:release": Row(shows="one release", of=("release",)),
    "transfers:release_table": Row(shows="one release as a file", of=("release",)),
    "transfers:survey_results": Row(shows="what was counted of surveys"),
    "transfers:rounds": Row(shows="the rounds that were frozen"),
    "transfers:round": Row(
        shows="what a round was bound to, and one's own part",
        of=("round",),
        at=dict.fromkeys(("round preparing", "round discarded"), NOBODY),
    ),
    "transfers:findings": Row(shows="findings about oneself"),
    "transfers:notifications": Row(shows="how one is told", says=FORM),
    "transfers:inbox": Row(shows="one's own messages"),
    "transfers:hiring": Row(shows="nothing; leads on", says=Says(read=302), outside=Says(read=302)),
    "transfers:hiring_roles": Row(shows="one's own roles"),
    "transfers:hiring_claims": Row(shows="claims on one's own roles"),
    "transfers:hiring_terms": Row(shows="sets of terms that one keeps"),
    "transfers:record": Row(shows="who looked at one's own record"),
    "transfers:record_kept": Row(shows="what is kept about oneself, and until when"),
    "transfers:terms": Row(shows="the terms of one's own job as they were recorded"),
    "transfers:record_copy": Row(shows="nothing; asks for a fresh sign-in", says=Says(read=302, form=302)),
}
THE_PERSONS: dict[str, Row] = {
    "transfers:memo": Row(
        shows="the memo",
        of=("campaign",),
        who=PERSON,
        fellows=True,
        at={
            "assignment voided": NOBODY,
            "campaign preparing": NOBODY,
            "release proposed": NOBODY,
        },
    ),
    "transfers:survey": Row(
        shows="two questions, and whether one took part",
        of=("campaign",),
        who=PERSON,
        fellows=True,
        says=FORM,
        at={
            "assignment voided": NOBODY,
            "campaign preparing": NOBODY,
            "release proposed": NOBODY,
            # between two waves there is nothing to answer, for anybody
            "campaign closed, nothing filed": NOBODY,
            "campaign closed, undraft filed": NOBODY,
            "campaign archived": NOBODY,
        },
    ),
    "transfers:commitments": Row(
        shows="what was stated about both choices", of=("assignment",), who=PERSON, states=_DRAFTED
    ),
    "transfers:choice": Row(shows="the question", of=("assignment",), who=PERSON, states=_DRAFTED),
    "transfers:choice_deadline": Row(shows="the deadline", of=("assignment",), who=PERSON, states=_DRAFTED),
    "transfers:choice_check": Row(
        shows="the answer again", of=("assignment",), who=PERSON, says=Says(read=302, form=400), states=_DRAFTED
    ),
    "transfers:choice_file": Row(shows="nothing; files", of=("assignment",), who=PERSON, says=SENT, states=_DRAFTED),
    "transfers:receipt": Row(shows="a receipt", of=("receipt",), who=PERSON),
    "transfers:receipt_show": Row(
        shows="what was filed", of=("receipt",), who=PERSON, says=Says(read=NOT_TAKEN, form=200)
    ),
    "transfers:receipt_file": Row(
        shows="a receipt; with what was filed only to the form", of=("receipt",), who=PERSON, says=Says(form=200)
    ),
    "transfers:claim": Row(shows="one offer", of=("claim",), who=PERSON),
    "transfers:claim_accept": Row(shows="nothing; accepts", of=("claim",), who=PERSON, says=SENT),
    "transfers:claim_decline": Row(shows="nothing; declines", of=("claim",), who=PERSON, says=SENT),
    "transfers:placement": Row(shows="one's own move", of=("placement",), who=PERSON),
    "transfers:placement_undo": Row(shows="nothing; undoes", of=("placement",), who=PERSON, says=SENT),
    "transfers:placement_announce": Row(shows="nothing; sets the day", of=("placement",), who=PERSON, says=SENT),
    "transfers:placement_cancel": Row(shows="nothing; cancels", of=("placement",), who=PERSON, says=SENT),
    "transfers:placement_return": Row(
        shows="what returning means",
        of=("placement",),
        who=PERSON,
        says=FORM,
        but=dict.fromkeys((*_PENDING, *_OVER), NO_MORE),
    ),
    "transfers:handover": Row(
        shows="the steps of one's own announced move",
        of=("placement",),
        who=PERSON,
        says=FORM,
        but=dict.fromkeys(_NO_HANDOVER, NO_MORE_AT_ALL),
    ),
    "transfers:round_reason": Row(
        shows="why not one role",
        of=("round", "role"),
        who=PERSON,
        states=frozenset({"round published", "round document released"}),
    ),
    "transfers:round_document": Row(
        shows="a round's document, after a fresh sign-in",
        of=("round",),
        who=PARTNERS,
        says=Says(read=302),
        states=frozenset({"round document released"}),
    ),
    "transfers:finding": Row(
        shows="a finding about oneself",
        of=("finding",),
        who=PERSON,
        says=FORM,
        at=dict.fromkeys(("finding proposed", "finding refused"), NOBODY),
    ),
    # a mail has its twin in the inbox, and no page of its own
    "transfers:notice": Row(
        shows="one message",
        of=("notice",),
        who=PERSON,
        at={"mail of a campaign": NOBODY, "terms kept": MANAGER | PERSON},  # whose terms they are is the manager
    ),
}
THE_LEADS: dict[str, Row] = {
    "transfers:lead_unit": Row(
        shows="released counts, shortage, minimums and seats of a unit one leads; nothing about anybody",
        of=("unit",),
        who=CHAIN,
        states=_DRAFTED - {"placement finalised", "placement settled", "placement returned"} | {"assignment voided"},
    ),
    "transfers:lead_seat": Row(
        shows="a seat that an announced move leaves, by its day",
        of=("placement",),
        who=CHAIN,
        says=FORM,
        states=_LEFT,
    ),
    "transfers:lead_seat_withdraw": Row(
        shows="nothing; withdraws a request", of=("placement",), who=CHAIN, says=SENT, states=_BACKFILLS
    ),
}
THE_PARTNERS: dict[str, Row] = {
    "transfers:cases": Row(shows="a form that opens a case", who=PARTNERS, says=FORM),
    "transfers:case": Row(shows="an open case", of=("employee",), who=CASE, says=FORM),
    "transfers:case_late": Row(
        shows="late filing; whether anything was filed is not told",
        of=("employee", "assignment"),
        who=CASE,
        says=Says(read=409, form=409),
        but=dict.fromkeys(_LATE, FORM),
        states=_DRAFTED,
    ),
    "transfers:case_exceptions": Row(shows="what waits for the partner, of people served", who=PARTNERS),
    "transfers:case_review": Row(
        shows="a review's form, of who is known to be unplaced",
        of=("employee",),
        who=CASE,
        says=FORM,
        states=frozenset({"placement returned"}),
    ),
    "transfers:case_read": Row(
        shows="one choice, for a purpose, told to the person",
        of=("employee", "assignment"),
        who=CASE,
        says=FORM,
        states=_DRAFTED - {"choice not offered"},
    ),
    "transfers:case_finding": Row(
        shows="a finding about the person, to decide on", of=("employee", "finding"), who=CASE, says=FORM
    ),
    "transfers:case_cancel": Row(shows="a cancellation", of=("employee", "placement"), who=CASE, says=FORM),
    "transfers:case_handover": Row(
        shows="the steps of an announced move",
        of=("employee", "placement"),
        who=CASE,
        says=FORM,
        but=dict.fromkeys(_NO_HANDOVER, NO_MORE_AT_ALL),
    ),
    "transfers:case_withdraw": Row(
        shows="a withdrawal in place of the manager",
        of=("employee", "claim"),
        who=CASE,
        says=FORM,
        states=frozenset({"claim offered by HR"}),
    ),
    "transfers:case_offer": Row(
        shows="a claim's form in place of the manager",
        of=("employee", "role"),
        who=CASE,
        says=FORM,
        states=frozenset({"candidate whom HR serves", "claim offered by HR"}),
        but={"claim offered by HR": NO_MORE},
    ),
}
_GLASS = CASE | ADMINS
BREAK_GLASS: dict[str, Row] = {
    "transfers:break_glasses": Row(shows="who asked to read a choice, and why", who=PARTNERS | ADMINS),
    "transfers:break_glass_propose": Row(shows="a form that asks for it", who=ADMINS, says=FORM),
    "transfers:break_glass": Row(shows="one of them", of=("breakglass",), who=_GLASS, colleagues=True),
    "transfers:break_glass_confirm": Row(
        shows="nothing; confirms", of=("breakglass",), who=_GLASS, says=SENT, colleagues=True
    ),
    "transfers:break_glass_refuse": Row(
        shows="nothing; refuses", of=("breakglass",), who=_GLASS, says=SENT, colleagues=True
    ),
    "transfers:break_glass_read": Row(
        shows="one choice, once, to who asked and was let", of=("breakglass",), who=_GLASS, says=SENT, colleagues=True
    ),
}
TABLE = PUBLIC | EVERYBODYS | THE_PERSONS | THE_MANAGERS | THE_LEADS | THE_PARTNERS | BREAK_GLASS | ACCOUNT | ADMIN
