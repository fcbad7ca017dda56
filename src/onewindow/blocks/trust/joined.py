"""Which adapters are in use. Wiring sets them once; until then nothing is issued or trusted."""

from onewindow.blocks.trust.errors import AuthorityNotThere, RootTakenOut
from onewindow.blocks.trust.ports import AuthorityKeys
from onewindow.kernel.errors import N_
from onewindow.standards.signing import Signer


class _Joined:
    keys: AuthorityKeys | None = None


_joined = _Joined()


def use(*, keys: AuthorityKeys) -> None:
    """Join the port to its adapter."""
    _joined.keys = keys


def keys() -> AuthorityKeys:
    """Where the authorities' keys are.

    :raises AuthorityNotThere: nobody said where.
    """
    if _joined.keys is None:
        raise AuthorityNotThere(authority="root", reason=N_("nobody said where keys are"))
    return _joined.keys


def signer(name: str) -> Signer:
    """The key of an authority, a responder or a unit.

    :raises AuthorityNotThere, RootTakenOut: it is not here.
    """
    found = keys().signer(name=name)
    if found is not None:
        return found
    if name == "root" and keys().root() is not None:
        raise RootTakenOut()
    raise AuthorityNotThere(authority=name, reason=N_("it was not made yet"))
