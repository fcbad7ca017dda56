"""How passwords are kept: Argon2id with the smallest cost that OWASP recommends.

Source: OWASP Password Storage Cheat Sheet, Argon2id with m=19456 (19 MiB), t=2, p=1; RFC 9106.
"""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2idHasher(Argon2PasswordHasher):
    """19 MiB, two passes, one lane: about 40 ms on the machine where it was measured."""

    time_cost = 2
    memory_cost = 19_456  # KiB
    parallelism = 1
