"""Every status of every noun, the lawful moves between them, and whose turn it is in each. Data only.

`docs/states.md` is drawn from this module, the database's triggers are generated from it, and
`transfers/transition.py` is the only writer. A pair that is not listed here cannot happen.
"""

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


class BackfillStatus(StrEnum):
    REQUESTED = "requested"
    OPENED = "opened"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


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


class FindingStatus(StrEnum):
    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class RoundStatus(StrEnum):
    PREPARING = "preparing"
    FROZEN = "frozen"
    APPROVED = "approved"
    RUN = "run"
    PUBLISHED = "published"
    DISCARDED = "discarded"


class SimulationStatus(StrEnum):
    REQUESTED = "requested"
    DONE = "done"
    CANCELLED = "cancelled"


class UploadStatus(StrEnum):
    CHECKING = "checking"
    CHECKED = "checked"
    REFUSED = "refused"
    APPLYING = "applying"
    APPLIED = "applied"
    DROPPED = "dropped"
    UNDOING = "undoing"
    UNDONE = "undone"


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
    "backfill": BackfillStatus,
    "extension": ExtensionStatus,
    "grant": GrantStatus,
    "breakglass": BreakGlassStatus,
    "finding": FindingStatus,
    "round": RoundStatus,
    "simulation": SimulationStatus,
    "upload": UploadStatus,
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
    "backfill": frozenset({BackfillStatus.REQUESTED}),
    "extension": frozenset({ExtensionStatus.PROPOSED}),
    # the first two admins are confirmed at once, while no grant exists
    "grant": frozenset({GrantStatus.PROPOSED, GrantStatus.CONFIRMED}),
    "breakglass": frozenset({BreakGlassStatus.PROPOSED}),
    "finding": frozenset({FindingStatus.PROPOSED}),
    "round": frozenset({RoundStatus.PREPARING}),
    "simulation": frozenset({SimulationStatus.REQUESTED}),
    "upload": frozenset({UploadStatus.CHECKING}),
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
    "backfill": frozenset(
        (BackfillStatus.REQUESTED, end)
        for end in (BackfillStatus.OPENED, BackfillStatus.DECLINED, BackfillStatus.WITHDRAWN)
    ),
    "extension": frozenset(
        (ExtensionStatus.PROPOSED, end) for end in (ExtensionStatus.CONFIRMED, ExtensionStatus.REFUSED)
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
    "finding": frozenset(
        {
            (FindingStatus.PROPOSED, FindingStatus.CONFIRMED),
            (FindingStatus.PROPOSED, FindingStatus.REFUSED),
            (FindingStatus.CONFIRMED, FindingStatus.WITHDRAWN),
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
    "simulation": frozenset(
        (SimulationStatus.REQUESTED, end) for end in (SimulationStatus.DONE, SimulationStatus.CANCELLED)
    ),
    "upload": frozenset(
        {
            (UploadStatus.CHECKING, UploadStatus.CHECKED),
            (UploadStatus.CHECKING, UploadStatus.REFUSED),
            (UploadStatus.CHECKED, UploadStatus.APPLYING),
            # the portal changed since, or the file can be right by now
            (UploadStatus.CHECKED, UploadStatus.CHECKING),
            (UploadStatus.REFUSED, UploadStatus.CHECKING),
            (UploadStatus.APPLYING, UploadStatus.CHECKING),
            (UploadStatus.APPLYING, UploadStatus.APPLIED),
            (UploadStatus.APPLIED, UploadStatus.UNDOING),
            (UploadStatus.UNDOING, UploadStatus.UNDONE),
            # something newer came between
            (UploadStatus.UNDOING, UploadStatus.APPLIED),
            (UploadStatus.CHECKING, UploadStatus.DROPPED),
            (UploadStatus.CHECKED, UploadStatus.DROPPED),
            (UploadStatus.REFUSED, UploadStatus.DROPPED),
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


def is_lawful(noun: str, from_status: str, to_status: str) -> bool:
    """Whether `noun` may go from one status to the other."""
    return (from_status, to_status) in TRANSITIONS[noun]
