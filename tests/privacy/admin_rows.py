"""The admin: which noun's list, page and verbs are there for whom."""

from collections.abc import Mapping

from tests.privacy.lives import STATES
from tests.privacy.routes import NO_VERB
from tests.privacy.rows import HIDDEN, Row, Says
from tests.privacy.viewers import ADMIN as ADMINS
from tests.privacy.viewers import CASE, DESK, NOBODY, PARTNERS, SERVING, Viewer

States = frozenset[str] | None
_LIST = Says(form=200, options=200)
_PAGE = Says(form=HIDDEN, options=HIDDEN)
_VERB = Says(form=400, options=200)
_SHOWN = Says(form=HIDDEN, options=200)  # a verb to read
_OUTSIDE = Says(read=302, form=302, options=302)
_SERVED = frozenset({Viewer.PARTNER}) | ADMINS  # and colleagues of the same campaign


def _row(shows: str, **fields: object) -> Row:
    return Row(shows=shows, desk=True, changes=False, outside=_OUTSIDE, **fields)  # type: ignore[arg-type]


def _noun(
    name: str,
    shows: str,
    *,
    who: frozenset[Viewer] = DESK,
    listed: frozenset[Viewer] | None = None,
    states: States = None,
    at: Mapping[str, frozenset[Viewer]] | None = None,
    colleagues: bool = False,
    verbs: Mapping[str, tuple[frozenset[Viewer], States]] | None = None,
    new: Mapping[str, frozenset[Viewer]] | None = None,
    shown: Mapping[str, tuple[frozenset[Viewer], States]] | None = None,
) -> dict[str, Row]:
    """List, page, verbs and what may be made anew of one noun. A verb has its own people and states; people are
    those of the page too."""
    of, verbs, new = (name.split("_")[-1],), verbs or {}, new or {}
    there = {"of": of, "at": at or {}, "colleagues": colleagues}
    rows = {
        f"admin:{name}_changelist": _row(f"the list of {shows}", who=who if listed is None else listed, says=_LIST),
        f"admin:{name}_change": _row(f"one of {shows}", who=who, says=_PAGE, states=states, **there),
        f"admin:{name}_verb {NO_VERB}": _row("nothing", of=of, who=NOBODY, says=_VERB),
        f"admin:{name}_new {NO_VERB}": _row("nothing", who=NOBODY, says=_VERB),
    }
    for verb, (people, offered) in verbs.items():
        row = _row(f"the form of {verb}", who=people & who, says=_VERB, states=offered, **there)
        rows[f"admin:{name}_verb {verb}"] = row
    for verb, (people, offered) in (shown or {}).items():
        row = _row(f"the page of {verb}", who=people & who, says=_SHOWN, states=offered, **there)
        rows[f"admin:{name}_verb {verb}"] = row
    for verb, people in new.items():
        rows[f"admin:{name}_new {verb}"] = _row(f"the form of {verb}", who=people, says=_VERB)
    return rows


def _states(*names: str) -> frozenset[str]:
    return frozenset(names)


_NEVER = _states()
_BACKFILLS = _states("backfill requested", "backfill opened", "backfill declined", "backfill withdrawn")
_ANNOUNCED = _BACKFILLS | _states(
    "placement announced", "placement finalised", "placement settled", "placement returned"
)
_PREPARING = _states("campaign preparing")
_CLOSED = _states("campaign closed, nothing filed", "campaign closed, undraft filed", "release proposed")
_OPENED = frozenset(STATES) - _PREPARING
_OPEN = _OPENED - _CLOSED - _states("campaign archived")
_ENDED = _states("assignment voided", "placement finalised", "placement settled", "placement returned")
_ACTIVE = frozenset(STATES) - _ENDED
_PROPOSED = _states("grant proposed")
_NOT_CLOSED = frozenset(STATES) - _states("role closed")
_STARTED = _NOT_CLOSED - _states("role preparing")

ADMIN: dict[str, Row] = {
    "admin:index": _row("what waits, and the nouns", who=DESK, says=_LIST),
    "admin:app_list": _row("the nouns", who=DESK, says=_LIST),
    "admin:jsi18n": _row("words for scripts", who=DESK, says=Says(options=200)),
    "admin:autocomplete": _row("a search for a field of a verb", who=DESK, says=Says(read=403, options=200)),
    "/admin/nothing/of/this/kind/": _row("nothing", who=NOBODY, says=_LIST),
    **_noun(
        "transfers_campaign",
        "campaigns",
        who=_SERVED,
        listed=DESK,
        colleagues=True,
        verbs={
            "edit": (DESK, _PREPARING),
            "staffing": (DESK, _PREPARING),
            "skills": (DESK, _PREPARING),
            "memo": (DESK, _PREPARING),
            "mail": (DESK, _PREPARING),
            "open": (DESK, _PREPARING),
            "lengthen": (DESK, _OPEN),
            "reopen": (DESK, _CLOSED),
            "archive": (DESK, _CLOSED),
            "propose-release": (DESK, _NEVER),
            "publish-release": (DESK, _states("release proposed")),
        },
        shown={"delivery": (DESK, _OPENED), "figures": (DESK, _CLOSED | _states("campaign archived"))},
        new={"create": DESK},
    ),
    **_noun(
        "transfers_assignment",
        "assignments",
        who=_SERVED,
        listed=DESK,
        colleagues=True,
        verbs={
            "deadline": (DESK, _ACTIVE),
            "void": (DESK, _ACTIVE),
            "terms": (DESK, _ACTIVE),
        },
    ),
    **_noun(
        "transfers_failingwork",
        "work that fails, by kind",
        who=ADMINS,
        verbs={"retry": (ADMINS, None)},
    ),
    **_noun(
        "transfers_extension",
        "later deadlines after outages",
        who=_SERVED,
        listed=DESK,
        colleagues=True,
        verbs={"confirm": (DESK, None), "refuse": (DESK, None)},
    ),
    **_noun(
        "transfers_role",
        "roles",
        verbs={
            "open": (DESK, _states("role preparing", "role paused")),
            "pause": (DESK, _STARTED - _states("role paused")),
            "seats": (DESK, _NOT_CLOSED),
            "hold": (DESK, _NOT_CLOSED),
            "close": (DESK, _STARTED),
        },
        new={"open-many": DESK},
    ),
    **_noun(
        "transfers_round",
        "rounds",
        who=PARTNERS,
        verbs={
            "commit": (NOBODY, _NEVER),
            "freeze": (NOBODY, _NEVER),  # who prepares it, and nobody else
            "approve": (NOBODY, _NEVER),  # who is named to approve it
            "reveal": (NOBODY, _NEVER),
            "publish": (PARTNERS, _states("round run")),
            "propose-document": (PARTNERS, _states("round published")),
            "release-document": (NOBODY, _NEVER),
            "discard": (PARTNERS, _states("round preparing", "round frozen", "round approved", "round run")),
        },
        new={"prepare": PARTNERS},
        shown={
            "dry-run": (PARTNERS, _states("round frozen")),
            "outcome": (PARTNERS, _states("round published", "round document released")),
        },
    ),
    **_noun(
        "transfers_simulation",
        "simulations",
        who=PARTNERS,
        verbs={"cancel": (PARTNERS, _states("simulation requested"))},
        new={"simulate": PARTNERS},
        shown={"report": (PARTNERS, _states("simulation done"))},
    ),
    **_noun(
        "transfers_upload",
        "files to import",
        who=ADMINS,
        verbs={
            "apply": (ADMINS, _states("upload checked")),
            "check": (ADMINS, _states("upload checked", "upload refused")),
            "drop": (ADMINS, _states("upload checking", "upload checked", "upload refused")),
            "layout": (ADMINS, _states("upload checked", "upload refused")),
            "mend": (ADMINS, _states("upload refused")),
            "undo": (ADMINS, _states("upload applied")),
        },
        new={"upload": ADMINS},
        shown={"error-rows": (ADMINS, _states("upload refused"))},
    ),
    **_noun("transfers_placement", "announced moves", who=_SERVED, listed=DESK, colleagues=True, states=_ANNOUNCED),
    **_noun(
        "transfers_backfill",
        "requests for seats that announced moves leave",
        who=_SERVED,
        listed=DESK,
        colleagues=True,
        verbs={"open": (DESK, _states("backfill requested")), "decline": (DESK, _states("backfill requested"))},
    ),
    **_noun(
        "transfers_heldmove",
        "moves that wait",
        who=_SERVED,
        listed=DESK,
        colleagues=True,
        verbs={
            "apply": (SERVING, None),
            "drop": (SERVING, None),
        },
    ),
    **_noun(
        "transfers_grant",
        "rights",
        verbs={
            "confirm": (DESK - CASE, _PROPOSED),  # a second person: the partner proposed it
            "batch": (DESK, _NEVER),
            "refuse": (DESK, _PROPOSED),
            "end": (DESK, _NEVER),
        },
        new={"propose": DESK},
        at={"grant ended": ADMINS},
    ),
    **_noun("transfers_policy", "versions of the policy", new={"publish": ADMINS}),
    **_noun(
        "transfers_decision",
        "what was decided for everybody",
        who=_SERVED,
        listed=DESK,
        colleagues=True,
        at={"reference data": DESK},
        states=_states("campaign decided", "reference data"),
    ),
    **_noun(
        "transfers_notice",
        "mails of campaigns to all",
        who=ADMINS,
        states=_states("mail of a campaign"),
        verbs={"retry": (ADMINS, _NEVER)},
        new={"others": ADMINS},
    ),
    **_noun("transfers_event", "days and classes of Events", who=ADMINS, states=_NEVER),
    **_noun(
        "accounts_employee",
        "people",
        verbs={
            "manager": (DESK, None),
            "leave": (DESK, None),
            "reset": (DESK, None),
            "departure": (DESK, None),
            "readmit": (DESK, _NEVER),
        },
    ),
    **_noun(
        "accounts_unit",
        "units",
        verbs={
            "edit": (DESK, None),
            "merge": (ADMINS, None),
            "close": (ADMINS, None),
        },
    ),
    **_noun("accounts_site", "sites"),
    **_noun("accounts_jobfamily", "job families"),
    **_noun("accounts_skill", "skills"),
}
