"""Which adapters are in use. Wiring sets them once; until then nothing is issued or trusted."""

from django.http import HttpRequest

from onewindow.blocks.trust.errors import AuthorityNotThere, RootTakenOut
from onewindow.blocks.trust.ports import AuthorityKeys, ListSource, PersonNames, ScopeCheck
from onewindow.kernel.errors import N_, NotAllowed
from onewindow.kernel.reference import Reference
from onewindow.standards.signing import Signer


def _no_scope(*, request: HttpRequest, scope: str) -> None:
    """Until wiring says who knows: no key for programs covers anything."""
    del scope
    if "Authorization" in request.headers:
        raise NotAllowed()


def _no_names(*, person: Reference) -> str | None:
    return None


class _Joined:
    keys: AuthorityKeys | None = None
    scope_check: ScopeCheck = staticmethod(_no_scope)
    lists: ListSource | None = None
    names: PersonNames = staticmethod(_no_names)


_joined = _Joined()


def use(
    *,
    keys: AuthorityKeys | None = None,
    scope_check: ScopeCheck | None = None,
    lists: ListSource | None = None,
    names: PersonNames | None = None,
) -> None:
    """Join ports to their adapters; None leaves one as it is."""
    if keys is not None:
        _joined.keys = keys
    if scope_check is not None:
        _Joined.scope_check = staticmethod(scope_check)
    if lists is not None:
        _joined.lists = lists
    if names is not None:
        _Joined.names = staticmethod(names)


def name_of(person: Reference) -> str | None:
    """How the population register calls somebody; None where it does not know them."""
    return _Joined.names(person=person)


def require_scope(*, request: HttpRequest, scope: str) -> None:
    """Pass a session, and a key for programs that covers the scope.

    :raises NotAllowed: the key is for something else.
    """
    _Joined.scope_check(request=request, scope=scope)


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
