"""Keys for programs: which addresses they are for, and what one has to cover. Pure."""

from typing import Final

from onewindow.kernel.errors import N_, NotAllowed

PROGRAMS: Final = "/api/"
"""Below it are the addresses for programs. On a page no key stands for anybody: it asks for no scope."""

ANY: Final = "any"
"""The scope of an operation that every key opens, whatever it covers."""


class ScopeMissing(NotAllowed):
    code = "token-scope-missing"
    message = N_("This key does not cover “{scope}”.")
    way_out = N_("Make a key that covers it.")


class KeyOpensNothing(NotAllowed):
    """No key opens it: only somebody who signed in does this."""

    code = "key-opens-nothing"
    message = N_("No key opens this.")
    way_out = N_("Sign in, and do it yourself.")


def for_programs(path: str) -> bool:
    """Whether a key counts at an address.

    :param path: of the request, without what a proxy puts before it (``path_info``).
    """
    return path.startswith(PROGRAMS)


def require(covered: frozenset[str], wanted: frozenset[str]) -> None:
    """Pass where one of the scopes that are wanted is covered.

    :raises KeyOpensNothing: nothing is wanted, so that no key will do.
    :raises ScopeMissing: none of them is covered.
    """
    if not wanted:
        raise KeyOpensNothing()
    if ANY not in wanted and not covered & wanted:
        raise ScopeMissing(scope=" | ".join(sorted(wanted)))
