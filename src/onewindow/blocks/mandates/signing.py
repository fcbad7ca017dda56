"""Signatures of the people who act: made through the port, kept beside what they signed."""

from collections.abc import Mapping

from onewindow.blocks.mandates.errors import OwnSignatureNotGood, SignatureMissing
from onewindow.blocks.mandates.ports import Signer
from onewindow.blocks.mandates.statements import canonical
from onewindow.foundation.access.types import Actor
from onewindow.kernel.errors import NotAllowed, OnewindowError
from onewindow.kernel.reference import Reference


class _Joined:
    """Who signs; wiring sets it once. Until then nobody can."""

    signer: Signer | None = None


def use_signer(signer: Signer | None) -> None:
    """Join the port to its adapter."""
    _Joined.signer = signer


def can_sign(actor: Actor) -> bool:
    """Whether the actor has a key that can sign now."""
    return (
        _Joined.signer is not None
        and actor.person is not None
        and _Joined.signer.has_key(holder=actor.person)
    )


def sign(actor: Actor, statement: Mapping[str, object], pin: str | None, own: str = "") -> str:
    """Sign a statement in the actor's own name, or take the signature that a program of theirs made.

    :param own: a JAdES signature with the canonical statement in it; it needs no PIN.
    :raises SignatureMissing: no PIN was given, or the actor has no key.
    :raises OwnSignatureNotGood: it does not hold, is over something else, or is by somebody else.
    """
    if actor.person is None:
        raise NotAllowed()
    if own:
        if not holds(own, statement, actor.person):
            raise OwnSignatureNotGood(field="signature")
        return own
    if _Joined.signer is None or not pin or not _Joined.signer.has_key(holder=actor.person):
        raise SignatureMissing(field="pin")
    try:
        return _Joined.signer.sign(holder=actor.person, pin=pin, payload=canonical(statement))
    except OnewindowError as problem:
        problem.field = "pin"
        raise


def holds(signature: str, statement: Mapping[str, object], signer: Reference) -> bool:
    """Whether a kept signature is over exactly this statement, by this person, and stands today."""
    return _Joined.signer is not None and _Joined.signer.holds(
        signature=signature, payload=canonical(statement), signer=signer
    )
