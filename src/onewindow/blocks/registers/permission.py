"""Who may read which attribute, and who may write. Pure; everything that is not allowed here is refused."""

from collections.abc import Iterable
from dataclasses import dataclass

from onewindow.blocks.registers.declarations import Declaration, Grant
from onewindow.blocks.registers.types import Purpose
from onewindow.foundation.access.types import Actor
from onewindow.kernel.reference import Reference


@dataclass(frozen=True, slots=True)
class Allowed:
    """What a reader sees of one entry.

    :param whole: attributes seen as they are.
    :param masked: attributes seen only in part.
    :param needs_purpose: attributes that a purpose would open, where none was stated.
    """

    whole: frozenset[str]
    masked: frozenset[str] = frozenset()
    needs_purpose: frozenset[str] = frozenset()


def readable(declaration: Declaration, *, entry: Reference, reader: Actor, purpose: Purpose) -> Allowed:
    """Decide attribute by attribute.

    Public: everybody. Personal: whom the entry is (or who acts for it), and, for a stated purpose, the engine
    and the officers that the owner named. Secret: only officers for whom the owner named that attribute.
    """
    public = _of_class(declaration, "public")
    personal = _of_class(declaration, "personal")
    if entry in (reader.person, reader.acting_for):
        return Allowed(public | personal)
    if reader.kind == "system":
        opened = Allowed(public | personal)
    else:
        opened = _granted(declaration, reader, public, personal)
    if purpose.stated:
        return opened
    closed = (opened.whole | opened.masked) - public
    return Allowed(public, frozenset(), closed)


def may_search(declaration: Declaration, *, reader: Actor, purpose: Purpose) -> bool:
    """Open registers: everybody. Others, for a purpose: the engine, and officers that the owner named."""
    if declaration.open or _label_is_public(declaration):
        return True
    if not purpose.stated:
        return False
    return reader.kind == "system" or any(grant.search for grant in _grants(declaration.readers, reader))


def may_write(declaration: Declaration, *, writer: Actor) -> bool:
    """The engine, and the officers whom the owner named."""
    return writer.kind == "system" or any(True for _ in _grants(declaration.writers, writer))


def _label_is_public(declaration: Declaration) -> bool:
    shown = [declaration.fields[slug] for slug in declaration.label]
    searched = [each for each in declaration.fields.values() if each.search]
    return bool(shown) and all(each.classification == "public" for each in (*shown, *searched))


def _granted(
    declaration: Declaration, reader: Actor, public: frozenset[str], personal: frozenset[str]
) -> Allowed:
    whole, masked = set(public), set[str]()
    for grant in _grants(declaration.readers, reader):
        named = grant.attributes - {"*"}
        seen = named | (personal if "*" in grant.attributes else frozenset[str]())
        whole |= seen - grant.masked
        masked |= grant.masked
    return Allowed(frozenset(whole), frozenset(masked - whole))


def _grants(grants: Iterable[Grant], actor: Actor) -> Iterable[Grant]:
    for grant in grants:
        for post in actor.posts:
            if grant.agency in ("*", post.agency) and grant.role in ("*", post.role):
                yield grant
                break


def _of_class(declaration: Declaration, classification: str) -> frozenset[str]:
    return frozenset(
        slug for slug, each in declaration.fields.items() if each.classification == classification
    )
