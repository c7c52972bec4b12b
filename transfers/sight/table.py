"""Who sees what, as data. `transfers.sight.filters` and every permission are derived from it.

Rows are things, columns are hats. Denial wins: what any hat of a viewer is denied, the viewer is denied,
except that a person always keeps the sight of what is their own.
"""

from enum import StrEnum


class Thing(StrEnum):
    CHOICE = "choice"
    REASON = "reason"
    PREFERENCES = "preferences"
    PROFILE = "profile"
    CLAIM = "claim"
    PLACEMENT_BEFORE = "placement before announcement"
    PLACEMENT_AFTER = "placement after announcement"
    ROLE = "role"
    COUNTS = "counts of choices"
    EVENTS = "events"


class Hat(StrEnum):
    PERSON = "the person"
    CHAIN = "chain"
    HIRING_MANAGER = "hiring manager"
    HR_PARTNER = "assigned HR partner"
    ADMIN = "admin"


class Access(StrEnum):
    NONE = "none"  # a 404, equal to that of a thing that never existed
    READ = "read"
    WRITE = "write"
    OWN = "own"  # one's own roles, own acts, own record
    LOGGED = "read, logged"
    ASKED = "one at a time, with a purpose, told to the person"  # by an action alone; in no list and no export
    METADATA = "metadata"  # time to the day and class of noun


_NONE_BUT_PERSON = {
    Hat.CHAIN: Access.NONE,
    Hat.HIRING_MANAGER: Access.NONE,
    Hat.HR_PARTNER: Access.NONE,
    Hat.ADMIN: Access.NONE,
}

TABLE: dict[Thing, dict[Hat, Access]] = {
    # an admin reads one by break-glass alone, which two people open for once
    Thing.CHOICE: {Hat.PERSON: Access.WRITE, **_NONE_BUT_PERSON, Hat.HR_PARTNER: Access.ASKED},
    Thing.REASON: {Hat.PERSON: Access.OWN, **_NONE_BUT_PERSON},
    Thing.PREFERENCES: {Hat.PERSON: Access.OWN, **_NONE_BUT_PERSON},
    Thing.PROFILE: {
        Hat.PERSON: Access.OWN,
        Hat.CHAIN: Access.NONE,
        Hat.HIRING_MANAGER: Access.LOGGED,
        Hat.HR_PARTNER: Access.LOGGED,
        Hat.ADMIN: Access.NONE,
    },
    Thing.CLAIM: {
        Hat.PERSON: Access.OWN,
        Hat.CHAIN: Access.NONE,
        Hat.HIRING_MANAGER: Access.OWN,
        Hat.HR_PARTNER: Access.READ,
        Hat.ADMIN: Access.NONE,
    },
    Thing.PLACEMENT_BEFORE: {
        Hat.PERSON: Access.OWN,
        Hat.CHAIN: Access.NONE,
        Hat.HIRING_MANAGER: Access.OWN,
        Hat.HR_PARTNER: Access.READ,
        Hat.ADMIN: Access.NONE,
    },
    Thing.PLACEMENT_AFTER: {
        Hat.PERSON: Access.OWN,
        Hat.CHAIN: Access.READ,
        Hat.HIRING_MANAGER: Access.OWN,
        Hat.HR_PARTNER: Access.READ,
        Hat.ADMIN: Access.READ,
    },
    Thing.ROLE: {
        Hat.PERSON: Access.READ,
        Hat.CHAIN: Access.READ,
        Hat.HIRING_MANAGER: Access.WRITE,
        Hat.HR_PARTNER: Access.WRITE,
        Hat.ADMIN: Access.WRITE,
    },
    # what a release shows, and nothing beside it
    Thing.COUNTS: {
        Hat.PERSON: Access.READ,
        Hat.CHAIN: Access.READ,
        Hat.HIRING_MANAGER: Access.READ,
        Hat.HR_PARTNER: Access.READ,
        Hat.ADMIN: Access.READ,
    },
    Thing.EVENTS: {
        Hat.PERSON: Access.OWN,
        Hat.CHAIN: Access.NONE,
        Hat.HIRING_MANAGER: Access.OWN,
        Hat.HR_PARTNER: Access.OWN,
        Hat.ADMIN: Access.METADATA,
    },
}


def may_see(thing: Thing, hat: Hat) -> bool:
    """Whether the table gives this hat any sight of this thing."""
    return TABLE[thing][hat] is not Access.NONE
