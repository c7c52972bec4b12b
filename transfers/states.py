"""Every status of every noun, the lawful moves between them, and whose turn it is in each. Data only.

`docs/states.md` is drawn from this module, the database's triggers are generated from it, and
`transfers/transition.py` is the only writer. A pair that is not listed here cannot happen.
"""

from dataclasses import dataclass
from enum import StrEnum


class CampaignStatus(StrEnum):
    PREPARING = "preparing"
    OPEN = "open"
    CLOSED = "closed"
    ARCHIVED = "archived"


class AssignmentStatus(StrEnum):
    ACTIVE = "active"
    ENDED = "ended"
    VOIDED = "voided"


class EntitlementStatus(StrEnum):
    ACTIVE = "active"
    SUSPENDED = "suspended"
    ENDED = "ended"


class CandidacyStatus(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


class RoleStatus(StrEnum):
    PREPARING = "preparing"
    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"


class ClaimStatus(StrEnum):
    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"


class PlacementStatus(StrEnum):
    PENDING = "pending"
    FINALISED = "finalised"
    SETTLED = "settled"
    RETURNED = "returned"
    CANCELLED = "cancelled"


class ExtensionStatus(StrEnum):
    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    REFUSED = "refused"


class GrantStatus(StrEnum):
    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    ENDED = "ended"


class BreakGlassStatus(StrEnum):
    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    USED = "used"
    ENDED = "ended"


class RoundStatus(StrEnum):
    PREPARING = "preparing"
    FROZEN = "frozen"
    APPROVED = "approved"
    RUN = "run"
    PUBLISHED = "published"
    DISCARDED = "discarded"


class NoticeStatus(StrEnum):
    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    NEEDS_ATTENTION = "needs_attention"


STATUSES: dict[str, type[StrEnum]] = {
    "campaign": CampaignStatus,
    "assignment": AssignmentStatus,
    "entitlement": EntitlementStatus,
    "candidacy": CandidacyStatus,
    "role": RoleStatus,
    "claim": ClaimStatus,
    "placement": PlacementStatus,
    "extension": ExtensionStatus,
    "grant": GrantStatus,
    "breakglass": BreakGlassStatus,
    "round": RoundStatus,
    "notice": NoticeStatus,
}

INITIAL: dict[str, frozenset[str]] = {
    "campaign": frozenset({CampaignStatus.PREPARING}),
    "assignment": frozenset({AssignmentStatus.ACTIVE}),
    # filing undraft while an own-request placement is pending starts the entitlement suspended
    "entitlement": frozenset({EntitlementStatus.ACTIVE, EntitlementStatus.SUSPENDED}),
    "candidacy": frozenset({CandidacyStatus.OPEN}),
    "role": frozenset({RoleStatus.PREPARING}),
    "claim": frozenset({ClaimStatus.OFFERED}),
    "placement": frozenset({PlacementStatus.PENDING}),
    "extension": frozenset({ExtensionStatus.PROPOSED}),
    # the first two administrators are confirmed at once, while no grant exists
    "grant": frozenset({GrantStatus.PROPOSED, GrantStatus.CONFIRMED}),
    "breakglass": frozenset({BreakGlassStatus.PROPOSED}),
    "round": frozenset({RoundStatus.PREPARING}),
    # a notice for the inbox is delivered by being written
    "notice": frozenset({NoticeStatus.PENDING, NoticeStatus.SENT}),
}

TRANSITIONS: dict[str, frozenset[tuple[str, str]]] = {
    "campaign": frozenset(
        {
            (CampaignStatus.PREPARING, CampaignStatus.OPEN),
            (CampaignStatus.OPEN, CampaignStatus.CLOSED),
            (CampaignStatus.CLOSED, CampaignStatus.OPEN),
            (CampaignStatus.CLOSED, CampaignStatus.ARCHIVED),
        }
    ),
    "assignment": frozenset(
        {
            (AssignmentStatus.ACTIVE, AssignmentStatus.ENDED),
            (AssignmentStatus.ACTIVE, AssignmentStatus.VOIDED),
        }
    ),
    "entitlement": frozenset(
        {
            (EntitlementStatus.ACTIVE, EntitlementStatus.SUSPENDED),
            (EntitlementStatus.SUSPENDED, EntitlementStatus.ACTIVE),
            (EntitlementStatus.ACTIVE, EntitlementStatus.ENDED),
            (EntitlementStatus.SUSPENDED, EntitlementStatus.ENDED),
            (EntitlementStatus.ENDED, EntitlementStatus.ACTIVE),  # a return in trial only
        }
    ),
    "candidacy": frozenset(
        {(CandidacyStatus.OPEN, CandidacyStatus.CLOSED), (CandidacyStatus.CLOSED, CandidacyStatus.OPEN)}
    ),
    "role": frozenset(
        {
            (RoleStatus.PREPARING, RoleStatus.OPEN),
            (RoleStatus.OPEN, RoleStatus.PAUSED),
            (RoleStatus.PAUSED, RoleStatus.OPEN),
            (RoleStatus.OPEN, RoleStatus.CLOSED),
            (RoleStatus.PAUSED, RoleStatus.CLOSED),
        }
    ),
    "claim": frozenset(
        {
            (ClaimStatus.OFFERED, ClaimStatus.ACCEPTED),
            (ClaimStatus.OFFERED, ClaimStatus.DECLINED),
            (ClaimStatus.OFFERED, ClaimStatus.EXPIRED),
            (ClaimStatus.OFFERED, ClaimStatus.WITHDRAWN),
            (ClaimStatus.OFFERED, ClaimStatus.SUPERSEDED),
            (ClaimStatus.ACCEPTED, ClaimStatus.DECLINED),  # undo
        }
    ),
    "placement": frozenset(
        {
            (PlacementStatus.PENDING, PlacementStatus.FINALISED),
            (PlacementStatus.PENDING, PlacementStatus.CANCELLED),
            (PlacementStatus.FINALISED, PlacementStatus.SETTLED),
            (PlacementStatus.FINALISED, PlacementStatus.RETURNED),
        }
    ),
    "extension": frozenset(
        {
            (ExtensionStatus.PROPOSED, ExtensionStatus.CONFIRMED),
            (ExtensionStatus.PROPOSED, ExtensionStatus.REFUSED),
        }
    ),
    "grant": frozenset(
        {
            (GrantStatus.PROPOSED, GrantStatus.CONFIRMED),
            (GrantStatus.PROPOSED, GrantStatus.REFUSED),
            (GrantStatus.CONFIRMED, GrantStatus.ENDED),
        }
    ),
    "breakglass": frozenset(
        {
            (BreakGlassStatus.PROPOSED, BreakGlassStatus.CONFIRMED),
            (BreakGlassStatus.PROPOSED, BreakGlassStatus.REFUSED),
            (BreakGlassStatus.CONFIRMED, BreakGlassStatus.USED),
            (BreakGlassStatus.CONFIRMED, BreakGlassStatus.ENDED),
        }
    ),
    "round": frozenset(
        {
            (RoundStatus.PREPARING, RoundStatus.FROZEN),
            (RoundStatus.FROZEN, RoundStatus.APPROVED),
            (RoundStatus.APPROVED, RoundStatus.RUN),
            (RoundStatus.RUN, RoundStatus.PUBLISHED),
            (RoundStatus.PREPARING, RoundStatus.DISCARDED),
            (RoundStatus.FROZEN, RoundStatus.DISCARDED),
            (RoundStatus.APPROVED, RoundStatus.DISCARDED),
            (RoundStatus.RUN, RoundStatus.DISCARDED),
        }
    ),
    "notice": frozenset(
        {
            (NoticeStatus.PENDING, NoticeStatus.SENDING),
            (NoticeStatus.SENDING, NoticeStatus.SENT),
            (NoticeStatus.SENDING, NoticeStatus.PENDING),
            (NoticeStatus.SENDING, NoticeStatus.NEEDS_ATTENTION),
            (NoticeStatus.NEEDS_ATTENTION, NoticeStatus.PENDING),
        }
    ),
}


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose turn it is, until when, and the way out."""

    who: str
    by_when: str
    way_out: str


OWNERS: dict[tuple[str, str], Owner] = {
    ("campaign", CampaignStatus.PREPARING): Owner("HR partner", "the opening HR chose", "open it, or leave it"),
    ("campaign", CampaignStatus.OPEN): Owner(
        "each member", "their own deadline", "closes by itself at deadline and grace"
    ),
    ("campaign", CampaignStatus.CLOSED): Owner(
        "HR partner", "until every end day and entitlement is over", "reopen with a date, or archive"
    ),
    ("campaign", CampaignStatus.ARCHIVED): Owner("nobody", "for good", "none is needed"),
    ("assignment", AssignmentStatus.ACTIVE): Owner(
        "the person",
        "their deadline; after an undraft the latest end day",
        "placement, end day, voiding by HR",
    ),
    ("assignment", AssignmentStatus.ENDED): Owner("nobody", "for good", "none is needed"),
    ("assignment", AssignmentStatus.VOIDED): Owner("nobody", "for good", "none is needed"),
    ("entitlement", EntitlementStatus.ACTIVE): Owner(
        "an HR partner", "a review every 30 days", "placement, changed choice, the policy's end, leaving"
    ),
    ("entitlement", EntitlementStatus.SUSPENDED): Owner(
        "the worker", "the placement's effective day", "cancelling the placement resumes it"
    ),
    ("entitlement", EntitlementStatus.ENDED): Owner("nobody", "for good", "a return in trial resumes it"),
    ("candidacy", CandidacyStatus.OPEN): Owner("the person", "as long as they wish", "close it at any time"),
    ("candidacy", CandidacyStatus.CLOSED): Owner("the person", "as long as they wish", "open it at any time"),
    ("role", RoleStatus.PREPARING): Owner("HR partner", "the day HR opens it", "open it"),
    ("role", RoleStatus.OPEN): Owner("its hiring manager", "the day it is wanted by", "pause or close it"),
    ("role", RoleStatus.PAUSED): Owner("HR partner", "a review every 30 days", "open or close it"),
    ("role", RoleStatus.CLOSED): Owner("nobody", "for good", "none is needed"),
    ("claim", ClaimStatus.OFFERED): Owner("the person claimed", "its expiry", "accept, decline, let it expire"),
    ("claim", ClaimStatus.ACCEPTED): Owner("the worker", "see its placement", "undo within the undo time"),
    ("claim", ClaimStatus.DECLINED): Owner("nobody", "for good", "none is needed"),
    ("claim", ClaimStatus.EXPIRED): Owner("nobody", "for good", "the manager may claim again"),
    ("claim", ClaimStatus.WITHDRAWN): Owner("nobody", "for good", "the manager may claim again"),
    ("claim", ClaimStatus.SUPERSEDED): Owner("nobody", "for good", "the person stands in the pool again"),
    ("placement", PlacementStatus.PENDING): Owner(
        "the worker", "its effective day", "undo; later a cancellation recorded by HR"
    ),
    ("placement", PlacementStatus.FINALISED): Owner("the person", "the end of trial", "return in trial"),
    ("placement", PlacementStatus.SETTLED): Owner("nobody", "for good", "a new transfer on own request"),
    ("placement", PlacementStatus.RETURNED): Owner("nobody", "for good", "the entitlement resumed"),
    ("placement", PlacementStatus.CANCELLED): Owner("nobody", "for good", "the person stands in the pool again"),
    ("extension", ExtensionStatus.PROPOSED): Owner(
        "HR partner", "a week after the deadline", "confirm or refuse it; afterwards the campaign is reopened by hand"
    ),
    ("extension", ExtensionStatus.CONFIRMED): Owner("nobody", "for good", "none is needed"),
    ("extension", ExtensionStatus.REFUSED): Owner("nobody", "for good", "the campaign is reopened by hand"),
    ("grant", GrantStatus.PROPOSED): Owner("a second person", "30 days", "confirm or refuse it"),
    ("grant", GrantStatus.CONFIRMED): Owner("whoever holds it", "its last day", "end it"),
    ("grant", GrantStatus.REFUSED): Owner("nobody", "for good", "propose another"),
    ("grant", GrantStatus.ENDED): Owner("nobody", "for good", "propose another"),
    ("breakglass", BreakGlassStatus.PROPOSED): Owner("a second person", "24 hours", "confirm or refuse it"),
    ("breakglass", BreakGlassStatus.CONFIRMED): Owner("its proposer", "one hour", "read once, or let it end"),
    ("breakglass", BreakGlassStatus.REFUSED): Owner("nobody", "for good", "propose another"),
    ("breakglass", BreakGlassStatus.USED): Owner("nobody", "for good", "none is needed"),
    ("breakglass", BreakGlassStatus.ENDED): Owner("nobody", "for good", "propose another"),
    ("round", RoundStatus.PREPARING): Owner(
        "the HR partner who prepares it", "the day they mean to freeze it", "freeze or discard it"
    ),
    ("round", RoundStatus.FROZEN): Owner("its approver", "72 hours after the freeze", "approve or discard it"),
    ("round", RoundStatus.APPROVED): Owner(
        "preparer and approver, then the worker", "72 hours after the freeze", "reveal both secrets, or discard it"
    ),
    ("round", RoundStatus.RUN): Owner("an HR partner", "72 hours after the freeze", "publish or discard it"),
    ("round", RoundStatus.PUBLISHED): Owner(
        "each person offered", "their offer's expiry", "accept, or stay out of it"
    ),
    ("round", RoundStatus.DISCARDED): Owner("nobody", "for good", "prepare another"),
    ("notice", NoticeStatus.PENDING): Owner("the worker", "30 seconds after it is due", "sent, or retried"),
    ("notice", NoticeStatus.SENDING): Owner("the worker", "the end of its lease", "the next sweep takes it"),
    ("notice", NoticeStatus.SENT): Owner("nobody", "for good", "none is needed"),
    ("notice", NoticeStatus.NEEDS_ATTENTION): Owner("an admin", "one working day", "send it again"),
}


def is_lawful(noun: str, from_status: str, to_status: str) -> bool:
    """Whether `noun` may go from one status to the other."""
    return (from_status, to_status) in TRANSITIONS[noun]
