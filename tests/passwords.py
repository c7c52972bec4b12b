"""How passwords are kept in tests: as in the portal, with an effort that takes no time."""

from portal.passwords import PortalArgon2


class QuickArgon2(PortalArgon2):
    """argon2id with the smallest parameters there are: the tests sign in thousands of times."""

    time_cost = 1
    memory_cost = 8
