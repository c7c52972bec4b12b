"""Everybody who might want to know."""

from enum import StrEnum


class Viewer(StrEnum):
    """The viewers of the table. A token for programs is one more; the portal gives none yet."""

    SIGNED_OUT = "signed out"
    EMPLOYEE = "employee"
    PEER = "drafted peer"
    PERSON = "the person"
    CHAIN = "chain manager"
    MANAGER = "hiring manager of the role, outside the chain"
    OTHER_MANAGER = "hiring manager of another role, outside the chain"
    PARTNER = "assigned HR partner with the case open"
    PARTNER_OUTSIDE = "assigned HR partner with no case open"
    OTHER_PARTNER = "HR partner of another campaign"
    ADMIN = "admin"


V = Viewer
WITH_ADMINISTRATION = frozenset({V.PARTNER, V.PARTNER_OUTSIDE, V.OTHER_PARTNER, V.ADMIN})
SIGNED_IN = frozenset(Viewer) - {V.SIGNED_OUT}
EVERYBODY = frozenset(Viewer)
PERSON = frozenset({V.PERSON})
MANAGER = frozenset({V.MANAGER})
CASE = frozenset({V.PARTNER})
PARTNERS = frozenset({V.PARTNER, V.PARTNER_OUTSIDE, V.OTHER_PARTNER})
SERVING = frozenset({V.PARTNER, V.PARTNER_OUTSIDE})
ADMIN = frozenset({V.ADMIN})
DESK = PARTNERS | ADMIN
NOBODY: frozenset[Viewer] = frozenset()
CHAIN = frozenset({V.CHAIN})
