"""Which adapters are in use. Wiring sets them once; until then nothing is issued or trusted."""

from onewindow.blocks.trust.errors import AuthorityNotThere, RootTakenOut
from onewindow.blocks.trust.ports import AuthorityKeys, ListSource, PersonNames
from onewindow.kernel.errors import N_
from onewindow.kernel.reference import Reference
from onewindow.standards.signing import Signer


def _no_names(*, person: Reference) -> str | None:
    return None


class _Joined:
    keys: AuthorityKeys | None = None
    lists: ListSource | None = None
    names: PersonNames = staticmethod(_no_names)


_joined = _Joined()


def use(
    *,
    keys: AuthorityKeys | None = None,
    lists: ListSource | None = None,
    names: PersonNames | None = None,
) -> None:
    """Join ports to their adapters; None leaves one as it is."""
    if keys is not None:
        _joined.keys = keys
    if lists is not None:
        _joined.lists = lists
    if names is not None:
        _Joined.names = staticmethod(names)


def name_of(person: Reference) -> str | None:
    """How the population register calls somebody; None where it does not know them."""
    return _Joined.names(person=person)


def list_source() -> ListSource | None:
    """Where lists of other countries' authorities come from; None: nobody fetches any."""
    return _joined.lists


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
