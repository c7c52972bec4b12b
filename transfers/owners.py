"""Whose turn it is in each status, until when, and the way out: principle 8, as data."""

from dataclasses import dataclass

from transfers.states import (
    AssignmentStatus,
    BackfillStatus,
    BreakGlassStatus,
    CampaignStatus,
    CandidacyStatus,
    ClaimStatus,
    EntitlementStatus,
    ExtensionStatus,
    FindingStatus,
    GrantStatus,
    NoticeStatus,
    PlacementStatus,
    RoleStatus,
    RoundStatus,
    SimulationStatus,
    UploadStatus,
)


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
    ("backfill", BackfillStatus.REQUESTED): Owner(
        "HR",
        "the day the seat is left",
        "name the role that was opened, or decline with a reason; the lead withdraws it",
    ),
    ("backfill", BackfillStatus.OPENED): Owner("nobody", "for good", "the role takes its own way"),
    ("backfill", BackfillStatus.DECLINED): Owner("nobody", "for good", "ask again for the seat"),
    ("backfill", BackfillStatus.WITHDRAWN): Owner("nobody", "for good", "ask again for the seat"),
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
    ("finding", FindingStatus.PROPOSED): Owner("an HR partner", "five working days", "confirm or refuse it"),
    ("finding", FindingStatus.CONFIRMED): Owner(
        "the person", "as long as they wish", "answer it; HR reads that, and upholds or withdraws it"
    ),
    ("finding", FindingStatus.REFUSED): Owner("nobody", "for good", "none is needed"),
    ("finding", FindingStatus.WITHDRAWN): Owner("nobody", "for good", "none is needed"),
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
    ("simulation", SimulationStatus.REQUESTED): Owner("the worker", "30 seconds after it is due", "cancel it"),
    ("simulation", SimulationStatus.DONE): Owner("nobody", "for good", "none is needed"),
    ("simulation", SimulationStatus.CANCELLED): Owner("nobody", "for good", "ask for another"),
    ("upload", UploadStatus.CHECKING): Owner("the worker", "30 seconds after it is due", "drop it"),
    ("upload", UploadStatus.CHECKED): Owner("an admin", "24 hours after the check", "apply it, or drop it"),
    ("upload", UploadStatus.REFUSED): Owner(
        "an admin", "24 hours after the check", "mend the file and upload it again; this one is dropped"
    ),
    ("upload", UploadStatus.APPLYING): Owner(
        "the worker", "30 seconds after it is due", "applied whole, or checked again"
    ),
    ("upload", UploadStatus.APPLIED): Owner("nobody", "for good", "none is needed"),
    ("upload", UploadStatus.UNDOING): Owner(
        "the worker", "30 seconds after it is due", "undone whole, or applied as before"
    ),
    ("upload", UploadStatus.UNDONE): Owner("nobody", "for good", "upload the file again"),
    ("upload", UploadStatus.DROPPED): Owner("nobody", "for good", "upload the file again"),
    ("notice", NoticeStatus.PENDING): Owner("the worker", "30 seconds after it is due", "sent, or retried"),
    ("notice", NoticeStatus.SENDING): Owner("the worker", "the end of its lease", "the next sweep takes it"),
    ("notice", NoticeStatus.SENT): Owner("nobody", "for good", "none is needed"),
    ("notice", NoticeStatus.NEEDS_ATTENTION): Owner("an admin", "one working day", "send it again"),
}
