"""What hiring managers see of candidates and claims, and the answers that many rows share."""

from tests.privacy.round_lives import ROUND_LIVES
from tests.privacy.rows import NOT_TAKEN, Row, Says
from tests.privacy.viewers import CHAIN, MANAGER, NOBODY, PARTNERS, PERSON, Viewer

PAGE = Says()
FORM = Says(form=400)  # what is sent lacks its keys
SENT = Says(read=NOT_TAKEN, form=400)
NO_MORE_AT_ALL = Says(read=409, form=409)  # whatever is sent
NO_MORE = Says(read=409, form=400)  # its person may read why it cannot be done

_PROFILES = frozenset(
    {
        "candidate, visible", "claim offered", "claim declined", "claim expired", "claim withdrawn",
        "placement cancelled", "role open", "role paused", "finding proposed", "finding refused", "finding withdrawn",
    }
)  # fmt: skip
# An arrival is the manager's own report from the day of the move on: in the chain nobody sees a claim.
_MOVED = frozenset({"placement finalised", "placement settled"})
# Lives whose role has a manager in the chain, so that HR acts there and the manager is shown nothing.
_SERVED_BY_HR = dict.fromkeys(("claim offered by HR", "candidate whom HR serves"), CHAIN)
# The role of a round has a manager who is no viewer here.
_OF_ROUNDS = dict.fromkeys((state for state in ROUND_LIVES if state.startswith("round ")), NOBODY)

_CLAIMING = MANAGER | PARTNERS | {Viewer.OTHER_MANAGER}
_KEPT = frozenset({"terms kept"})

THE_MANAGERS: dict[str, Row] = {
    "transfers:hiring_claim": Row(
        shows="one claim",
        of=("claim",),
        who=MANAGER,
        at={"claim offered by HR": NOBODY} | dict.fromkeys(_MOVED, NOBODY),
    ),
    "transfers:hiring_claim_withdraw": Row(
        shows="nothing; withdraws",
        of=("claim",),
        who=MANAGER,
        says=SENT,
        at={"claim offered by HR": NOBODY} | dict.fromkeys(_MOVED, NOBODY),
    ),
    "transfers:hiring_arrival": Row(
        shows="the steps of an announced move to one's own role",
        of=("placement",),
        who=MANAGER,
        says=FORM,
        but={"placement pending": NO_MORE_AT_ALL},
        at=dict.fromkeys(
            ("claim superseded", "placement cancelled", "placement settled", "placement returned"), NOBODY
        ),
    ),
    "transfers:hiring_pool": Row(
        shows="visible candidates",
        of=("role",),
        who=MANAGER,
        at=_SERVED_BY_HR | _OF_ROUNDS,
    ),
    "transfers:hiring_compare": Row(
        shows="visible candidates",
        of=("role",),
        who=MANAGER,
        at=_SERVED_BY_HR | _OF_ROUNDS,
    ),
    "transfers:hiring_profile": Row(
        shows="a visible candidate", of=("role", "candidacy"), who=MANAGER, states=_PROFILES
    ),
    "transfers:hiring_finding": Row(
        shows="a finding's form", of=("role", "candidacy"), who=MANAGER, says=FORM, states=_PROFILES
    ),
    "transfers:hiring_rate": Row(
        shows="one's own rating of a visible candidate",
        of=("role", "candidacy"),
        who=MANAGER,
        says=FORM,
        states=_PROFILES,
    ),
    "transfers:hiring_offer": Row(
        shows="a claim's form",
        of=("role", "candidacy"),
        who=MANAGER,
        says=FORM,
        states=_PROFILES,
        but={"claim offered": NO_MORE, "role paused": NO_MORE},
    ),
    "transfers:hiring_terms_new": Row(
        shows="a form to keep a set of terms",
        who=_CLAIMING | CHAIN,
        says=FORM,
        at={"terms kept": _CLAIMING | CHAIN | PERSON},
    ),
    "transfers:hiring_terms_edit": Row(
        shows="a set of terms that one keeps", of=("termstemplate",), who=MANAGER | PERSON, says=FORM, states=_KEPT
    ),
    "transfers:hiring_terms_delete": Row(
        shows="nothing; deletes a set of terms", of=("termstemplate",), who=MANAGER | PERSON, says=SENT, states=_KEPT
    ),
}
