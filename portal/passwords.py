"""How passwords are kept."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class PortalArgon2(Argon2PasswordHasher):
    """argon2id with OWASP's first parameters (19 MiB, two passes, one lane).

    Django's own (100 MiB, eight lanes) is slower by a factor of eight, and a burst of sign-ins on the last
    evening is what would take the portal down.
    """

    time_cost = 2
    memory_cost = 19456
    parallelism = 1
